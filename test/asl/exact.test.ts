import { describe, expect, it } from 'vitest';
import { bindFunctions } from '../../lib/asl/functions/bind-functions.ts';
import { viewExecution } from '../../lib/client/index.ts';
import { compileTemplate } from '../../lib/compile.ts';
import type { JsonObject } from '../../lib/json.ts';
import { resultShare } from '../../lib/contract/limits.ts';
import { Limit } from '../../lib/states-language/limits.ts';
import {
  memoryTables,
  runStateMachine,
  startExecution,
  StatesError,
  virtualClock,
  type Mock,
} from '../../lib/local/index.ts';
import { allStates } from '../support/judge-definition.ts';
import type { WorkflowStep } from '../support/arbitrary-workflow.ts';
import { settle, type Run } from '../support/reference-executor.ts';
import { runWorkflow, type RunOptions } from '../support/run-workflow.ts';
import { stateIn } from '../support/state-in.ts';

interface Behaviour {
  readonly seconds?: number;
  readonly runs?: readonly Run[];
}

/** `a → c`, `a → d`, `b → d`. */
const N_SHAPE = { a: [], b: [], c: ['a'], d: ['a', 'b'] };
/** Every step of the second three depends on two of the first. */
const CROWN = { a: [], b: [], c: [], x: ['a', 'b'], y: ['b', 'c'], z: ['a', 'c'] };

function steps(
  graph: Readonly<Record<string, readonly string[]>>,
  behaviours: Readonly<Record<string, Behaviour>> = {},
): readonly WorkflowStep[] {
  return Object.entries(graph).map(([name, dependencies]) => ({
    name,
    dependencies,
    retryable: true,
    maxAttempts: 3,
    runs: behaviours[name]?.runs ?? [],
    backoff: 'none',
    baseMs: 1000,
    maxMs: 1000,
    timeoutSeconds: 60,
    durationMs: (behaviours[name]?.seconds ?? 1) * 1000,
    retryAfterSeconds: 1,
  }));
}

async function run(
  graph: Readonly<Record<string, readonly string[]>>,
  behaviours: Readonly<Record<string, Behaviour>> = {},
  options: RunOptions = {},
) {
  const ran = await runWorkflow(steps(graph, behaviours), { sync: 'exact', ...options });
  const entered = ran.history.filter((event) => event.type.endsWith('StateEntered'));
  const seconds = (ran.outcome.stopDate - ran.outcome.startDate) / 1000;
  return { ...ran, seconds, transitions: entered.length, visited: new Set(entered.map(stateIn)) };
}

describe('a machine compiled with sync: exact', () => {
  it('is the same as without where the graph is series-parallel', () => {
    const text = JSON.stringify({
      name: 'chain',
      namespace_name: 'test',
      version: '1.0.0',
      steps: [
        { name: 'a', handler: { callable: 'A' } },
        { name: 'b', handler: { callable: 'B' }, dependencies: ['a'] },
      ],
    });
    const [barriers, exact] = (['barriers', 'exact'] as const).map((sync) =>
      compileTemplate(text, { file: 'c', sync }),
    );
    expect(exact).toEqual(barriers);
  });

  it('lets a step wait for its own dependencies and nothing else', async () => {
    const { seconds, compiled, outcome } = await run(N_SHAPE, { b: { seconds: 30 }, c: { seconds: 30 } });
    expect(compiled.plan.strategy).toBe('rendezvous');
    expect(outcome.status).toBe('SUCCEEDED');
    // With a barrier, c would wait for b, or d for c.
    expect(seconds).toBe(31);
  });

  it('waits where the producer is late, and passes by where it has arrived', async () => {
    const late = await run(N_SHAPE, { a: { seconds: 30 } });
    expect(late.visited).toContain('meet(a, d): release');
    expect(late.seconds).toBe(31);
    const early = await run(N_SHAPE, { b: { seconds: 30 } });
    expect(early.visited).not.toContain('meet(a, d): release');
    expect(early.seconds).toBe(31);
  });

  it('counts at most as many transitions as it predicts, and as many if every step has to wait', async () => {
    const late = await run(N_SHAPE, { a: { seconds: 30 } });
    expect(late.transitions).toBe(late.compiled.transitions);
    const early = await run(N_SHAPE, { b: { seconds: 30 } });
    expect(early.transitions).toBe(early.compiled.transitions - 1);
  });

  it('releases who waits when a producer fails or is blocked, and does not run it', async () => {
    const failed = await run(N_SHAPE, { a: { seconds: 30, runs: ['permanent'] } });
    expect(failed.failure).toMatchObject({ failed: [{ step: 'a' }], blocked: ['c', 'd'] });
    expect(failed.seconds).toBe(30);
    const graph = { z: [], ...N_SHAPE, a: ['z'] };
    const blocked = await run(graph, { z: { seconds: 30, runs: ['permanent'] } });
    expect(blocked.failure).toMatchObject({ failed: [{ step: 'z' }], blocked: ['a', 'c', 'd'] });
    expect(blocked.runs.get('b')).toHaveLength(1);
  });

  it('gives a step the results of all its ancestors, whichever branch they ran in', async () => {
    const { runs } = await run({ ...CROWN, end: ['x', 'y', 'z'], late: ['z'] });
    expect(runs.get('z')![0]!.saw).toEqual(['a', 'c']);
    expect(runs.get('late')![0]!.saw).toEqual(['a', 'c', 'z']);
    expect(runs.get('end')![0]!.saw).toEqual(['a', 'b', 'c', 'x', 'y', 'z']);
  });

  /** `join` is a convergence that joins `joined`, and depends on the decision `choose` that follows `joined`, too. */
  const CHOSEN = { root: [], first: ['root'], joined: ['first'], other: [], more: [] };
  const IN_ITS_BRANCH = {
    ...{ ...CHOSEN, after: ['joined'] },
    ...{ choose: ['joined', 'other', 'more'], join: ['joined', 'choose'] },
  };
  const ELSEWHERE = {
    ...{ ...CHOSEN, gate: ['joined'], choose: ['gate'] },
    ...{ side: ['other', 'more'], join: ['joined', 'other', 'more', 'choose'] },
  };

  it.each([
    { graph: IN_ITS_BRANCH, failing: 'choose', met: ['joined'] },
    { graph: IN_ITS_BRANCH, failing: 'other', met: ['joined'] },
    { graph: ELSEWHERE, failing: 'choose', met: ['choose', 'joined'] },
    { graph: ELSEWHERE, failing: 'gate', met: ['choose', 'joined'] },
  ])(
    'runs a convergence whose decision does not: $failing fails, and $met are met',
    async ({ graph, failing, met }) => {
      const workflow = steps(graph, { [failing]: { runs: ['permanent'] } }).map((step): WorkflowStep => {
        if (step.name === 'first') return { ...step, type: 'decision', names: ['joined'] };
        if (step.name === 'choose') return { ...step, type: 'decision' };
        return step.name === 'join' ? { ...step, type: 'deferred_convergence' } : step;
      });
      const { runs, failure, compiled } = await runWorkflow(workflow, { sync: 'exact' });
      expect(compiled.plan.rendezvous.get('join')).toEqual(met);
      expect(failure).toMatchObject({ failed: [{ step: failing }] });
      expect(failure?.blocked).not.toContain('join');
      expect(runs.get('join')).toHaveLength(1);
      expect(runs.get('join')?.[0]?.saw).toEqual(expect.arrayContaining(['first', 'joined', 'root']));
      expect(runs.get('join')?.[0]?.saw).not.toContain('choose');
    },
  );

  /** The convergence h joins g, which follows the decision d, and depends on the decision e, too. */
  const BESIDE = { a: [], b: [], c: [], d: ['a'], e: ['b', 'd'], f: ['b', 'e'], g: ['d'], h: ['e', 'g'] };

  it.each([
    { graph: { ...BESIDE, i: ['c', 'h'], j: ['g'] }, met: ['e'] },
    {
      graph: { ...BESIDE, i: ['c'], j: ['h', 'i'], k: ['j'], l: ['g'], m: ['f', 'j'], n: ['f', 'j'] },
      met: ['e', 'g'],
    },
  ])('passes on what it received beside a decision that failed, where $met are met', async ({ graph, met }) => {
    const workflow = steps(graph, { e: { runs: ['permanent'] } }).map((step): WorkflowStep => {
      if (step.name === 'd') return { ...step, type: 'decision', names: ['e', 'g'] };
      if (step.name === 'e') return { ...step, type: 'decision' };
      return step.name === 'h' ? { ...step, type: 'deferred_convergence' } : step;
    });
    const { runs, failure, compiled } = await runWorkflow(workflow, { sync: 'exact' });
    expect(compiled.plan.rendezvous.get('h')).toEqual(met);
    expect(failure).toMatchObject({ failed: [{ step: 'e' }] });
    expect(failure?.blocked).toContain('f');
    const { steps: settled } = settle(workflow);
    for (const [name, { saw, state }] of settled)
      expect([name, runs.get(name)?.map((run) => run.saw)]).toEqual([name, state === 'blocked' ? [] : [saw]]);
    expect(settled.get('h')?.saw).toEqual(['a', 'd', 'g']);
  });

  it('does not read what an execution of the same name left before', async () => {
    const { value } = compileTemplate(templateOf(N_SHAPE), { file: 'n.yaml', sync: 'exact' });
    const invoke = memoryTables({ RendezvousTable: ['execution', 'step'] }, async ({ stateName, clock }) => {
      if (stateName === 'a') await clock.sleep(5000);
      return { result: { at: clock.now() }, after: [] };
    });
    const definition = bindFunctions(value!.definition);
    for (const start of [0, 91 * 86_400_000]) {
      const clock = virtualClock({ start });
      const { status, output } = await startExecution({ definition, input: {}, invoke, clock, name: 'again' }).finished;
      expect(status).toBe('SUCCEEDED');
      expect((JSON.parse(output!) as { d: unknown }).d).toEqual({ at: start + 5000 });
    }
  });

  it('rides out faults of DynamoDB', async () => {
    const { outcome } = await run(CROWN, {}, { network: (request) => (request % 3 === 0 ? {} : { lost: 'there' }) });
    expect(outcome.status).toBe('SUCCEEDED');
  });

  it('fails the step that could not meet the others, and says so, when DynamoDB fails for good', async () => {
    const { compiled, history, outcome, failure, runs } = await run(
      N_SHAPE,
      {},
      { network: () => ({ lost: 'there' }) },
    );
    expect(outcome).toMatchObject({ status: 'FAILED', error: 'TaskFailed' });
    expect(failure).toEqual({
      failed: [
        {
          step: 'd',
          error: 'DynamoDB.InternalServerErrorException',
          message: 'It failed.',
        },
      ],
      blocked: [],
    });
    expect(runs.get('c')).toHaveLength(1);
    expect(runs.get('d')).toHaveLength(0);
    const view = viewExecution({ definition: compiled.definition, events: history });
    expect(view.find(({ name }) => name === 'd')).toMatchObject({
      ...{ state: 'error', attempts: 0 },
      error: { type: 'DynamoDB.InternalServerErrorException', message: 'It failed.' },
    });
  });

  it('gives up waiting for who cannot tell, and fails as a task does', async () => {
    const { value } = compileTemplate(templateOf(N_SHAPE), { file: 'n.yaml', sync: 'exact' });
    const done: Mock = { Return: { result: {}, after: [] } };
    const slow: Mock = { Return: { result: {}, after: [] }, After: 5 };
    const down: Mock = () => {
      throw new StatesError('DynamoDB.InternalServerErrorException', 'It failed.');
    };
    const ran = await runStateMachine({
      definition: bindFunctions(value!.definition),
      mocks: { a: slow, b: done, c: done, d: done, 'meet(a, d): tell': down },
      tables: { RendezvousTable: ['execution', 'step'] },
    });
    expect(ran.status).toBe('FAILED');
    expect(JSON.parse(ran.cause!)).toMatchObject({ failed: [{ step: 'd', error: 'States.Timeout' }] });
    // A day, and the longest time that `a` can take: each of 3 attempts may come after 2 crashes, and each of these 9 runs takes
    // 15 minutes, faults of the service, and a wait of 2 s; the attempts' own waits are as long.
    expect(ran.startedAt('d: not met')).toBe(86_400 + 3 * (3 * (900 + 126 + 2) + 2));
  });

  it('shares the state among results and copies', () => {
    const { value } = compileTemplate(templateOf(CROWN), { file: 'crown.yaml', sync: 'exact' });
    const { steps, reserved, copies = 0 } = value!.manifest.budget;
    const budget = { steps, reserved, copies };
    expect(budget).toMatchObject({ steps: 6, copies: 1 });
    expect(resultShare(budget, 0)).toBeLessThanOrEqual(Limit.stateBytes / (6 + budget.copies));
  });

  it('keeps to the 4 KB of an update expression, however many entries travel', () => {
    const roots = Array.from({ length: 150 }, (_, index) => `a_root_with_a_name_${index}`);
    const graph = { ...Object.fromEntries(roots.map((name) => [name, []])), m: roots, b: [], c: ['m'], d: ['m', 'b'] };
    const { value } = compileTemplate(templateOf(graph), { file: 'wide.yaml', sync: 'exact' });
    const updates = allStates(value!.definition).flatMap(([, state]) =>
      state.Type === 'Task' ? [((state.Parameters as JsonObject)['UpdateExpression'] ?? '') as string] : [],
    );
    expect(updates.some((update) => update.includes('#0 = :0'))).toBe(true);
    for (const update of updates) expect(update.length).toBeLessThan(200);
  });

  it('counts no copies of entries where many steps end the task', async () => {
    const ends = Object.fromEntries(Array.from({ length: 26 }, (_, index) => [`end_${index}`, ['z']]));
    const { outcome, compiled } = await run({ ...CROWN, end: ['x', 'y', 'z'], late: ['z'], ...ends });
    expect(JSON.stringify(compiled.definition)).toContain('"[all complete?]"');
    expect(compiled.manifest.budget.copies).toBeGreaterThan(0);
    expect(outcome).toMatchObject({ status: 'SUCCEEDED' });
  });

  it('tells all who wait that what is blocked as a whole does not come', async () => {
    const graph = {
      root: [],
      a: ['root'],
      b: ['root'],
      side: [],
      one: ['a', 'side'],
      two: ['b', 'side'],
      both: ['a', 'b'],
    };
    const { failure, seconds, visited } = await run(graph, {
      root: { runs: ['permanent'] },
      side: { seconds: 5 },
    });
    expect(failure).toMatchObject({ failed: [{ step: 'root' }], blocked: ['a', 'b', 'both', 'one', 'two'] });
    expect(seconds).toBe(5);
    expect([...visited].filter((name) => name?.includes('tell all'))).toEqual(['parallel(a, b): tell all (failed)']);
  });

  it('keeps the name of the table from handlers', () => {
    const { value } = compileTemplate(templateOf(N_SHAPE, 'RendezvousTable'), { file: 'n.yaml', sync: 'exact' });
    expect(value!.functions.map(({ key }) => key)).not.toContain('RendezvousTable');
  });
});

function templateOf(graph: Readonly<Record<string, readonly string[]>>, callable = 'Handler'): string {
  return JSON.stringify({
    name: 'exact',
    namespace_name: 'test',
    version: '1.0.0',
    steps: Object.entries(graph).map(([name, dependencies]) => ({ name, dependencies, handler: { callable } })),
  });
}
