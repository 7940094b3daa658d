import type { BatchSettings, StepType } from '../../lib/template/task-template.ts';

/**
 * What a workflow must do, said in the plainest way: Tasker's run rule, one step after another in order of dependencies. Shares no code with the compiler, the runtime or the engine.
 */

/** How one run of a step's handler ends. */
export type Run = 'ok' | 'retryable' | 'retry_after' | 'permanent' | 'throw' | 'timeout' | 'crash' | 'yield';

/** How a step stands before it begins: it has completed, an operator has settled it without a result, or it has failed and nobody has repaired it. */
export type Before = 'complete' | 'resolved' | 'failed';

export interface ReferenceStep {
  readonly name: string;
  /** How it stands before its task goes on: then its handler never runs. @default it has not run, or is to run again */
  readonly before?: Before | undefined;
  /** @default "standard" */
  readonly type?: StepType;
  readonly dependencies: readonly string[];
  readonly retryable: boolean;
  readonly maxAttempts: number;
  /** How its runs end, in order; once they are used up, `ok`. */
  readonly runs: readonly Run[];
  /** How long each run takes, and how long an invocation may take. @default no time, and as long as it likes */
  readonly durationMs?: number;
  readonly timeoutSeconds?: number;
  /** Whether it declares events of each kind. @default false */
  readonly publishes?: boolean;
  /** Of a decision: the steps that its outcome names. @default none */
  readonly names?: readonly string[];
  /** Of a decision or a batchable step: nobody can follow what it says. @default it can be followed */
  readonly isWrong?: boolean;
  /** Of a batchable step: the parts of the work, and the template whose workers do them. @default there is no work */
  readonly work?: { readonly template: string; readonly parts: readonly string[] };
  /** Of a batchable step: the template of the worker that runs though there is no work. @default none does */
  readonly placeholder?: string;
  /** Of a batch worker: how the batch goes on after a failure. */
  readonly strategy?: BatchSettings['failureStrategy'];
  /** Of a batch worker: so many run at once. */
  readonly parallelism?: number;
  /** Of a batch worker: how the runs of each of its workers end, in the order of the parts. @default well */
  readonly workerRuns?: readonly (readonly Run[])[];
  /** Of a batch worker: how each of its workers stands before its task goes on. */
  readonly workersBefore?: readonly (Before | undefined)[];
}

/** One worker of a batch: a step of the task. */
export interface Worker {
  readonly name: string;
  readonly part: string;
  readonly runs: readonly Run[];
  readonly before?: Before | undefined;
}

/** How the runs of a step that is ready went. */
export interface Ran {
  readonly state: 'complete' | 'failed';
  /** Runs of the handler. */
  readonly attempts: number;
  /** Which attempt each run was told to be. */
  readonly numbers: readonly number[];
  /** How many yields there were before each run. */
  readonly yields: readonly number[];
}

export interface SettledStep {
  readonly state: 'complete' | 'failed' | 'blocked' | 'skipped';
  readonly attempts: number;
  readonly numbers: readonly number[];
  readonly yields: readonly number[];
  /** The ancestors whose results each run of the handler saw, sorted. */
  readonly saw: readonly string[];
}

export interface Settled {
  readonly status: 'SUCCEEDED' | 'FAILED';
  /**
   * By name: each step of the template, and each worker of a batch. A batch has the state that its workers bring it into, and no
   * runs of its own. Where several workers run at once and the first failure ends the batch, how far they came is left open.
   */
  readonly steps: ReadonlyMap<string, SettledStep>;
  /** By name: the workers of whom that is left open, as they would have gone if nothing had ended them. */
  readonly open: ReadonlyMap<string, SettledStep>;
}

/** How often a step may yield in its own execution, and in each in which it goes on. */
export interface YieldLimits {
  readonly here: number;
  readonly apart: number;
}

export function settle(workflow: readonly ReferenceStep[], limits?: YieldLimits): Settled {
  const byName = new Map(workflow.map((step) => [step.name, step]));
  const settled = new Map<string, SettledStep>();
  const ran = new Map<string, readonly Worker[]>();
  const workers = new Map<string, SettledStep>();
  const open = new Map<string, SettledStep>();
  const ancestorsOf = new Map<string, ReadonlySet<string>>();
  const ancestors = (name: string): ReadonlySet<string> => {
    const known = ancestorsOf.get(name);
    if (known !== undefined) return known;
    const found = new Set(byName.get(name)!.dependencies.flatMap((other) => [other, ...ancestors(other)]));
    ancestorsOf.set(name, found);
    return found;
  };

  const visit = (step: ReferenceStep): SettledStep => {
    const known = settled.get(step.name);
    if (known !== undefined) return known;
    step.dependencies.forEach((name) => visit(byName.get(name)!));
    const verdict = judge(step);
    const idle = { attempts: 0, numbers: [], yields: [], saw: [] };
    let outcome: SettledStep;
    if (verdict !== 'run') outcome = { state: verdict, ...idle };
    else if (step.type === 'batch_worker') outcome = { state: runBatch(step), ...idle };
    else outcome = { ...runStep(step, limits), saw: seenBy(step) };
    settled.set(step.name, outcome);
    return outcome;
  };

  const all = workflow.map(visit);
  const isWell = all.every(({ state }) => state === 'complete' || state === 'skipped');
  return { status: isWell ? 'SUCCEEDED' : 'FAILED', steps: new Map([...settled, ...workers]), open };

  /** What becomes of a step whose dependencies have all settled. */
  function judge(step: ReferenceStep): 'run' | 'blocked' | 'skipped' {
    const isJoin = step.type === 'deferred_convergence';
    const all = step.dependencies.map((name) => byName.get(name)!);
    // What a convergence joins are the steps that a decision created, or the workers of a batchable step.
    const before = all
      .filter((other) => !(isJoin && (other.type === 'decision' || all.some((worker) => isWorkerOf(worker, other)))))
      .map((other) => ({ ...other, state: settled.get(other.name)!.state }));
    if (step.type === 'batch_worker') {
      const batchable = before.find((other) => isWorkerOf(step, other))!;
      if (batchable.state === 'complete' && workersOf(batchable, step).length === 0) return 'skipped';
      if (batchable.state !== 'complete') return batchable.state === 'skipped' ? 'skipped' : 'blocked';
      return before.some(({ state }) => state === 'failed' || state === 'blocked') ? 'blocked' : 'run';
    }
    const isNamed = workflow.some(
      ({ name, type, names = [] }) =>
        type === 'decision' && settled.get(name)?.state === 'complete' && names.includes(step.name),
    );
    if (descends(step.name) && !isNamed && !before.some(isOnTheWay)) return 'skipped';
    if (before.some(({ state }) => state === 'failed' || state === 'blocked')) return 'blocked';
    const created = before.filter(({ state }) => state === 'complete');
    return isNamed || step.dependencies.length === 0 || created.length > 0 ? 'run' : 'skipped';
  }

  /** Runs the workers of a batch; says what became of them all. */
  function runBatch(step: ReferenceStep): 'complete' | 'failed' {
    const batchable = step.dependencies.map((name) => byName.get(name)!).find((other) => isWorkerOf(step, other))!;
    const asked = workersOf(batchable, step);
    const done = asked.map((worker) => ({
      worker,
      ...runStep({ ...step, runs: worker.runs, before: worker.before }, limits),
    }));
    const failure = done.findIndex(({ state }) => state === 'failed');
    const stops = step.strategy === 'fail_fast' && failure >= 0;
    const isOpen = stops && step.parallelism !== 1;
    const known = stops && !isOpen ? done.slice(0, failure + 1) : done;
    for (const { worker, ...how } of known) (isOpen ? open : workers).set(worker.name, { ...how, saw: seenBy(step) });
    ran.set(step.name, asked);
    return failure >= 0 && step.strategy !== 'continue_on_failure' ? 'failed' : 'complete';
  }

  /** The completed steps that lead to a step, directly or by others that completed or were skipped. */
  function seenBy(step: ReferenceStep): readonly string[] {
    const passed = new Set<string>();
    const pass = ({ dependencies }: ReferenceStep): void => {
      for (const name of dependencies) {
        const { state } = settled.get(name)!;
        if (passed.has(name) || state === 'failed' || state === 'blocked') continue;
        passed.add(name);
        pass(byName.get(name)!);
      }
    };
    pass(step);
    const complete = [...passed].filter((name) => settled.get(name)!.state === 'complete');
    const withResult = complete.filter((name) => byName.get(name)!.before !== 'resolved');
    return withResult
      .flatMap((name) => {
        const workers = ran.get(name)?.filter(({ before }) => before !== 'resolved');
        return workers?.map((worker) => worker.name) ?? [name];
      })
      .sort();
  }

  /**
   * Whether what follows a step is created with it. What follows a decision is not, as long as it does not say so; should it
   * never say anything, those it would have decided on are blocked.
   */
  function isOnTheWay({ name, type, state }: ReferenceStep & { readonly state: SettledStep['state'] }): boolean {
    if (type === 'decision') return state === 'failed' || state === 'blocked';
    return descends(name) && state !== 'skipped';
  }

  function descends(name: string): boolean {
    return [...ancestors(name)].some((other) => byName.get(other)!.type === 'decision');
  }
}

/**
 * The runs of a step that is ready. A crash or a timeout is repeated at once, as often as the policy allows: nobody counts it
 * together with the failures that the runtime saw. So a step runs more often than `maxAttempts` when the two mix, and never less.
 * Where the failures of a step are published, a crash or a timeout is an attempt like any other. A run that yields is part of its attempt: the next one goes on from it,
 * in the same invocation where that has time, else in another. Where it goes on in another execution, crashes and timeouts are counted anew.
 */
export function runStep(step: ReferenceStep, limits: YieldLimits = { here: Infinity, apart: Infinity }): Ran {
  if (step.before !== undefined) {
    return { state: step.before === 'failed' ? 'failed' : 'complete', attempts: 0, numbers: [], yields: [] };
  }
  const most = step.retryable ? step.maxAttempts : 1;
  const numbers: number[] = [];
  const yields: number[] = [];
  let yielded = 0;
  let invocation = new Invocation(step, 0);
  let resumed = 0;
  const end = (state: Ran['state']): Ran => ({ state, attempts: numbers.length, numbers, yields });
  for (let attempt = 1; ; attempt++) {
    let run: Run = 'crash';
    const mostRepeats = step.publishes === true ? 1 : most;
    let inExecution = 0;
    let mostYields = limits.here;
    invocation = new Invocation(step, resumed);
    for (let repeats = 0; repeats < mostRepeats && (isUnseen(run) || run === 'yield');) {
      run = step.runs[numbers.length] ?? 'ok';
      numbers.push(attempt);
      yields.push(yielded);
      if (run === 'yield') {
        yielded++;
        resumed = invocation.resumed + 1;
        if (invocation.hasTimeAfterARun()) continue;
        inExecution++;
        if (inExecution > mostYields) [repeats, inExecution, mostYields] = [0, 0, limits.apart];
      } else {
        repeats++;
      }
      invocation = new Invocation(step, resumed);
    }
    if (run === 'ok') return end(step.isWrong === true ? 'failed' : 'complete');
    const isTriedEnough = isUnseen(run) && step.publishes !== true;
    if (run === 'permanent' || isTriedEnough || attempt === most) return end('failed');
  }
}

/** One invocation of a step's function, in which a handler that yields runs on for some time: for a minute at first, later for longer. */
class Invocation {
  readonly resumed: number;
  readonly #duration: number;
  readonly #timeout: number;
  #elapsed = 0;

  constructor({ durationMs = 0, timeoutSeconds = Infinity }: ReferenceStep, resumed: number) {
    this.resumed = resumed;
    this.#duration = durationMs;
    this.#timeout = Math.min(900, timeoutSeconds) * 1000;
  }

  /** Whether there is time for a run that takes twice as long, and half a second. */
  hasTimeAfterARun(): boolean {
    this.#elapsed += this.#duration;
    const minutes = 1 + Math.floor(this.resumed / 10);
    return this.#elapsed < minutes * 60_000 && this.#timeout - this.#elapsed > 2 * this.#duration + 500;
  }
}

/** The events that a step publishes that declares one of each condition, as `attempt name`, by how its runs went. */
export function eventsOf(
  step: ReferenceStep,
  { state, numbers }: Pick<SettledStep, 'state' | 'numbers'>,
): readonly string[] {
  if (step.publishes !== true) return [];
  const last = numbers.at(-1) ?? 0;
  return Array.from({ length: last }, (_, index) => {
    const attempt = index + 1;
    const conditions =
      attempt < last
        ? ['always', 'failure', 'retryable_failure']
        : state === 'failed'
          ? ['always', 'failure', 'permanent_failure']
          : ['always', 'success'];
    return conditions.map((condition) => `${attempt} ${condition}`);
  }).flat();
}

/** Whether a step is a worker template of a batchable one. */
function isWorkerOf(step: ReferenceStep, batchable: ReferenceStep): boolean {
  return step.type === 'batch_worker' && batchable.type === 'batchable' && step.dependencies.includes(batchable.name);
}

/** The workers of a template that a batchable step has run, once it has completed. */
export function workersOf(
  { work, placeholder }: ReferenceStep,
  { name, workerRuns, workersBefore }: ReferenceStep,
): readonly Worker[] {
  const empty = placeholder === name ? ['000'] : [];
  const parts = work === undefined ? empty : work.template === name ? work.parts : [];
  return parts.map((part, index) => ({
    name: `${name}_${part}`,
    part,
    runs: workerRuns?.[index] ?? [],
    before: workersBefore?.[index],
  }));
}

function isUnseen(run: Run): boolean {
  return run === 'crash' || run === 'timeout';
}
