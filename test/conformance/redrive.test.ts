import { describe, expect, it } from 'vitest';
import type { HistoryEvent } from '../../lib/states-language/history.ts';
import type { JsonValue } from '../../lib/json.ts';
import { ExecutionNotRedrivableError, redriveExecution, TaskTokens, virtualClock } from '../../lib/local/index.ts';
import type { RedriveOptions } from './redrive-machine.ts';
import { Attempts } from './redrive-machine.ts';
import { detailsOf, LAMBDA, machine } from './run-machine.ts';
import { Source } from './sources.ts';

const GUIDE = `${Source.guide}/redrive-executions.html`;
const RECORDED = Source.captured('redrive_execution.json');

const task = (more: object = {}) => ({ Type: 'Task', Resource: LAMBDA, End: true, ...more });
const branch = (states: Readonly<Record<string, object>>) => ({ StartAt: Object.keys(states)[0], States: states });
const parallel = (...branches: Readonly<Record<string, object>>[]) => ({
  Type: 'Parallel',
  Branches: branches.map(branch),
  End: true,
});
const E = { error: 'E' };

/** An execution whose first attempt fails, and its redrive. */
async function redriven(states: Readonly<Record<string, object>>, input: unknown, options: RedriveOptions = {}) {
  const attempts = new Attempts(machine(states), input, options);
  await attempts.finished();
  const before = attempts.latest.history.length;
  const asked = attempts.asked.length;
  await attempts.redrive();
  const outcome = await attempts.finished();
  return { attempts, ...outcome, events: attempts.events(before), asked: attempts.asked.slice(asked) };
}

const entered = (history: readonly HistoryEvent[]) =>
  history.filter(({ type }) => type.endsWith('StateEntered')).map((event) => detailsOf(event)['name']);

describe('redrive: a state that failed', () => {
  it(`is tried again after its first event, in the same history (${RECORDED})`, async () => {
    const run = await redriven(
      { A: { Type: 'Pass', Next: 'T' }, T: task() },
      { a: 1 },
      { tasks: { T: [E, { result: 5 }] } },
    );
    expect(run.output).toBe(5);
    expect(run.attempts.events().slice(3)).toEqual([
      '4<3 TaskStateEntered T',
      '5<4 TaskScheduled',
      '6<5 TaskStarted',
      '7<6 TaskFailed',
      '8<7 ExecutionFailed',
      '9<8 ExecutionRedriven',
      '10<4 TaskScheduled',
      '11<10 TaskStarted',
      '12<11 TaskSucceeded',
      '13<12 TaskStateExited T',
      '14<13 ExecutionSucceeded',
    ]);
    expect(detailsOf(run.attempts.latest.history[8])).toEqual({ redriveCount: 1 });
  });

  it(`a Fail state fails again, without being entered (${RECORDED})`, async () => {
    const run = await redriven({ A: { Type: 'Pass', Next: 'F' }, F: { Type: 'Fail', Error: 'E', Cause: 'c' } }, {});
    expect(run.status).toBe('FAILED');
    expect([run.error, run.cause]).toEqual(['E', 'c']);
    expect(run.events).toEqual(['6<5 ExecutionRedriven', '7<6 ExecutionFailed']);
  });

  it(`a Choice decides again (${GUIDE})`, async () => {
    const choice = { Type: 'Choice', Choices: [{ Variable: '$.a', NumericEquals: 2, Next: 'T' }] };
    const run = await redriven({ C: choice, T: { Type: 'Succeed' } }, { a: 1 });
    expect(run.events).toEqual(['4<3 ExecutionRedriven', '5<4 ExecutionFailed']);
  });

  it(`a Pass is not done again (${GUIDE})`, async () => {
    const pass = { Type: 'Pass', Parameters: { 'id.$': 'States.UUID()' }, Next: 'T' };
    const run = await redriven({ P: pass, T: task() }, {}, { tasks: { T: [E] } });
    expect(entered(run.attempts.latest.history)).toEqual(['P', 'T']);
  });

  it(`a Wait waits its seconds again, and a time that has passed not at all (${RECORDED}: 30 s again)`, async () => {
    const clock = virtualClock();
    const start = clock.now();
    const until = new Date(start + 20_000).toISOString();
    const states = { W: { Type: 'Wait', Seconds: 30, Next: 'U' }, U: { Type: 'Wait', Timestamp: until, End: true } };
    const attempts = new Attempts(machine(states), {}, { clock, stopAfter: 10 });
    await attempts.redrive();
    await attempts.finished();
    expect((clock.now() - start) / 1000).toBe(40);
    expect(attempts.events(3)).toEqual([
      '4<3 ExecutionRedriven',
      '5<2 WaitStateExited W',
      '6<5 WaitStateEntered U',
      '7<6 WaitStateExited U',
      '8<7 ExecutionSucceeded',
    ]);
  });

  it(`may be the one that a catcher leads to (${Source.unknown}: by the rule for any state)`, async () => {
    const caught = task({ Catch: [{ ErrorEquals: ['States.ALL'], Next: 'H' }] });
    const run = await redriven({ T: caught, H: task() }, {}, { tasks: { T: [E], H: [E, { result: 'done' }] } });
    expect(run.output).toBe('done');
    expect(run.asked).toEqual(['H']);
  });

  it(`counts its retries anew (${GUIDE}: "Retry count is reset to 0")`, async () => {
    const retry = { Retry: [{ ErrorEquals: ['E'], MaxAttempts: 2 }] };
    const counted = { Parameters: { 'n.$': '$$.State.RetryCount' } };
    const run = await redriven({ T: task({ ...retry, ...counted }) }, {}, { tasks: { T: [E, E, E, E, E, E, E] } });
    expect(run.attempts.asked).toHaveLength(6);
    const sent = run.attempts.latest.history.filter(({ type }) => type === 'TaskScheduled');
    expect(sent.map((event) => detailsOf(event)['parameters'])).toEqual(
      [0, 1, 2, 0, 1, 2].map((n) => `{"n":${String(n)}}`),
    );
  });

  it(`has its time limit anew (${GUIDE})`, async () => {
    const run = await redriven({ T: task({ TimeoutSeconds: 10 }) }, {}, { tasks: { T: ['hang'] } });
    expect(run.error).toBe('States.Timeout');
    expect(run.attempts.clock.now() - virtualClock().now()).toBe(20_000);
  });

  it(`waits for a new token; the one before is timed out (${RECORDED})`, async () => {
    const seen: string[] = [];
    const tokens = new TaskTokens();
    const ask = task({ Resource: `${LAMBDA}.waitForTaskToken`, Parameters: { 'Payload.$': '$$.Task.Token' } });
    const invoke = async ({ taskToken = '' }) => {
      seen.push(taskToken);
      if (seen.length === 1) tokens.sendTaskFailure(taskToken, 'E');
      else {
        expect(() => tokens.sendTaskSuccess(seen[0]!, '1')).toThrow(/^Task Timed Out/);
        tokens.sendTaskSuccess(taskToken, '2');
      }
      return {} as JsonValue;
    };
    const run = await redriven({ T: ask }, {}, { tokens, invoke });
    expect(run.output).toBe(2);
    expect(new Set(seen).size).toBe(2);
  });

  it(`in JSONata as well (${GUIDE})`, async () => {
    const pay = {
      Type: 'Task',
      Resource: LAMBDA,
      Arguments: '{% $states.input.a %}',
      Output: '{% $states.result + 1 %}',
      End: true,
    };
    const attempts = new Attempts(
      machine({ T: pay }, { QueryLanguage: 'JSONata' }),
      { a: 4 },
      { tasks: { T: [E, { result: 5 }] } },
    );
    await attempts.redrive();
    expect((await attempts.finished()).output).toBe(6);
  });
});

describe('redrive: a Parallel', () => {
  it(`runs the branches that did not succeed (${RECORDED})`, async () => {
    const states = {
      P: parallel(
        { A: task() },
        { B: { Type: 'Wait', Seconds: 1, Next: 'B2' }, B2: task() },
        { C: { Type: 'Wait', Seconds: 5, End: true } },
      ),
    };
    const run = await redriven(states, 7, { tasks: { B2: [E, { result: 5 }] } });
    expect(run.output).toEqual([7, 5, 7]);
    expect(run.asked).toEqual(['B2']);
    expect(run.events).toEqual([
      '20<19 ExecutionRedriven',
      '21<12 TaskScheduled',
      '22<21 TaskStarted',
      '23<22 TaskSucceeded',
      '24<23 TaskStateExited B2',
      '25<8 WaitStateExited C',
      '26<25 ParallelStateSucceeded',
      '27<25 ParallelStateExited P',
      '28<27 ExecutionSucceeded',
    ]);
  });

  it(`in a Parallel (${GUIDE})`, async () => {
    const inner = parallel({ A: task() }, { B: task() });
    const run = await redriven({ P: parallel({ Q: inner }, { C: task() }) }, 1, {
      tasks: { A: [{ result: 'a' }], B: [E, { result: 'b' }], C: [{ result: 'c' }] },
    });
    expect(run.output).toEqual([['a', 'b'], 'c']);
    expect(run.asked).toEqual(['B']);
  });

  it(`has more than one branch to go on with (${GUIDE})`, async () => {
    const run = await redriven({ P: parallel({ A: task() }, { B: task() }) }, 1, {
      tasks: { A: [E, { result: 'a' }], B: ['hang', { result: 'b' }] },
    });
    expect(run.output).toEqual(['a', 'b']);
    expect(run.asked).toEqual(['A', 'B']);
  });

  it(`that was tried again goes on with its last try (${Source.unknown})`, async () => {
    const states = {
      P: { ...parallel({ A: task() }, { B: task() }), Retry: [{ ErrorEquals: ['E'], MaxAttempts: 1 }] },
    };
    const run = await redriven(states, 1, { tasks: { A: [{ result: 1 }, { result: 2 }], B: [E, E, { result: 'b' }] } });
    expect(run.output).toEqual([2, 'b']);
    expect(run.asked).toEqual(['B']);
  });

  it(`retries as a whole after the redrive (${Source.unknown})`, async () => {
    const states = {
      P: { ...parallel({ A: task() }, { B: task() }), Retry: [{ ErrorEquals: ['E'], MaxAttempts: 1 }] },
    };
    const run = await redriven(states, 1, { tasks: { B: [E, E, E, { result: 'b' }] } });
    expect(run.output).toEqual([1, 'b']);
    expect(run.asked).toEqual(['B', 'A', 'B']);
  });

  it(`with too much data runs all its branches again (${GUIDE}: "States.DataLimitExceeded")`, async () => {
    const half = 'x'.repeat(140_000);
    const tasks = { A: [{ result: half }], B: [{ result: half }, { result: 'b' }] };
    const run = await redriven({ P: parallel({ A: task() }, { B: task() }) }, 1, { tasks });
    expect(run.status).toBe('SUCCEEDED');
    expect(run.asked).toEqual(['A', 'B']);
    expect(run.events[1]).toMatch(/<2 ParallelStateStarted$/);
  });

  it(`whose branches all succeeded makes its output again (${Source.unknown})`, async () => {
    const states = { P: { ...parallel({ A: task() }), ResultSelector: { 'x.$': '$[0].no' } } };
    const run = await redriven(states, {});
    expect(run.error).toBe('States.Runtime');
    expect(run.asked).toEqual([]);
  });
});

describe('redrive: an inline Map', () => {
  const map = (states: Readonly<Record<string, object>>, more: object = {}) => ({
    M: { Type: 'Map', ItemProcessor: branch(states), ...more, End: true },
  });

  it(`keeps what is done, goes on with what failed, starts what never ran (${RECORDED})`, async () => {
    const run = await redriven(map({ A: task() }, { MaxConcurrency: 1 }), ['a', 'b', 'c'], {
      tasks: { A: [{ result: 1 }, E, { result: 2 }, { result: 3 }] },
    });
    expect(run.output).toEqual([1, 2, 3]);
    expect(run.events).toEqual([
      '20<19 ExecutionRedriven',
      '21<12 TaskScheduled',
      '22<21 TaskStarted',
      '23<22 TaskSucceeded',
      '24<23 TaskStateExited A',
      '25<24 MapIterationSucceeded M[1]',
      '26<24 MapIterationStarted M[2]',
      '27<26 TaskStateEntered A',
      '28<27 TaskScheduled',
      '29<28 TaskStarted',
      '30<29 TaskSucceeded',
      '31<30 TaskStateExited A',
      '32<31 MapIterationSucceeded M[2]',
      '33<32 MapStateSucceeded',
      '34<32 MapStateExited M',
      '35<34 ExecutionSucceeded',
    ]);
  });

  it(`goes on with several iterations, each in its own state (${GUIDE})`, async () => {
    const steps = { A: { Type: 'Task', Resource: LAMBDA, Next: 'B' }, B: task() };
    const run = await redriven(map(steps), [1, 2, 3], {
      tasks: { A: [{ result: 'x' }, { result: 'y' }, 'hang', { result: 'z' }], B: [{ result: 1 }, E, { result: 2 }] },
    });
    expect(run.asked).toEqual(['B', 'A', 'B']);
    expect(run.output).toEqual([1, 2, 2]);
  });

  it(`keeps to its concurrency (${Source.unknown})`, async () => {
    const clock = virtualClock();
    const states = { W: { Type: 'Wait', Seconds: 10, Next: 'A' }, A: task() };
    const run = await redriven(map(states, { MaxConcurrency: 2 }), [1, 2, 3, 4], {
      clock,
      tasks: { A: [E, { result: 1 }] },
    });
    // 10 s until the first fails; its task again and the wait beside it anew, then the last two together.
    expect(run.status).toBe('SUCCEEDED');
    expect(clock.now() - virtualClock().now()).toBe(30_000);
  });

  it(`in a branch of a Parallel in a Map (${GUIDE})`, async () => {
    const inner = map({ A: task() });
    const run = await redriven(map({ P: parallel(inner, { B: task() }) }), [[1, 2], [3]], {
      tasks: { A: [{ result: 'a' }, { result: 'b' }, E, { result: 'c' }], B: [{ result: 'B' }] },
    });
    expect(run.output).toEqual([
      [['a', 'b'], 'B'],
      [['c'], 'B'],
    ]);
    expect(run.asked).toEqual(['A']);
  });

  it(`$$.Map.Item is that of the iteration (${GUIDE})`, async () => {
    const tell = task({ Parameters: { 'i.$': '$$.Map.Item.Index', 'v.$': '$$.Map.Item.Value' } });
    const run = await redriven(
      map({ F: { ...task(), End: undefined, Next: 'T' }, T: tell }, { MaxConcurrency: 1 }),
      ['a', 'b'],
      {
        tasks: { F: [{ result: 0 }, E, { result: 0 }] },
      },
    );
    expect(run.output).toEqual([
      { i: 0, v: 'a' },
      { i: 1, v: 'b' },
    ]);
  });
});

describe('redrive: a Map whose items could not be found', () => {
  const broken = { Type: 'Map', Items: '{% $x %}', ItemProcessor: branch({ A: task() }), End: true };
  const fixed = { ...broken, Items: [1, 2] };
  const rows: readonly (readonly [string, (map: object) => Readonly<Record<string, object>>, unknown])[] = [
    ['first', (M) => ({ M }), [0, 0]],
    ['after another state', (M) => ({ S: { Type: 'Pass', Next: 'M' }, M }), [0, 0]],
    ['in a branch', (M) => ({ P: parallel({ B: task() }, { M }) }), [0, [0, 0]]],
    [
      'in an iteration',
      (M) => ({ O: { Type: 'Map', Items: ['a'], ItemProcessor: branch({ M }), End: true } }),
      [[0, 0]],
    ],
  ];
  it.each(rows)(`%s (${Source.unknown})`, async (_name, around, expected) => {
    const jsonata = { QueryLanguage: 'JSONata' };
    const attempts = new Attempts(
      machine(around(broken), jsonata),
      {},
      { tasks: { A: [{ result: 0 }], B: [{ result: 0 }] } },
    );
    expect((await attempts.finished()).error).toBe('States.QueryEvaluationError');
    await attempts.redrive({ definition: machine(around(fixed), jsonata) });
    expect((await attempts.finished()).output).toEqual(expected);
  });
});

describe('redrive: variables', () => {
  it(`are those that the states before have set, in each scope (${Source.unknown})`, async () => {
    const inBranch = {
      A: { Type: 'Pass', Assign: { inner: 'i' }, Next: 'T' },
      T: task({ Parameters: { 'outer.$': '$outer', 'inner.$': '$inner' } }),
    };
    const states = {
      S: { Type: 'Pass', Assign: { outer: { a: 1 } }, Next: 'P' },
      P: { ...parallel(inBranch), Next: 'Z', End: undefined },
      Z: { Type: 'Pass', Parameters: { 'all.$': '$', 'outer.$': '$outer' }, End: true },
    };
    const attempts = new Attempts(machine(states), {}, { tasks: { T: [E] } });
    await attempts.finished();
    const run = await attempts.redrive({ invoke: async ({ parameters }) => parameters });
    expect(JSON.parse((await run.finished).output!)).toEqual({
      all: [{ outer: { a: 1 }, inner: 'i' }],
      outer: { a: 1 },
    });
  });
});

describe('redrive: the context object', () => {
  it(`tells of the redrive, and keeps the times of the execution and of the state (${RECORDED})`, async () => {
    const clock = virtualClock();
    const states = {
      A: { Type: 'Pass', Parameters: { 'before.$': '$$.Execution' }, Next: 'W' },
      W: { Type: 'Wait', Seconds: 5, Next: 'T' },
      T: task({ Parameters: { 'execution.$': '$$.Execution', 'state.$': '$$.State', 'in.$': '$' } }),
    };
    const attempts = new Attempts(machine(states), { a: 1 }, { clock, tasks: { T: [E, { result: 0 }] } });
    await attempts.finished();
    await clock.sleep(60_000);
    await attempts.redrive({ invoke: async ({ parameters }) => parameters });
    const { output } = await attempts.finished();
    const { RedriveCount: before, ...same } = output.in.before;
    expect([before, same.RedriveTime]).toEqual([0, undefined]);
    expect(output.execution).toEqual({ ...same, RedriveCount: 1, RedriveTime: '2025-01-01T00:01:05.000Z' });
    expect(output.state).toMatchObject({ EnteredTime: '2025-01-01T00:00:05.000Z', RetryCount: 0 });
  });
});

describe('redrive: the execution', () => {
  it(`can be redriven more than once; its history goes on (${RECORDED})`, async () => {
    const run = await redriven({ T: task() }, {}, { tasks: { T: [E, E, { result: 1 }] } });
    expect(run.status).toBe('FAILED');
    const { arn } = await run.attempts.redrive();
    expect((await run.attempts.finished()).output).toBe(1);
    expect(arn).toMatch(/:execution:StateMachine:run$/);
    const counts = run.attempts.latest.history.flatMap((event) => detailsOf(event)['redriveCount'] ?? []);
    expect(counts).toEqual([1, 2]);
    expect(run.attempts.latest.history.map(({ id }) => id)).toEqual(
      run.attempts.latest.history.map((_, index) => index + 1),
    );
  });

  it(`goes on after it was stopped (${RECORDED})`, async () => {
    const attempts = new Attempts(machine({ T: task() }), 3, { stopAfter: 1, tasks: { T: ['hang', { result: 4 }] } });
    await attempts.redrive();
    expect((await attempts.finished()).output).toBe(4);
    expect(attempts.events().slice(4, 7)).toEqual([
      '5<0 ExecutionAborted',
      '6<5 ExecutionRedriven',
      '7<2 TaskScheduled',
    ]);
  });

  it(`has its time limit anew after it timed out (${GUIDE})`, async () => {
    const definition = machine(
      { W: { Type: 'Wait', Seconds: 30, Next: 'V' }, V: { Type: 'Wait', Seconds: 30, End: true } },
      { TimeoutSeconds: 40 },
    );
    const attempts = new Attempts(definition, {});
    expect((await attempts.finished()).status).toBe('TIMED_OUT');
    await attempts.redrive();
    expect((await attempts.finished()).status).toBe('SUCCEEDED');
    const { startDate, stopDate } = await attempts.latest.finished;
    expect(stopDate - startDate).toBe(70_000);
  });

  it(`whose task has returned too much asks it again (${GUIDE})`, async () => {
    const run = await redriven({ A: task() }, 1, { tasks: { A: [{ result: 'x'.repeat(300_000) }, { result: 1 }] } });
    expect(run.output).toBe(1);
  });
});

describe('redrive: what cannot be redriven', () => {
  const DAY = 86_400_000;
  const rows: readonly (readonly [
    name: string,
    reason: string,
    source: string,
    Partial<RedriveOptions>,
    later?: number,
  ])[] = [
    ['an execution that succeeded', 'Execution is SUCCEEDED and cannot be redriven', RECORDED, {}],
    ['after 14 days', 'Execution redrivable period exceeded', GUIDE, { tasks: { T: [E] } }, 14 * DAY + 1],
    ['after a year', 'Execution has exceeded the max execution time', GUIDE, { tasks: { T: [E] } }, 366 * DAY],
  ];
  it.each(rows.map((row) => [`${row[0]}: ${row[1]} (${row[2]})`, row] as const))('%s', async (_name, row) => {
    const [, reason, , options, later = 0] = row;
    const attempts = new Attempts(machine({ T: task() }), {}, options);
    await attempts.finished();
    await attempts.clock.sleep(later);
    const error = await attempts.redrive().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ExecutionNotRedrivableError);
    expect(error).toMatchObject({
      name: 'ExecutionNotRedrivable',
      reason,
      message: `Execution ${attempts.latest.arn} invalid for redrive as: ${reason}`,
    });
  });

  it(`an execution that runs (${RECORDED})`, () => {
    const { clock, latest } = new Attempts(machine({ W: { Type: 'Wait', Seconds: 1, End: true } }), {});
    const definition = machine({ W: { Type: 'Succeed' } });
    expect(() => redriveExecution(latest, { definition, invoke: async () => null, clock })).toThrow(
      /Execution is RUNNING and cannot be redriven$/,
    );
  });

  it.each([
    [24_998, undefined],
    [24_999, 'Execution history event limit exceeded'],
  ])(`an execution with %i events: %s (${GUIDE}: less than 24,999)`, async (events, reason) => {
    const { clock, latest, ...attempts } = new Attempts(machine({ T: task() }), {}, { tasks: { T: [E] } });
    await latest.finished;
    const { history } = latest;
    const filled = [...history.slice(0, -1)];
    while (filled.length < events - 1) filled.push({ ...history[3]!, id: filled.length + 1 });
    filled.push({ ...history.at(-1)!, id: events });
    const earlier = { arn: latest.arn, history: filled, mapRuns: [], child: () => undefined };
    const definition = machine({ T: task() });
    const redrive = () => redriveExecution(earlier, { definition, invoke: async () => null, clock });
    expect(attempts.asked).toEqual(['T']);
    if (reason !== undefined) return expect(redrive).toThrow(reason);
    expect((await redrive().finished).cause).toMatch(/maximum number of history events/);
  });

  it(`one day before the period ends it can (${GUIDE})`, async () => {
    const attempts = new Attempts(machine({ T: task() }), {}, { tasks: { T: [E, { result: 1 }] } });
    await attempts.finished();
    await attempts.clock.sleep(13 * DAY);
    await attempts.redrive();
    expect((await attempts.finished()).status).toBe('SUCCEEDED');
  });
});
