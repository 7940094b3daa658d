import type { StepType } from '../../lib/template/task-template.ts';

/**
 * What a workflow must do, said in the plainest way: Tasker's run rule, one step after another in order of dependencies. Shares no code with the compiler, the runtime or the engine.
 */

/** How one run of a step's handler ends. */
export type Run = 'ok' | 'retryable' | 'retry_after' | 'permanent' | 'throw' | 'timeout' | 'crash';

export interface ReferenceStep {
  readonly name: string;
  /** @default "standard" */
  readonly type?: StepType;
  readonly dependencies: readonly string[];
  readonly retryable: boolean;
  readonly maxAttempts: number;
  /** How its runs end, in order; once they are used up, `ok`. */
  readonly runs: readonly Run[];
  /** Of a decision: the steps that its outcome names. @default none */
  readonly names?: readonly string[];
}

/** How the runs of a step that is ready went. */
export interface Ran {
  readonly state: 'complete' | 'failed';
  /** Runs of the handler. */
  readonly attempts: number;
  /** Which attempt each run was told to be. */
  readonly numbers: readonly number[];
}

export interface SettledStep {
  readonly state: 'complete' | 'failed' | 'blocked' | 'skipped';
  readonly attempts: number;
  readonly numbers: readonly number[];
  /** The ancestors whose results each run of the handler saw, sorted. */
  readonly saw: readonly string[];
}

export interface Settled {
  readonly status: 'SUCCEEDED' | 'FAILED';
  readonly steps: ReadonlyMap<string, SettledStep>;
}

export function settle(workflow: readonly ReferenceStep[]): Settled {
  const byName = new Map(workflow.map((step) => [step.name, step]));
  const settled = new Map<string, SettledStep>();
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
    const outcome: SettledStep =
      verdict === 'run'
        ? { ...runStep(step), saw: seenBy(step) }
        : { state: verdict, attempts: 0, numbers: [], saw: [] };
    settled.set(step.name, outcome);
    return outcome;
  };

  const all = workflow.map(visit);
  const isWell = all.every(({ state }) => state === 'complete' || state === 'skipped');
  return { status: isWell ? 'SUCCEEDED' : 'FAILED', steps: settled };

  /** What becomes of a step whose dependencies have all settled. */
  function judge(step: ReferenceStep): 'run' | 'blocked' | 'skipped' {
    const isJoin = step.type === 'deferred_convergence';
    const before = step.dependencies
      .map((name) => byName.get(name)!)
      .filter((other) => !(isJoin && other.type === 'decision'))
      .map((other) => ({ ...other, state: settled.get(other.name)!.state }));
    const isNamed = workflow.some(
      ({ name, type, names = [] }) =>
        type === 'decision' && settled.get(name)?.state === 'complete' && names.includes(step.name),
    );
    if (descends(step.name) && !isNamed && !before.some(isOnTheWay)) return 'skipped';
    if (before.some(({ state }) => state === 'failed' || state === 'blocked')) return 'blocked';
    const created = before.filter(({ state }) => state === 'complete');
    return isNamed || step.dependencies.length === 0 || created.length > 0 ? 'run' : 'skipped';
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
    return [...passed].filter((name) => settled.get(name)!.state === 'complete').sort();
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
 */
export function runStep(step: ReferenceStep): Ran {
  const most = step.retryable ? step.maxAttempts : 1;
  const numbers: number[] = [];
  const end = (state: Ran['state']): Ran => ({ state, attempts: numbers.length, numbers });
  for (let attempt = 1; ; attempt++) {
    let run: Run = 'crash';
    for (let repeats = 0; repeats < most && isUnseen(run); repeats++) {
      run = step.runs[numbers.length] ?? 'ok';
      numbers.push(attempt);
    }
    if (run === 'ok') return end('complete');
    if (run === 'permanent' || isUnseen(run) || attempt === most) return end('failed');
  }
}

function isUnseen(run: Run): boolean {
  return run === 'crash' || run === 'timeout';
}
