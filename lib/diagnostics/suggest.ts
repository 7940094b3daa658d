/** More slips than this are another word. */
const MOST_SLIPS = 3;
/** A file full of unknown names would cost quadratic time. */
const MOST_QUESTIONS = 100;
/** Two slips in a shorter text would be half of it. */
const SHORTEST_FOR_TWO_SLIPS = 6;
/** A shorter text is part of too many names to be a hint. */
const SHORTEST_PART = 4;

/**
 * The candidate that was probably meant: the same but for case and separators, a few typing slips away, or else one of
 * which the name is a part, or the other way round. `undefined` when there is none.
 */
export function suggest(name: string, candidates: Iterable<string>): string | undefined {
  const wanted = normalise(name);
  let limit = Math.min(MOST_SLIPS, Math.floor(wanted.length / 3) + 1);
  let nearest: string | undefined;
  let related: string | undefined;
  for (const candidate of candidates) {
    if (candidate === name) continue;
    const other = normalise(candidate);
    const distance = editDistance(wanted, other, limit);
    if (distance <= limit) {
      nearest = candidate;
      limit = distance - 1;
    }
    if (nearest === undefined && related === undefined && isPart(wanted, other)) related = candidate;
  }
  return nearest ?? related;
}

/** {@link suggest} for many names and many candidates: it answers the first hundred questions. */
export function suggester(candidates: Iterable<string>): (name: string) => string | undefined {
  let asked = 0;
  return (name) => (++asked > MOST_QUESTIONS ? undefined : suggest(name, candidates));
}

/** Whether a name is another one with a typing slip in it, or two when both are long enough. */
export function isMisspelling(name: string, candidate: string): boolean {
  const [wanted, other] = [normalise(name), normalise(candidate)];
  const limit = Math.min(wanted.length, other.length) < SHORTEST_FOR_TWO_SLIPS ? 1 : 2;
  return editDistance(wanted, other, limit) <= limit;
}

function normalise(name: string): string {
  return name.toLowerCase().replace(/[\s._-]+/g, '_');
}

function isPart(left: string, right: string): boolean {
  const [part, whole] = left.length < right.length ? [left, right] : [right, left];
  return part.length >= SHORTEST_PART && whole.includes(part);
}

/**
 * How many insertions, deletions, replacements and swaps of neighbours turn one text into the other; any number above
 * `limit` when it is more than that.
 */
function editDistance(left: string, right: string, limit: number): number {
  if (limit < 0 || Math.abs(left.length - right.length) > limit) return limit + 1;
  let start = 0;
  while (start < left.length && left[start] === right[start]) start++;
  let end = 0;
  const shorter = Math.min(left.length, right.length) - start;
  while (end < shorter && left.at(-1 - end) === right.at(-1 - end)) end++;
  return distanceOf(left.slice(start, left.length - end), right.slice(start, right.length - end), limit);
}

/** Row by row; only cells within `limit` of the diagonal can matter. */
function distanceOf(left: string, right: string, limit: number): number {
  const far = limit + 1;
  let beforeLast: number[] = [];
  let last = Array.from({ length: right.length + 1 }, (_, column) => Math.min(column, far));
  for (let row = 1; row <= left.length; row++) {
    const current = new Array<number>(right.length + 1).fill(far);
    if (row <= limit) current[0] = row;
    let smallest = current[0]!;
    for (let column = Math.max(1, row - limit); column <= Math.min(right.length, row + limit); column++) {
      const same = left[row - 1] === right[column - 1];
      let distance = Math.min(last[column]! + 1, current[column - 1]! + 1, last[column - 1]! + (same ? 0 : 1));
      const swapped = row > 1 && left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
      if (swapped) distance = Math.min(distance, beforeLast[column - 2]! + 1);
      current[column] = distance;
      smallest = Math.min(smallest, distance);
    }
    if (smallest > limit) return far;
    beforeLast = last;
    last = current;
  }
  return last[right.length]!;
}
