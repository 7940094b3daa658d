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
  readonly state: 'complete' | 'failed' | 'blocked';
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
  const ancestors = (name: string): Set<string> =>
    new Set(byName.get(name)!.dependencies.flatMap((other) => [other, ...ancestors(other)]));

  const visit = (step: ReferenceStep): SettledStep => {
    const known = settled.get(step.name);
    if (known !== undefined) return known;
    const dependencies = dependenciesThatCount(step, byName).map(visit);
    const ready = dependencies.every((dependency) => dependency.state === 'complete');
    const outcome: SettledStep = ready
      ? { ...runStep(step), saw: [...ancestors(step.name)].sort() }
      : { state: 'blocked', attempts: 0, numbers: [], saw: [] };
    settled.set(step.name, outcome);
    return outcome;
  };

  const all = workflow.map(visit);
  return { status: all.every((step) => step.state === 'complete') ? 'SUCCEEDED' : 'FAILED', steps: settled };
}

function dependenciesThatCount(
  step: ReferenceStep,
  byName: ReadonlyMap<string, ReferenceStep>,
): readonly ReferenceStep[] {
  const declared = step.dependencies.map((name) => byName.get(name)!);
  switch (step.type) {
    case undefined:
    case 'standard':
    case 'decision':
    case 'batchable':
    case 'batch_worker':
      return declared;
    case 'deferred_convergence':
      return declared.filter(({ type }) => type !== 'decision');
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
