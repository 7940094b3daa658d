import { at, elementAt, numberAt } from '../../lookup.ts';
import type { ChainTimes } from './chain-times.ts';

/** A list of elements cut in two, each part to be planned on its own, one after the other. */
export interface Cut {
  /** How many elements lie before the cut. */
  readonly size: number;
  /** How long the two parts take at least, over all scenarios. */
  readonly bound: number;
  /** How long the second part takes at least. */
  readonly second: number;
  /** How long the shorter part takes at least. */
  readonly shorter: number;
  /** What the cut loses at least, for each unit of time of the shorter part. */
  readonly waste: number;
}

/** All cuts of a list, whose chain times must just have been measured. */
export function cutsOf(
  elements: readonly number[],
  { ending, starting }: ChainTimes,
  scenarios: number,
): readonly Cut[] {
  const firsts = new Float64Array(elements.length);
  const longest = new Float64Array(scenarios);
  let whole = 0;
  for (let index = 0; index < elements.length; index++) {
    whole = lengthen(longest, ending, elementAt(elements, index) * scenarios);
    firsts[index] = whole;
  }
  const cuts: Cut[] = [];
  longest.fill(0);
  for (let size = elements.length - 1; size > 0; size--) {
    const second = lengthen(longest, starting, elementAt(elements, size) * scenarios);
    const first = numberAt(firsts, size - 1);
    const shorter = Math.min(first, second);
    cuts.push({ size, bound: first + second, second, shorter, waste: (first + second - whole) / shorter });
  }
  return cuts.reverse();
}

/** Raises the longest times so far to an element's, if they are longer; their sum. An index outside gives NaN, which no plan survives. */
function lengthen(longest: Float64Array, times: Float64Array, from: number): number {
  const { length } = longest;
  let sum = 0;
  for (let scenario = 0; scenario < length; scenario++) {
    const so = longest[scenario] ?? NaN;
    const own = times[from + scenario] ?? NaN;
    if (own <= so) {
      sum += so;
    } else {
      longest[scenario] = own;
      sum += own;
    }
  }
  return sum;
}

/**
 * The cuts worth a try, the most promising first: those that lose least, and those that lose least for what they settle.
 * The former alone would cut off one short step after the other, each at next to no cost, all together at a high one.
 */
export function promisingCuts(cuts: readonly Cut[], breadth: number): readonly Cut[] {
  if (breadth === 1) return best(cuts, 'waste', 1);
  const chosen = new Set([...best(cuts, 'bound', breadth), ...best(cuts, 'waste', breadth)]);
  return [...chosen].sort((a, b) => a.bound - b.bound || b.shorter - a.shorter || a.size - b.size);
}

/** The `count` cuts with the least key; among equals those with the longer shorter part, then the earlier. */
function best(cuts: readonly Cut[], key: 'bound' | 'waste', count: number): readonly Cut[] {
  const chosen: Cut[] = [];
  for (const cut of cuts) {
    let place = chosen.length;
    while (place > 0 && isBetter(cut, at(chosen, place - 1), key)) place -= 1;
    if (place === count) continue;
    chosen.splice(place, 0, cut);
    if (chosen.length > count) chosen.pop();
  }
  return chosen;
}

function isBetter(cut: Cut, than: Cut, key: 'bound' | 'waste'): boolean {
  return cut[key] < than[key] || (cut[key] === than[key] && cut.shorter > than.shorter);
}
