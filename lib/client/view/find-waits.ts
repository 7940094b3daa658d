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
  // Control comes to a step when all that it depends on has settled: what did not run by then was passed over.
  const canGoOn = (name: string) => now !== undefined || steps.get(name)?.isComplete || steps.get(name)?.isSkipped;
  if (!step.dependencies.every(canGoOn)) return undefined;
  const ready = settledAt(step.dependencies, steps, begun);
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

/** When the last of some steps had settled. One that never ran is passed over, or blocked, once all that it depends on has settled. */
function settledAt(names: readonly string[], steps: Steps, begun: number): number {
  const known = new Map<string, number>();
  const endOf = (name: string): number => {
    const progress = steps.get(name);
    const end = known.get(name) ?? progress?.completedAt ?? latest(progress?.step.dependencies ?? []);
    known.set(name, end);
    return end;
  };
  const latest = (others: readonly string[]) => Math.max(begun, ...others.map(endOf));
  return latest(names);
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
