import type { Earlier } from './control-order.ts';
import type { StepWait } from './step-history.ts';
import type { StepProgress } from './step-progress.ts';

/** What is known of the steps, by name. */
type Steps = ReadonlyMap<string, StepProgress>;

/**
 * The wait that the machine adds to a step's own: from the moment its dependencies were complete until `now`, for those steps
 * before it in the machine that settled later. Undefined where it did not wait, or never will run.
 *
 * @param begun When the execution began, in ms since 1970.
 * @param now When control came to the step; undefined while it has not.
 */
export function barrierWait(
  { step }: StepProgress,
  earlier: Earlier | undefined,
  steps: Steps,
  { begun, now }: { readonly begun: number; readonly now?: number },
): StepWait | undefined {
  const dependencies = step.dependencies.map((name) => steps.get(name));
  if (!dependencies.every((dependency) => dependency?.isComplete)) return undefined;
  const ready = Math.max(begun, ...dependencies.map((dependency) => dependency?.completedAt ?? begun));
  // What never ran held nobody up; then what came before it may have.
  let item = earlier;
  while (item !== undefined && item.steps.every((name) => steps.get(name)?.startedAt === undefined)) item = item.before;
  const held = settledAfter(item?.steps ?? [], ready, steps);
  return held.length === 0 ? undefined : makeWait('barrier', held, ready, now);
}

/** The wait of a step at a rendezvous, for those of its dependencies that settled after it had come there. */
export function branchesWait(
  { step }: StepProgress,
  steps: Steps,
  { from, now }: { readonly from: number; readonly now?: number },
): StepWait | undefined {
  const held = settledAfter(step.dependencies, from, steps);
  return held.length === 0 ? undefined : makeWait('branches', held, from, now);
}

/** The steps that had not settled at a time, the last one to settle first. One that never began holds nobody up. */
function settledAfter(names: readonly string[], at: number, steps: Steps): readonly string[] {
  const endOf = (name: string) => {
    const progress = steps.get(name);
    if (progress?.completedAt !== undefined) return progress.completedAt;
    return progress?.startedAt === undefined ? -Infinity : Infinity;
  };
  return names.filter((name) => endOf(name) > at).sort((a, b) => compare(endOf(b), endOf(a)));
}

/** Infinity less infinity is no number. */
function compare(a: number, b: number): number {
  return a === b ? 0 : a - b;
}

function makeWait(kind: StepWait['kind'], held: readonly string[], from: number, to: number | undefined): StepWait {
  const iso = (at: number) => new Date(at).toISOString();
  return { kind, for: held, from: iso(from), ...(to !== undefined && { to: iso(to) }) };
}
