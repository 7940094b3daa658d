import { demandsOf } from './linear-pattern.ts';
import { parsePattern } from './parse-pattern.ts';
import { positionsOf, type Positions } from './positions.ts';

/** Larger expressions are not looked at. */
const MOST_STATES = 120;
const MOST_STEPS = 3_000_000;

/**
 * Whether an engine that goes back, such as that of JavaScript or Java, needs exponential time for some texts: there is a
 * loop through which the same characters can go in two ways, and after it the match may still fail. Expressions that are
 * none, or too large to be looked at, are not said to be exponential.
 */
export function isExponential(source: string): boolean {
  let parsed;
  try {
    parsed = parsePattern(source);
  } catch {
    return false;
  }
  return parsed.tree.alternatives.flatMap(demandsOf).some(({ elements }) => {
    const positions = positionsOf(elements, parsed, MOST_STATES);
    return positions !== undefined && hasAmbiguousLoop(positions);
  });
}

/** A. Weber and H. Seidl, "On the degree of ambiguity of finite automata": two ways from a state back to it by one text. */
function hasAmbiguousLoop(positions: Positions): boolean {
  const budget = { steps: MOST_STEPS };
  return positions.reads.some((_, state) => !positions.last.has(state) && isAmbiguousAt(state, positions, budget));
}

function isAmbiguousAt(state: number, { reads, follow }: Positions, budget: { steps: number }): boolean {
  const size = reads.length;
  const seen = new Set<number>();
  const open: (readonly [left: number, right: number, parted: boolean])[] = [[state, state, false]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [left, right, parted] = next;
    for (const [one, ways] of follow[left] ?? []) {
      for (const other of follow[right]?.keys() ?? []) {
        if (budget.steps-- < 0) return false;
        if (!overlap(reads[one], reads[other])) continue;
        const isParted = parted || one !== other || (left === right && ways > 1);
        if (isParted && one === state && other === state) return true;
        const key = (one * size + other) * 2 + Number(isParted);
        if (seen.has(key)) continue;
        seen.add(key);
        open.push([one, other, isParted]);
      }
    }
  }
  return false;
}

function overlap(left: ReadonlySet<string> | undefined, right: ReadonlySet<string> | undefined): boolean {
  if (left === right) return left !== undefined && left.size > 0;
  for (const character of left ?? []) if (right?.has(character)) return true;
  return false;
}
