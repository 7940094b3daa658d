import { causeShare } from '../contract/limits.ts';
import type { ResultBudget } from '../contract/step-event.ts';
import { Limit } from '../states-language/limits.ts';

/** Names of steps may take this much of a cause that has no room for all failures. */
export const NAMES_CHARS = 1500;

/** What an entry of the cause holds beside the step's name and what its handler says: members' names, and the error's. */
const ENTRY_CHARS = 80;

/**
 * How many failures the cause of an execution can tell in full, whatever failed: all of them, or as many as surely fit beside
 * the names of the others.
 */
export function toldFailures(steps: readonly string[], budget: ResultBudget): number {
  const lengths = steps.map((name) => causeShare(budget) + JSON.stringify(name).length + ENTRY_CHARS);
  const all = lengths.reduce((sum, length) => sum + length, 0);
  if (all <= Limit.causeChars) return steps.length;
  return Math.max(1, Math.floor((Limit.causeChars - 2 * NAMES_CHARS - ENTRY_CHARS) / Math.max(...lengths)));
}
