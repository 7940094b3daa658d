/** A set of small non-negative integers, one bit each, so that unions and overlaps of thousands of them stay cheap. */
export type BitSet = Uint32Array;

/** An empty set for integers below `size`. */
export function emptyBitSet(size: number): BitSet {
  return new Uint32Array((size + 31) >>> 5);
}

/** The set of `elements`, all below `size`. */
export function bitSetOf(size: number, elements: Iterable<number>): BitSet {
  const set = emptyBitSet(size);
  for (const element of elements) insert(set, element);
  return set;
}

export function insert(set: BitSet, element: number): void {
  const word = element >>> 5;
  set[word] = wordAt(set, word) | (1 << (element & 31));
}

export function contains(set: BitSet, element: number): boolean {
  return ((wordAt(set, element >>> 5) >>> (element & 31)) & 1) === 1;
}

/** Adds every element of `source` to `target`. */
export function insertAll(target: BitSet, source: BitSet): void {
  for (let word = 0; word < target.length; word++) target[word] = wordAt(target, word) | wordAt(source, word);
}

/** The elements, ascending. */
export function elementsOf(set: BitSet): number[] {
  const elements: number[] = [];
  for (let word = 0; word < set.length; word++) {
    for (let rest = wordAt(set, word); rest !== 0; rest &= rest - 1) {
      elements.push((word << 5) + 31 - Math.clz32(rest & -rest));
    }
  }
  return elements;
}

/** How many elements two sets share. */
export function overlap(left: BitSet, right: BitSet): number {
  let count = 0;
  for (let word = 0; word < left.length; word++) count += bitCount(wordAt(left, word) & wordAt(right, word));
  return count;
}

/** A look-up of its own, since one that every kind of list shares is slow in the innermost loops. */
function wordAt(set: BitSet, word: number): number {
  const bits = set[word];
  if (bits === undefined) throw new RangeError(`A set of ${set.length} words has no word ${word}.`);
  return bits;
}

function bitCount(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const nibbles = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((nibbles + (nibbles >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
