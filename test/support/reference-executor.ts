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

export interface SettledStep {
  readonly state: 'complete' | 'failed' | 'blocked';
  readonly attempts: number;
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
      : { state: 'blocked', attempts: 0, saw: [] };
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

/** The runs of a step that is ready. */
export function runStep(step: ReferenceStep): { state: 'complete' | 'failed'; attempts: number } {
  const most = step.retryable ? step.maxAttempts : 1;
  for (let attempt = 1; ; attempt++) {
    const run = step.runs[attempt - 1] ?? 'ok';
    if (run === 'ok') return { state: 'complete', attempts: attempt };
    if (run === 'permanent' || attempt === most) return { state: 'failed', attempts: attempt };
  }
}
