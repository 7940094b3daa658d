import fc from 'fast-check';
import type { JsonObject } from '../../lib/json.ts';
import type { ReferenceStep, Run } from './reference-executor.ts';

/** A step as the template says it and as its handler will behave. */
export interface WorkflowStep extends ReferenceStep {
  readonly backoff: 'none' | 'linear' | 'exponential' | 'fibonacci';
  readonly baseMs: number;
  readonly maxMs: number;
  readonly timeoutSeconds: number;
  /** How long each run takes, in ms; less than the timeout. */
  readonly durationMs: number;
  readonly retryAfterSeconds: number;
  /** Which of its invocations Lambda throttles, by index; no more than its service budget. */
  readonly throttled?: readonly boolean[];
  /** What its handler returns besides who it is. */
  readonly result?: JsonObject;
  /** What its handler returns or throws, whatever that is. @default what the rest says */
  readonly comesTo?: () => unknown;
  /** What a decision or a batchable step returns that says nothing that can be followed. */
  readonly wrong?: JsonObject;
}

const run: fc.Arbitrary<Run> = fc.oneof(
  { weight: 3, arbitrary: fc.constant<Run>('retryable') },
  { weight: 1, arbitrary: fc.constantFrom<Run>('retry_after', 'permanent', 'throw', 'timeout', 'crash') },
  { weight: 1, arbitrary: fc.constant<Run>('yield') },
);

/** Most steps succeed at once; some fail a few times, some for good. */
const runs: fc.Arbitrary<readonly Run[]> = fc.oneof(
  { weight: 5, arbitrary: fc.constant<readonly Run[]>([]) },
  { weight: 2, arbitrary: fc.array(run, { maxLength: 8 }) },
  { weight: 1, arbitrary: fc.constant<readonly Run[]>(['permanent']) },
);

/** Results that look like what the machine itself keeps in its state data, and one that is large. */
const ODD_RESULTS: readonly JsonObject[] = [
  { result: { from: 'nobody' }, after: [] },
  { after: ['step_d_0'] },
  { failure: { step: 'x', caught: { Error: 'E' } } },
  { blocked: 'x' },
  { steps: { x: { result: {}, after: [] } }, steps_1: [{ x: { result: {}, after: [] } }], retry: { attempts: 9 } },
  { '': '@a@1@2@', $: '$.x', 'x.$': '$.y', '@': '{}' },
  { ballast: 'x'.repeat(300_000) },
];

const behaviour = fc.record({
  runs,
  maxAttempts: fc.integer({ min: 1, max: 5 }),
  backoff: fc.constantFrom('none' as const, 'linear' as const, 'exponential' as const, 'fibonacci' as const),
  baseMs: fc.constantFrom(100, 1000, 1500, 2000, 10_000),
  maxMs: fc.constantFrom(1000, 5000, 30_000),
  timeoutSeconds: fc.integer({ min: 5, max: 60 }),
  durationMs: fc.integer({ min: 0, max: 4000 }),
  retryAfterSeconds: fc.integer({ min: 1, max: 100 }),
  throttled: fc.oneof(
    { weight: 3, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.array(fc.boolean(), { maxLength: 6 }) },
  ),
  publishes: fc.oneof({ weight: 3, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
  result: fc.oneof(
    { weight: 2, arbitrary: fc.constant({}) },
    { weight: 1, arbitrary: fc.constantFrom(...ODD_RESULTS) },
  ),
});

/** An invocation of a step that has no time for another run: each yield ends it. */
const SHORT = { durationMs: 2600, timeoutSeconds: 5 };

/** Shapes of graphs: whom step `index` may depend on, given a stream of random numbers in [0, 1). */
type Shape = (index: number, count: number, random: () => number) => readonly number[];

const shapes: Readonly<Record<string, Shape>> = {
  chain: (index) => (index === 0 ? [] : [index - 1]),
  wide: (index, count) => (index === 0 ? [] : index === count - 1 ? range(1, index) : [0]),
  roots: () => [],
  sparse: (index, _, random) => range(0, index).filter(() => random() < 1.5 / Math.max(index, 1)),
  dense: (index, _, random) => range(0, index).filter(() => random() < 0.4),
  layered: (index, _, random) =>
    range(Math.floor(index / 4) * 4 - 4, Math.floor(index / 4) * 4).filter((other) => other >= 0 && random() < 0.6),
  growth: (index, _, random) =>
    index === 0 ? [] : [...new Set([Math.floor(random() * index), Math.floor(random() * index)])],
  forkJoin: (index, _, random) =>
    index % 5 === 0
      ? range(index - 4, index).filter((other) => other >= 0)
      : random() < 0.1 && index > 5
        ? [index - 6, index - (index % 5)]
        : [index - (index % 5)],
};

function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, offset) => from + offset);
}

/** Names that mean something to JavaScript, to a path, or to the state data of a machine. */
const ODD_NAMES = [
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'length',
  'p_88c0f0fa',
  'b0',
  'received_88c0f0fa',
  'steps',
  'retry',
  'result',
  'a b',
  'x.y',
  '0',
  '12-3',
  'then',
];

/** Workflows of any shape, 1 to 40 steps, with failures anywhere. Names come in no order that tells the graph. */
export const arbitraryWorkflow: fc.Arbitrary<readonly WorkflowStep[]> = fc
  .record({
    shape: fc.constantFrom(...Object.keys(shapes)),
    behaviours: fc.array(behaviour, { minLength: 1, maxLength: 40, size: 'max' }),
    seed: fc.integer(),
    failing: fc.double({ min: 0, max: 1, noNaN: true }),
    odd: fc.boolean(),
  })
  .map(({ shape, behaviours, seed, failing, odd }) => {
    const random = generator(seed);
    const names = behaviours.map(
      (_, index) =>
        (odd ? ODD_NAMES[index] : undefined) ?? `step_${((index * 7919 + 13) % 1009).toString(36)}_${index}`,
    );
    return behaviours.map((step, index) => ({
      ...step,
      runs: random() < failing ? step.runs : [],
      retryable: random() < 0.9,
      ...(random() < 0.2 && SHORT),
      name: names[index]!,
      dependencies: (shapes[shape] as Shape)(index, behaviours.length, random).map((other) => names[other]!),
    }));
  });

/**
 * The same with decisions in any place, of any outcome that they may have, and convergences: at one step in a few, where the
 * template may have one.
 */
export const arbitraryDecisions: fc.Arbitrary<readonly WorkflowStep[]> = fc
  .tuple(arbitraryWorkflow, fc.integer(), fc.double({ min: 0, max: 0.6, noNaN: true }))
  .map(([workflow, seed, share]) => {
    const random = generator(seed);
    const typed = new Map<string, WorkflowStep>();
    const chosen = new Set<string>();
    for (const step of workflow) {
      const decides = step.dependencies.filter((name) => typed.get(name)?.type === 'decision');
      const joined = step.dependencies.filter((name) => !decides.includes(name));
      const isChosen = step.dependencies.some((name) => chosen.has(name) || decides.includes(name));
      const canJoin = joined.some((name) => chosen.has(name) || !isChosen);
      const drawn = random();
      const type = drawn >= share ? undefined : drawn < share * 0.6 ? 'decision' : 'deferred_convergence';
      const isMeant = type === 'decision' ? step.dependencies.length > 0 : type !== undefined && canJoin;
      typed.set(step.name, isMeant ? { ...step, type } : step);
      if (isChosen) chosen.add(step.name);
    }
    const steps = [...typed.values()];
    return steps.map((step) => {
      if (step.type !== 'decision') return step;
      const chance = random();
      return { ...step, names: nameable(step.name, steps).filter(() => random() < chance) };
    });
  });

/** What a decision cannot mean. */
const WRONG_DECISIONS: readonly JsonObject[] = [
  {},
  { decision_point_outcome: null },
  { decision_point_outcome: 'no_branches' },
  { decision_point_outcome: { type: 'some_steps' } },
  { decision_point_outcome: { type: 'create_steps', step_names: ['nobody'] } },
  { decision_point_outcome: { type: 'create_steps', step_names: [7] } },
];

/** What a batchable step cannot mean, whatever its workers are called. */
const WRONG_BATCHES: readonly JsonObject[] = [
  {},
  { batch_processing_outcome: [] },
  { batch_processing_outcome: { type: 'some_batches' } },
  {
    batch_processing_outcome: {
      type: 'create_batches',
      worker_template_name: 'nobody',
      cursor_configs: [cursorOf('1')],
    },
  },
  { batch_processing_outcome: { type: 'create_batches', cursor_configs: [] } },
  { batch_processing_outcome: { type: 'create_batches', worker_count: 2, cursor_configs: [cursorOf('1')] } },
  { batch_processing_outcome: { type: 'create_batches', cursor_configs: [cursorOf('1'), cursorOf('1')] } },
  { batch_processing_outcome: { type: 'create_batches', cursor_configs: [{ start_cursor: 0 }] } },
];

/** How a part of the work is told. */
export function cursorOf(part: string): JsonObject {
  return { batch_id: part, start_cursor: 0, end_cursor: 10, batch_size: 10 };
}

/** A worker's failures: for a while, and for good. */
const WORKER_RUNS: readonly (readonly Run[])[] = [
  ['retryable'],
  ['retry_after'],
  ['crash'],
  ['timeout'],
  ['permanent'],
  ['throw', 'throw', 'throw'],
  ['retryable', 'permanent'],
  ['crash', 'crash', 'crash', 'crash'],
  ['yield', 'yield', 'crash', 'yield', 'timeout'],
  ['yield', 'retryable', 'yield'],
  ['yield', 'permanent'],
];

/**
 * The same with batches: steps that find work, workers after them with any number of parts and any failures, convergences
 * that join them, and outcomes that nobody can follow.
 */
export const arbitraryBatches: fc.Arbitrary<readonly WorkflowStep[]> = fc
  .tuple(
    fc.oneof(arbitraryWorkflow, arbitraryDecisions),
    fc.integer(),
    fc.double({ min: 0.1, max: 0.8, noNaN: true }),
    fc.double({ min: 0, max: 0.5, noNaN: true }),
  )
  .map(([workflow, seed, share, failing]) => {
    const random = generator(seed);
    const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!;
    const followed = new Set(workflow.flatMap(({ dependencies }) => dependencies));
    const typed = new Map<string, WorkflowStep>();
    const chosen = new Set<string>();
    const countOf = (type: WorkflowStep['type']) => [...typed.values()].filter((step) => step.type === type).length;

    for (const step of workflow) {
      const before = step.dependencies.map((name) => typed.get(name)!);
      const isChosen = before.some(({ name, type }) => chosen.has(name) || type === 'decision');
      if (isChosen) chosen.add(step.name);
      const batchable = before.filter(({ type }) => type === 'batchable');
      const workers = before.filter(({ type }) => type === 'batch_worker');
      const canJoin = !isChosen || before.some(({ name, type }) => chosen.has(name) && type !== 'decision');
      const joined = random() < 0.7 ? workers.flatMap(({ dependencies }) => dependencies.filter(isBatchable)) : [];
      const dependencies = [...new Set([...step.dependencies, ...(workers.length > 0 ? joined : [])])];
      const drawn = random();
      if (step.type !== undefined) typed.set(step.name, step.type === 'decision' ? step : { ...step, dependencies });
      else if (batchable.length === 1 && countOf('batch_worker') < 3 && drawn < 0.7) typed.set(step.name, worker(step));
      else if (workers.length > 0 && canJoin && drawn < 0.6)
        typed.set(step.name, { ...step, type: 'deferred_convergence', dependencies });
      else if (drawn < share && followed.has(step.name) && countOf('batchable') < 3)
        typed.set(step.name, { ...step, type: 'batchable' });
      else typed.set(step.name, { ...step, dependencies });
    }
    const steps = [...typed.values()];
    return steps.map((step) => {
      if (step.type === 'batchable') return finder(step);
      if (step.type !== 'decision') return step;
      const allowed = nameable(step.name, steps);
      const names = (step.names ?? []).filter((name) => allowed.includes(name));
      return random() < 0.05 ? { ...step, names, isWrong: true, wrong: pick(WRONG_DECISIONS) } : { ...step, names };
    });

    function isBatchable(name: string): boolean {
      return typed.get(name)?.type === 'batchable';
    }

    function worker(step: WorkflowStep): WorkflowStep {
      const most = random();
      return {
        ...step,
        type: 'batch_worker',
        // An execution has 25,000 events for all workers that there may be, with all their attempts.
        maxAttempts: Math.min(step.maxAttempts, 2),
        runs: [],
        strategy: pick(['continue_on_failure', 'fail_fast', 'isolate'] as const),
        parallelism: pick([1, 1, 2, 10, 50]),
        workerRuns: range(0, 40).map(() => (random() < failing * most ? pick(WORKER_RUNS) : [])),
      };
    }

    function finder(step: WorkflowStep): WorkflowStep {
      if (random() < 0.05) return { ...step, isWrong: true, wrong: pick(WRONG_BATCHES) };
      const templates = steps.filter(
        ({ type, dependencies }) => type === 'batch_worker' && dependencies.includes(step.name),
      );
      if (templates.length === 0) return step;
      const drawn = random();
      const few = 1 + Math.floor(random() * 8);
      const count = drawn < 0.2 ? 0 : drawn < 0.25 ? 40 : drawn < 0.26 ? pick([41, 120, 200]) : few;
      const called = pick([(index: number) => String(index).padStart(3, '0'), (index: number) => `$.a['${index}'] é`]);
      return {
        ...step,
        ...(random() < 0.4 && { placeholder: pick(templates).name }),
        ...(count > 0 && { work: { template: pick(templates).name, parts: range(0, count).map(called) } }),
      };
    }
  });

/** What a decision may name: what follows it, up to the next decisions; no convergence. */
export function nameable(decision: string, steps: readonly WorkflowStep[]): readonly string[] {
  const reached = new Set<string>();
  const passable = new Set([decision]);
  // In the order of dependencies, so that one pass finds all.
  for (const { name, type, dependencies } of steps) {
    if (!dependencies.some((other) => passable.has(other))) continue;
    reached.add(name);
    if (type !== 'decision') passable.add(name);
  }
  return steps
    .filter(({ name, type }) => reached.has(name) && type !== 'deferred_convergence' && type !== 'batch_worker')
    .map(({ name }) => name);
}

/** Mulberry32: a stream of numbers in [0, 1) that fast-check can replay from the seed. */
export function generator(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The conditions of events. */
export const CONDITIONS = ['success', 'failure', 'retryable_failure', 'permanent_failure', 'always'] as const;

/** The workflow as a template, in a given order of steps. */
export function templateText(steps: readonly WorkflowStep[]): string {
  return JSON.stringify({
    name: 'random',
    namespace_name: 'property',
    version: '1.0.0',
    steps: steps.map((step) => ({
      name: step.name,
      ...(step.type !== undefined && { type: step.type }),
      handler: {
        callable: `Handlers.${step.name}`,
        ...(step.placeholder !== undefined && { initialization: { worker_template_name: step.placeholder } }),
      },
      ...(step.strategy !== undefined && {
        batch_config: {
          batch_size: 10,
          parallelism: step.parallelism,
          cursor_field: 'id',
          worker_template: step.name,
          failure_strategy: step.strategy,
        },
      }),
      dependencies: step.dependencies,
      timeout_seconds: step.timeoutSeconds,
      ...(step.publishes === true && {
        publishes_events: CONDITIONS.map((condition) => ({
          name: `step.${condition}`,
          description: 'An event of each kind.',
          schema: { type: 'object' },
          condition,
        })),
      }),
      retry: {
        retryable: step.retryable,
        max_attempts: step.maxAttempts,
        backoff: step.backoff,
        backoff_base_ms: step.baseMs,
        max_backoff_ms: step.maxMs,
      },
    })),
  });
}

/** A workflow of any kind. */
export const anyWorkflow = fc.oneof(arbitraryWorkflow, arbitraryDecisions, arbitraryBatches);

/** So many steps are in one execution at most: small workflows are split, too, and parts of them again. */
export const arbitraryMost = fc.constantFrom(Infinity, 2, 3, 5, 8);

/**
 * What there is room for: small batches run in child executions too, steps that yield a few times go on in some, and entries of groups
 * in one another lie elsewhere.
 */
export const arbitraryRoom = fc.record({
  workers: fc.constantFrom(undefined, undefined, 1, 4),
  levels: fc.constantFrom(undefined, undefined, 1, 3),
  yields: fc.constantFrom(undefined, undefined, { here: 0, apart: 1 }, { here: 1, apart: 2 }),
});
