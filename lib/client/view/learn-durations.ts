import type { StepView } from './step-view.ts';

/** What is known of how long a step takes. */
export interface LearnedDuration {
  /** Successful attempts that were measured. */
  readonly samples: number;
  /** Their median in whole ms, at least 1; absent when there are none. */
  readonly ms?: number;
}

/** What is learnt from of a step in an execution. */
export type MeasuredStep = Pick<StepView, 'name' | 'state' | 'lastAttemptedAt' | 'completedAt'>;

/**
 * How long steps take, by name: from the moment an attempt is scheduled to the step's completion, over all executions in
 * which the step succeeded. A step that never did is there without a duration. Sorted by name.
 */
export function learnDurations(executions: readonly (readonly MeasuredStep[])[]): ReadonlyMap<string, LearnedDuration> {
  const measured = new Map<string, number[]>();
  for (const step of executions.flat()) {
    const durations = measured.get(step.name) ?? [];
    measured.set(step.name, durations);
    // The last attempt of a completed step is the one that succeeded.
    if (step.state !== 'complete' || step.lastAttemptedAt === undefined || step.completedAt === undefined) continue;
    durations.push(Date.parse(step.completedAt) - Date.parse(step.lastAttemptedAt));
  }
  const names = [...measured.keys()].sort();
  return new Map(names.map((name) => [name, summarise(measured.get(name) ?? [])]));
}

function summarise(durations: readonly number[]): LearnedDuration {
  const samples = durations.length;
  const sorted = durations.toSorted((a, b) => a - b);
  const [low, high] = [sorted[(samples - 1) >> 1], sorted[samples >> 1]];
  if (low === undefined || high === undefined) return { samples };
  return { samples, ms: Math.max(1, Math.round((low + high) / 2)) };
}
