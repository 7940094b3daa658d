import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bitSetOf, contains, elementsOf, emptyBitSet, insertAll, overlap } from '../../lib/graph/bit-set.ts';

const subset = fc.uniqueArray(fc.nat(99));

describe('bit sets', () => {
  it('behave like sets of numbers', () => {
    fc.assert(
      fc.property(subset, subset, (one, other) => {
        const set = bitSetOf(100, one);
        expect(elementsOf(set)).toEqual(one.toSorted((a, b) => a - b));
        expect(other.every((element) => contains(set, element) === one.includes(element))).toBe(true);
        expect(overlap(set, bitSetOf(100, other))).toBe(one.filter((element) => other.includes(element)).length);
        insertAll(set, bitSetOf(100, other));
        expect(new Set(elementsOf(set))).toEqual(new Set([...one, ...other]));
      }),
    );
  });

  it('hold numbers at the ends of words', () => {
    expect(elementsOf(bitSetOf(65, [64, 0, 31, 32, 63]))).toEqual([0, 31, 32, 63, 64]);
    expect(elementsOf(emptyBitSet(0))).toEqual([]);
  });
});
