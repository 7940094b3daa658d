import { describe, expect, it } from 'vitest';
import type { Execution, MapRunCounts } from '../../lib/local/index.ts';
import { redriveExecution, startExecution, virtualClock } from '../../lib/local/index.ts';
import { memoryObjects } from '../support/memory-objects.ts';
import type { RedriveOptions } from './redrive-machine.ts';
import { Attempts } from './redrive-machine.ts';
import { detailsOf, eventLine, LAMBDA, machine } from './run-machine.ts';
import { Source } from './sources.ts';

const GUIDE = `${Source.guide}/redrive-map-run.html`;
const RECORDED = Source.captured('redrive_map.json');
const DESCRIBED = Source.captured('distributed_map.json');

const task = (more: object = {}) => ({ Type: 'Task', Resource: LAMBDA, End: true, ...more });
const E = { error: 'E' };

/** A distributed Map named M; its children run these states. */
function map(states: Readonly<Record<string, object>> = { A: task() }, more: object = {}, type = 'STANDARD') {
  const processor = {
    ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: type },
    StartAt: Object.keys(states)[0],
    States: states,
  };
  return { Type: 'Map', Label: 'L', ItemProcessor: processor, ...more, End: true };
}

const run = (execution: Execution) => execution.mapRuns.at(-1)!;
const counts = (some: Partial<MapRunCounts>): MapRunCounts => ({
  ...{ pending: 0, running: 0, succeeded: 0, failed: 0, timedOut: 0, aborted: 0, total: 0 },
  ...{ resultsWritten: 0, failuresNotRedrivable: 0, pendingRedrive: 0 },
  ...some,
});

/** The children of each attempt that were started or redriven, newest last. */
function withChildren(definition: ReturnType<typeof map>, input: unknown, options: RedriveOptions = {}) {
  const children: Execution[] = [];
  const attempts = new Attempts(machine({ M: definition }), input, {
    onChildExecution: (child) => void children.push(child),
    ...options,
  });
  return { attempts, children };
}

describe('Map Run: what is told of it', () => {
  it(`while it reads, while it runs, and at its end (${DESCRIBED})`, async () => {
    const clock = virtualClock();
    const states = { W: { Type: 'Wait', Seconds: 10, End: true } };
    const { attempts } = withChildren(map(states, { MaxConcurrency: 2 }), [1, 2, 3], { clock });
    await clock.sleep(1000);
    expect(run(attempts.latest)).toMatchObject({
      status: 'RUNNING',
      settings: { maxConcurrency: 2, toleratedFailureCount: 0, toleratedFailurePercentage: 0 },
      redriveCount: 0,
      executionCounts: counts({ pending: 1, running: 2, total: 3 }),
      itemCounts: counts({ pending: 1, running: 2, total: 3 }),
    });
    expect(run(attempts.latest)).not.toHaveProperty('stopDate');
    await attempts.finished();
    expect(run(attempts.latest)).toMatchObject({
      status: 'SUCCEEDED',
      executionCounts: counts({ succeeded: 3, total: 3, resultsWritten: 3 }),
      children: [],
    });
    expect(run(attempts.latest).stopDate! - run(attempts.latest).startDate).toBe(20_000);
  });

  it(`items are counted apart from the executions that take batches of them (${DESCRIBED}: 4 items, 2 executions)`, async () => {
    const { attempts } = withChildren(map({ A: task() }, { ItemBatcher: { MaxItemsPerBatch: 3 } }), [1, 2, 3, 4]);
    await attempts.finished();
    expect(run(attempts.latest)).toMatchObject({
      executionCounts: counts({ succeeded: 2, total: 2, resultsWritten: 2 }),
      itemCounts: counts({ succeeded: 4, total: 4, resultsWritten: 4 }),
    });
  });

  it(`a batch that fails counts with all its items (${Source.measured})`, async () => {
    const more = { ItemBatcher: { MaxItemsPerBatch: 2 }, ToleratedFailureCount: 1 };
    const { attempts } = withChildren(map({ A: task() }, more), [1, 2, 3], { tasks: { A: [E, { result: 1 }] } });
    expect((await attempts.finished()).error).toBe('States.ExceedToleratedFailureThreshold');
  });

  it(`a failed run keeps as pending what it never started; its running children are aborted (${DESCRIBED})`, async () => {
    const { attempts, children } = withChildren(map({ A: task() }, { MaxConcurrency: 2 }), [1, 2, 3, 4], {
      tasks: { A: [{ result: 0 }, 'hang', E] },
    });
    await attempts.finished();
    expect(run(attempts.latest)).toMatchObject({
      status: 'FAILED',
      executionCounts: counts({ succeeded: 1, failed: 1, aborted: 1, pending: 1, total: 4, resultsWritten: 4 }),
    });
    expect((await children[1]!.finished).cause).toBe(
      `The map run execution [${run(attempts.latest).arn}] which was managing this resource was aborted`,
    );
  });

  it(`a run whose execution is stopped is aborted (${GUIDE})`, async () => {
    const { attempts, children } = withChildren(map({ A: task() }, { MaxConcurrency: 1 }), [1, 2], {
      stopAfter: 5,
      tasks: { A: ['hang'] },
    });
    await attempts.finished();
    expect(run(attempts.latest)).toMatchObject({
      status: 'ABORTED',
      executionCounts: counts({ aborted: 1, pending: 1, total: 2, resultsWritten: 2 }),
    });
    expect((await children[0]!.finished).status).toBe('ABORTED');
  });

  it(`a run that cannot read its items has none (${Source.unknown})`, async () => {
    const more = { ItemReader: { Resource: 'arn:aws:states:::s3:getObject', Parameters: { Bucket: 'b', Key: 'k' } } };
    const { attempts } = withChildren(map({ A: task() }, more), {});
    await attempts.finished();
    expect(run(attempts.latest)).toMatchObject({
      status: 'FAILED',
      itemCounts: counts({}),
      executionCounts: counts({}),
    });
  });

  it(`each try of a Map has a run of its own (${Source.unknown})`, async () => {
    const more = { Retry: [{ ErrorEquals: ['States.ALL'], MaxAttempts: 1 }] };
    const { attempts } = withChildren(map({ A: task() }, more), [1], { tasks: { A: [E, { result: 1 }] } });
    await attempts.finished();
    expect(attempts.latest.mapRuns.map(({ status }) => status)).toEqual(['FAILED', 'SUCCEEDED']);
  });
});

describe('Map Run: changes while it runs', () => {
  it(`more children at once start at once; fewer wait for others to end (${Source.guide}/concepts-examine-map-run.html)`, async () => {
    const clock = virtualClock();
    const states = { W: { Type: 'Wait', Seconds: 10, End: true } };
    const { attempts } = withChildren(map(states, { MaxConcurrency: 1 }), [1, 2, 3, 4, 5, 6], { clock });
    await clock.sleep(1000);
    const { arn } = run(attempts.latest);
    attempts.latest.updateMapRun(arn, { maxConcurrency: 3 });
    expect(run(attempts.latest).executionCounts).toEqual(counts({ running: 3, pending: 3, total: 6 }));
    attempts.latest.updateMapRun(arn, { maxConcurrency: 1 });
    await clock.sleep(9500);
    // The first has ended; two still run.
    expect(run(attempts.latest).executionCounts).toEqual(counts({ succeeded: 1, running: 2, pending: 3, total: 6 }));
    await clock.sleep(2000);
    expect(run(attempts.latest).executionCounts).toEqual(counts({ succeeded: 3, running: 1, pending: 2, total: 6 }));
    await attempts.finished();
  });

  it.each([
    [{ toleratedFailureCount: 1 }, 'SUCCEEDED'],
    [{ toleratedFailurePercentage: 50 }, 'SUCCEEDED'],
    [{ maxConcurrency: 1 }, 'FAILED'],
  ])('%j: the run has %s', async (changes, status) => {
    const clock = virtualClock();
    const states = { W: { Type: 'Wait', Seconds: 10, Next: 'A' }, A: task() };
    const { attempts } = withChildren(map(states), [1, 2], { clock, tasks: { A: [E, { result: 1 }] } });
    await clock.sleep(1000);
    attempts.latest.updateMapRun(run(attempts.latest).arn, changes);
    expect((await attempts.finished()).status).toBe(status);
  });

  it(`failures that were tolerated are not any more (${Source.unknown})`, async () => {
    const clock = virtualClock();
    const { attempts } = withChildren(map({ A: task() }, { ToleratedFailureCount: 1 }), [1, 2], {
      clock,
      tasks: { A: [E, 'hang'] },
    });
    await clock.sleep(1000);
    attempts.latest.updateMapRun(run(attempts.latest).arn, { toleratedFailureCount: 0 });
    expect((await attempts.finished()).error).toBe('States.ExceedToleratedFailureThreshold');
  });
});

describe('Map Run: redrive', () => {
  it(`goes on with the same run: redrives what failed, starts what never ran (${RECORDED})`, async () => {
    const { attempts, children } = withChildren(map({ A: task() }, { MaxConcurrency: 1 }), ['a', 'b', 'c'], {
      tasks: { A: [{ result: 1 }, E, { result: 2 }, { result: 3 }] },
    });
    await attempts.finished();
    const before = run(attempts.latest);
    await attempts.redrive();
    expect((await attempts.finished()).output).toEqual([1, 2, 3]);
    expect(attempts.events(7)).toEqual([
      '8<7 ExecutionRedriven',
      '9<3 MapRunRedriven',
      '10<9 MapRunSucceeded',
      '11<10 MapStateSucceeded',
      '12<10 MapStateExited M',
      '13<12 ExecutionSucceeded',
    ]);
    expect(detailsOf(attempts.latest.history[8])).toEqual({ mapRunArn: before.arn, redriveCount: 1 });
    expect(attempts.latest.mapRuns).toHaveLength(1);
    expect(run(attempts.latest)).toMatchObject({ arn: before.arn, startDate: before.startDate, redriveCount: 1 });
    const [, , again, never] = children;
    expect(again!.arn).toBe(children[1]!.arn);
    expect(again!.history.map(eventLine).slice(4)).toEqual([
      '5<4 TaskFailed',
      '6<5 ExecutionFailed',
      '7<6 ExecutionRedriven',
      '8<2 TaskScheduled',
      '9<8 TaskStarted',
      '10<9 TaskSucceeded',
      '11<10 TaskStateExited A',
      '12<11 ExecutionSucceeded',
    ]);
    expect(never!.history.map(({ type }) => type)).not.toContain('ExecutionRedriven');
  });

  it(`a child that is redriven has its own count and time; one that starts has none (${RECORDED})`, async () => {
    const states = {
      F: { ...task(), End: undefined, Next: 'T' },
      T: { Type: 'Pass', Parameters: { 'x.$': '$$.Execution' }, End: true },
    };
    const clock = virtualClock();
    const { attempts } = withChildren(map(states, { MaxConcurrency: 1 }), [1, 2], {
      clock,
      tasks: { F: [E, { result: 0 }] },
    });
    await attempts.finished();
    await clock.sleep(60_000);
    await attempts.redrive();
    const { output } = await attempts.finished();
    expect(output[0].x).toMatchObject({
      RedriveCount: 1,
      RedriveTime: '2025-01-01T00:01:00.000Z',
      StartTime: '2025-01-01T00:00:00.000Z',
    });
    expect(output[1].x).toMatchObject({ RedriveCount: 0, StartTime: '2025-01-01T00:01:00.000Z' });
    expect(output[1].x).not.toHaveProperty('RedriveTime');
  });

  it(`children wait for their turn (${GUIDE}: pendingRedrive)`, async () => {
    const clock = virtualClock();
    const states = { A: { ...task(), End: undefined, Next: 'W' }, W: { Type: 'Wait', Seconds: 10, End: true } };
    const { attempts } = withChildren(map(states, { MaxConcurrency: 1, ToleratedFailureCount: 1 }), [1, 2, 3], {
      clock,
      tasks: { A: [E, E, { result: 0 }] },
    });
    await attempts.finished();
    const redriven = await attempts.redrive();
    await clock.sleep(1);
    expect(run(redriven).executionCounts).toEqual(counts({ running: 1, pendingRedrive: 1, pending: 1, total: 3 }));
    await redriven.finished;
    expect(run(redriven).executionCounts).toEqual(counts({ succeeded: 3, total: 3, resultsWritten: 3 }));
  });

  it(`Express children start again from their first state, under their names (${GUIDE})`, async () => {
    const states = { A: { ...task(), End: undefined, Next: 'B' }, B: task() };
    const { attempts, children } = withChildren(map(states, {}, 'EXPRESS'), [1], {
      tasks: { A: [{ result: 1 }], B: [E, { result: 2 }] },
    });
    await attempts.redrive();
    expect((await attempts.finished()).output).toEqual([2]);
    expect(attempts.asked).toEqual(['A', 'B', 'A', 'B']);
    expect(children[0]!.arn).toBe(children[1]!.arn);
  });

  it(`failures that were tolerated are redriven as well (${Source.unknown})`, async () => {
    const { attempts } = withChildren(map({ A: task() }, { ToleratedFailureCount: 1 }), [1, 2, 3], {
      tasks: { A: [E, E, { result: 3 }, { result: 1 }, { result: 2 }] },
    });
    await attempts.redrive();
    expect((await attempts.finished()).output).toEqual([1, 2, 3]);
  });

  it(`what cannot be redriven stays failed (${GUIDE}: failuresNotRedrivable)`, async () => {
    const clock = virtualClock();
    const states = {
      A: { ...task(), End: undefined, Next: 'W' },
      W: { Type: 'Wait', SecondsPath: '$', Next: 'B' },
      B: task(),
    };
    const day = 86_400;
    const { attempts } = withChildren(map(states, { ToleratedFailureCount: 1 }), [1, 15 * day], {
      clock,
      tasks: { B: [E], A: [{ result: 1 }, { result: 15 * day }, { result: 1 }] },
    });
    await attempts.finished();
    expect(run(attempts.latest).executionCounts).toEqual(counts({ failed: 2, total: 2, resultsWritten: 2 }));
    const redriven = await attempts.redrive({ invoke: async () => 5 });
    // The first child had failed 15 days before; with the second redriven, one failure is tolerated.
    const output = JSON.parse((await redriven.finished).output!);
    expect(output[0]).toMatchObject({ Status: 'FAILED', Error: 'E' });
    expect(output[1]).toBe(5);
    expect(run(redriven).executionCounts).toEqual(
      counts({ failed: 1, succeeded: 1, failuresNotRedrivable: 1, total: 2, resultsWritten: 2 }),
    );
  });

  it(`a run that never started a child makes room for a new one, which reads again (${GUIDE})`, async () => {
    const objects = memoryObjects({});
    const reader = {
      ItemReader: {
        Resource: 'arn:aws:states:::s3:getObject',
        ReaderConfig: { InputType: 'JSON' },
        Parameters: { Bucket: 'b', Key: 'k' },
      },
    };
    const { attempts } = withChildren(map({ A: task() }, reader), {}, { objects });
    expect((await attempts.finished()).error).toBe('States.ItemReaderFailed');
    objects.objects.set('b/k', '[1]');
    await attempts.redrive();
    expect((await attempts.finished()).output).toEqual([1]);
    expect(attempts.latest.mapRuns.map(({ status, redriveCount }) => [status, redriveCount])).toEqual([
      ['FAILED', 0],
      ['SUCCEEDED', 0],
    ]);
    expect(attempts.events(8).slice(0, 2)).toEqual(['9<2 MapStateStarted', '10<9 MapRunStarted']);
  });

  it(`the items are not read again when the run goes on (${GUIDE})`, async () => {
    const objects = memoryObjects({ 'b/k': '[1,2]' });
    const reader = {
      ItemReader: {
        Resource: 'arn:aws:states:::s3:getObject',
        ReaderConfig: { InputType: 'JSON' },
        Parameters: { Bucket: 'b', Key: 'k' },
      },
    };
    const { attempts } = withChildren(map({ A: task() }, reader), {}, { objects, tasks: { A: [E, E, { result: 7 }] } });
    await attempts.redrive();
    expect((await attempts.finished()).output).toEqual([7, 7]);
    expect(objects.read).toEqual(['b/k']);
  });

  it(`with too much output a new run does all again (${GUIDE}: States.DataLimitExceeded)`, async () => {
    const big = { result: 'x'.repeat(140_000) };
    const { attempts } = withChildren(map(), [1, 2], { tasks: { A: [big, big, { result: 1 }] } });
    expect((await attempts.finished()).error).toBe('States.DataLimitExceeded');
    await attempts.redrive();
    expect((await attempts.finished()).output).toEqual([1, 1]);
    expect(attempts.latest.mapRuns).toHaveLength(2);
  });

  it(`goes on after the execution was stopped (${GUIDE})`, async () => {
    const { attempts } = withChildren(map({ A: task() }, { MaxConcurrency: 1 }), [1, 2], {
      stopAfter: 5,
      tasks: { A: ['hang', { result: 1 }, { result: 2 }] },
    });
    await attempts.redrive();
    expect((await attempts.finished()).output).toEqual([1, 2]);
    expect(run(attempts.latest)).toMatchObject({ status: 'SUCCEEDED', redriveCount: 1 });
  });

  it(`in a branch of a Parallel (${GUIDE})`, async () => {
    const fails = { W: { Type: 'Wait', Seconds: 1, Next: 'B' }, B: task() };
    const definition = machine({
      P: {
        Type: 'Parallel',
        Branches: [
          { StartAt: 'M', States: { M: map() } },
          { StartAt: 'W', States: fails },
        ],
        End: true,
      },
    });
    const attempts = new Attempts(definition, [1, 2], {
      tasks: { A: [{ result: 1 }, 'hang', { result: 2 }], B: [E, { result: 'b' }] },
    });
    await attempts.finished();
    expect(run(attempts.latest).status).toBe('ABORTED');
    await attempts.redrive();
    expect((await attempts.finished()).output).toEqual([[1, 2], 'b']);
  });

  it(`in a child of another distributed Map (${Source.unknown})`, async () => {
    const inner = map({ A: task() }, { Label: 'Inner', MaxConcurrency: 1 });
    const attempts = new Attempts(machine({ M: map({ N: inner }, { MaxConcurrency: 1 }) }), [[1, 2], [3]], {
      tasks: { A: [{ result: 1 }, E, { result: 2 }, { result: 3 }] },
    });
    await attempts.finished();
    await attempts.redrive();
    expect((await attempts.finished()).output).toEqual([[1, 2], [3]]);
    expect(attempts.asked).toHaveLength(4);
  });

  it(`after a redrive that failed too, with its second count (${GUIDE})`, async () => {
    const { attempts, children } = withChildren(map(), [1], { tasks: { A: [E, E, { result: 1 }] } });
    await attempts.redrive();
    await attempts.redrive();
    expect((await attempts.finished()).output).toEqual([1]);
    expect(run(attempts.latest).redriveCount).toBe(2);
    const redrives = children.at(-1)!.history.filter(({ type }) => type === 'ExecutionRedriven');
    expect(redrives.map((event) => detailsOf(event)['redriveCount'])).toEqual([1, 2]);
  });

  it(`a run that was redriven 1,000 times fails with States.Runtime (${GUIDE})`, async () => {
    const { attempts } = withChildren(map(), [1], { tasks: { A: [E] } });
    await attempts.finished();
    const { latest } = attempts;
    const mapRuns = latest.mapRuns.map((each) => ({ ...each, redriveCount: 1000 }));
    const earlier = { ...latest, mapRuns };
    const options = { definition: machine({ M: map() }), invoke: async () => 1, clock: attempts.clock };
    expect((await redriveExecution(earlier, options).finished).error).toBe('States.Runtime');
  });

  it(`children that nobody knows any more stay failed (${Source.unknown})`, async () => {
    const { attempts } = withChildren(map(), [1], { tasks: { A: [E] } });
    await attempts.finished();
    const { arn, history, mapRuns } = attempts.latest;
    const options = { definition: machine({ M: map() }), invoke: async () => 1, clock: attempts.clock };
    const redriven = redriveExecution({ arn, history, mapRuns, child: () => undefined }, options);
    expect((await redriven.finished).error).toBe('States.ExceedToleratedFailureThreshold');
    expect(run(redriven).executionCounts.failuresNotRedrivable).toBe(1);
  });
});

describe('Map Run: hooks', () => {
  it('tell of each run and of the items of each child', async () => {
    const told: unknown[] = [];
    const definition = machine({ M: map({ A: task() }, { ItemBatcher: { MaxItemsPerBatch: 2 } }) });
    const execution = startExecution({
      definition,
      input: [1, 2, 3],
      invoke: async () => null,
      clock: virtualClock(),
      onMapRun: (arn, of) => void told.push([arn, of]),
      onChildExecution: (child, arn, items) => void told.push([child.arn.includes('/L:'), arn, items]),
    });
    await execution.finished;
    const { arn } = run(execution);
    expect(told).toEqual([
      [arn, execution.arn],
      [true, arn, 2],
      [true, arn, 1],
    ]);
  });
});
