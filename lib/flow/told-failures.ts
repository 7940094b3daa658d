import { MOST_ID_CHARS } from '../contract/batch.ts';
import { causeShare, LEAST_CHARS, SHARED_CHARS } from '../contract/limits.ts';
import type { ResultBudget } from '../contract/step-event.ts';
import { Limit } from '../states-language/limits.ts';
import { MOST_WORKERS } from './batch.ts';

/** Names of steps may take this much of a cause that has no room for all failures. */
export const NAMES_CHARS = 1500;

/** What an entry of the cause holds beside the step's name and what its handler says: members' names, and the error's. */
const ENTRY_CHARS = 80;

/** Of so many failures as this the entries take no more than what all share, whatever has failed. */
const MOST_SHARING = Math.floor(SHARED_CHARS / 2 / LEAST_CHARS);

/** What the cause of an execution can tell of its failures. */
export interface ToldFailures {
  /** How many it tells in full: all of them, or as many as surely fit beside the names of the others, whatever failed. */
  readonly full: number;
  /** How many there can be. */
  readonly most: number;
  /** What the names of all these take, as JSON, in characters. */
  readonly nameChars: number;
}

/**
 * @param steps All steps.
 * @param isolating Those among them whose workers fail each for itself.
 */
export function toldFailures(
  steps: readonly string[],
  isolating: readonly string[],
  budget: ResultBudget,
): ToldFailures {
  const nameChars = (names: readonly string[]) => names.map((name) => JSON.stringify(name).length);
  const own = nameChars(steps.filter((name) => !isolating.includes(name)));
  const workers = nameChars(isolating).map((chars) => chars + 1 + MOST_ID_CHARS);
  const most = own.length + workers.length * MOST_WORKERS;
  const room = Limit.causeChars - 2 * NAMES_CHARS - ENTRY_CHARS;
  const names = sumOf(own) + MOST_WORKERS * sumOf(workers);
  if (workers.length > 0) {
    const longest = Math.max(...own, ...workers) + ENTRY_CHARS;
    const full = Math.max(1, Math.min(MOST_SHARING, Math.floor((room - SHARED_CHARS) / longest)));
    return { full, most, nameChars: names + most };
  }
  const lengths = own.map((chars) => causeShare(budget) + chars + ENTRY_CHARS);
  const full = sumOf(lengths) <= Limit.causeChars ? most : Math.max(1, Math.floor(room / Math.max(...lengths)));
  return { full, most, nameChars: names + most };
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}
