import type { StepType } from '../template/task-template.ts';

/** What can come of a step. Whatever it is, the step has settled, and what depends on it can be judged. */
export type StepOutcome = 'complete' | 'failed' | 'blocked' | 'skipped';

/** What becomes of a step once all its dependencies have settled. */
export type Verdict = 'run' | 'blocked' | 'skipped';

/**
 * What the decisions say from which a step descends: it is `named` by one, it `follows` a named step, or it is `passed over`.
 * `free` is a step that descends from no decision, or from none that has come to an outcome.
 */
export type Selection = 'free' | 'named' | 'follows' | 'passed over';

export interface SettledDependency {
  readonly type: StepType;
  readonly outcome: StepOutcome;
}

/**
 * The join rule, for every type of step. Tasker: "Step dependencies" and "Deferred convergence".
 *
 * - A step that decisions passed over is skipped, whatever else it depends on.
 * - A failed or blocked dependency blocks. A skipped one drops out: with one complete dependency left, or none declared, the
 *   step runs; with none left it is skipped, unless a decision named it.
 * - At a deferred convergence decisions do not count: it joins what they created.
 */
export function verdictOf(
  type: StepType,
  dependencies: readonly SettledDependency[],
  selection: Selection = 'free',
): Verdict {
  if (selection === 'passed over') return 'skipped';
  const counted = dependencies.filter((dependency) => counts(type, dependency.type));
  if (counted.some(({ outcome }) => outcome === 'failed' || outcome === 'blocked')) return 'blocked';
  const isJoined = dependencies.length === 0 || counted.some(({ outcome }) => outcome === 'complete');
  return isJoined || selection === 'named' ? 'run' : 'skipped';
}

function counts(type: StepType, dependency: StepType): boolean {
  switch (type) {
    case 'standard':
    case 'decision':
    case 'batchable':
    case 'batch_worker':
      return true;
    case 'deferred_convergence':
      return dependency !== 'decision';
  }
}

/** Whether a step is blocked whenever a dependency of this type is not complete, and need not be asked. */
export function isBlockedBy(type: StepType, dependency: StepType): boolean {
  const failures: readonly StepOutcome[] = ['failed', 'blocked'];
  return failures.every((outcome) => verdictOf(type, [{ type: dependency, outcome }]) === 'blocked');
}
