import type { StepView } from '../client/index.ts';

/**
 * The steps that made a task last as long as it did, the first one first: from the step that ended last, each time to the one
 * that it was waiting for when it could begin. To make any other step faster makes the task no faster.
 */
export function criticalPath(steps: readonly StepView[]): readonly StepView[] {
  const byName = new Map(steps.map((step) => [step.name, step]));
  const path: StepView[] = [];
  for (let step = lastOf(steps); step !== undefined && !path.includes(step);) {
    path.unshift(step);
    const waitedFor = [...step.dependencies, ...(step.waits ?? []).flatMap((wait) => wait.for)];
    step = lastOf(waitedFor.flatMap((name) => byName.get(name) ?? []));
  }
  return path;
}

/** The step that ended last; one that still runs ends later than any. */
function lastOf(steps: readonly StepView[]): StepView | undefined {
  let last: StepView | undefined;
  let latest = -Infinity;
  for (const step of steps) {
    const end = endOf(step);
    if (end !== undefined && end > latest) [last, latest] = [step, end];
  }
  return last;
}

function endOf({ startedAt, completedAt }: StepView): number | undefined {
  if (startedAt === undefined) return undefined;
  return completedAt === undefined ? Infinity : Date.parse(completedAt);
}
