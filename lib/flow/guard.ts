import { at } from '../lookup.ts';
import type { Slot } from './slots.ts';

/** What becomes of a step once all its dependencies have settled. */
export type Verdict = 'run' | 'blocked' | 'skipped';

/** What is asked before a step: the first condition that holds says what becomes of it. */
export interface Guard {
  readonly cases: readonly { readonly when: Condition; readonly verdict: Verdict }[];
  readonly otherwise: Verdict;
  /** Whether a step that was skipped may come to another verdict after a redrive. @default it may not */
  readonly forNow?: true;
}

/** Something that can be asked of the entries of settled steps. */
export type Condition =
  | { readonly kind: 'all' | 'any'; readonly of: readonly Condition[] }
  | { readonly kind: 'not'; readonly of: Condition }
  | { readonly kind: 'complete' | 'skipped'; readonly slot: Slot }
  /** Whether a decision, whose entry this is, named the step. */
  | { readonly kind: 'names'; readonly decision: Slot; readonly step: string };

/** What is asked once several steps have settled: whether all completed, by what some of them left, or by how many did. */
export type Test =
  | Condition
  | {
      readonly kind: 'count';
      /** What holds the entries of these steps, and how many containers lie in one another there, at most. */
      readonly container: Slot['container'];
      readonly levels: number;
      /** What names of members begin with that hold what others left, and steps received; absent where there are none. */
      readonly received?: string;
      readonly steps: number;
      /** Whether those count too that were skipped. */
      readonly mayBeSkipped: boolean;
    };

/** A dependency that settles before a guard is asked. */
export interface GuardedDependency {
  readonly slot: Slot;
  /** Whether it is up to it whether the step runs: a decision, and of a batch worker the batchable step alone. */
  readonly isDecider: boolean;
  /** Whether it descends from a decision. */
  readonly isChosen: boolean;
  readonly mayBeSkipped: boolean;
}

/** The guard of a step whose dependencies all run: they are complete, or it is blocked. */
export function plainGuard(dependencies: readonly Slot[]): Guard | undefined {
  if (dependencies.length === 0) return undefined;
  return { cases: [{ when: all(dependencies.map(complete)), verdict: 'run' }], otherwise: 'blocked' };
}

/**
 * The guard of a step on which no decision decides, and of whose dependencies some may be skipped: they drop out.
 *
 * @param dependencies Those that count, where it is not known beforehand that they completed.
 * @param hasCompleted Whether that is known of others.
 */
export function joiningGuard(dependencies: readonly GuardedDependency[], hasCompleted: boolean): Guard {
  const wellAll = all(dependencies.map(wentWell));
  const isJoined = any(dependencies.map(({ slot }) => complete(slot)));
  if (hasCompleted || dependencies.some(({ mayBeSkipped }) => !mayBeSkipped)) {
    return { cases: [{ when: wellAll, verdict: 'run' }], otherwise: 'blocked' };
  }
  return {
    cases: [
      { when: all([wellAll, isJoined]), verdict: 'run' },
      { when: not(wellAll), verdict: 'blocked' },
    ],
    otherwise: 'skipped',
  };
}

/**
 * The guard of a step that descends from a decision; a decision named it, or it follows what a decision named: then it runs or
 * is blocked. Otherwise it was passed over.
 *
 * @param dependencies Those that count, where it is not known beforehand that they completed.
 */
export function chosenGuard(
  step: string,
  dependencies: readonly GuardedDependency[],
  decisions: readonly Slot[],
): Guard {
  const named = decisions.map((decision): Condition => ({ kind: 'names', decision, step }));
  const followed = dependencies.filter(({ isDecider, isChosen }) => isChosen && !isDecider);
  const deciders = dependencies.filter(({ isDecider }) => isDecider);
  const reasons = [...named, ...followed.map(({ slot }) => complete(slot))];
  const run = { when: all([...dependencies.map(wentWell), any(reasons)]), verdict: 'run' } as const;
  // Where no dependency can have gone wrong, nothing blocks.
  if (dependencies.length === 0) return { cases: [run], otherwise: 'skipped' };
  const concerns = [
    ...named,
    ...followed.map(({ slot }) => not(skipped(slot))),
    ...deciders.map((decider) => not(wentWell(decider))),
  ];
  return { cases: [run, { when: any(concerns), verdict: 'blocked' }], otherwise: 'skipped' };
}

/**
 * The guard of a batch worker. There are workers only once the batchable step has asked for them: whatever else the template
 * depends on, without them it is skipped.
 *
 * @param dependencies Those where it is not known beforehand that they completed.
 */
export function workerGuard(step: string, dependencies: readonly GuardedDependency[], batchable: Slot): Guard {
  const named: Condition = { kind: 'names', decision: batchable, step };
  const others = dependencies.filter(({ isDecider }) => !isDecider);
  const deciding = dependencies.filter(({ isDecider }) => isDecider);
  const concerns = [...(others.length > 0 ? [named] : []), ...deciding.map((decider) => not(wentWell(decider)))];
  return {
    cases: [
      { when: all([...others.map(wentWell), named]), verdict: 'run' },
      ...(concerns.length > 0 ? [{ when: any(concerns), verdict: 'blocked' } as const] : []),
    ],
    otherwise: 'skipped',
  };
}

/** Whether a guard can come to a verdict. */
export function canCome(guard: Guard | undefined, verdict: Verdict): boolean {
  return guard !== undefined && [...guard.cases.map((one) => one.verdict), guard.otherwise].includes(verdict);
}

/** It completed, or it is not there. */
export function wentWell({ slot, mayBeSkipped }: Pick<GuardedDependency, 'slot' | 'mayBeSkipped'>): Condition {
  return mayBeSkipped ? any([complete(slot), skipped(slot)]) : complete(slot);
}

export function all(of: readonly Condition[]): Condition {
  return several('all', of);
}

function any(of: readonly Condition[]): Condition {
  return several('any', of);
}

function several(kind: 'all' | 'any', of: readonly Condition[]): Condition {
  if (of.length === 0) throw new Error('Of nothing there is nothing to ask.');
  return of.length === 1 ? at(of, 0) : { kind, of };
}

function not(of: Condition): Condition {
  return { kind: 'not', of };
}

export function complete(slot: Slot): Condition {
  return { kind: 'complete', slot };
}

function skipped(slot: Slot): Condition {
  return { kind: 'skipped', slot };
}
