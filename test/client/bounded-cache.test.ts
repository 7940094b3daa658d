import { describe, expect, it } from 'vitest';
import { BoundedCache } from '../../lib/client/aws/bounded-cache.ts';

describe('BoundedCache', () => {
  it('drops what was used least lately, until the rest fits', () => {
    const cache = new BoundedCache<string>(3);
    cache.set('a', 'A', 1);
    cache.set('b', 'B', 1);
    cache.set('c', 'C', 1);
    expect(cache.get('a')).toBe('A');
    cache.set('d', 'D', 2);
    expect(['a', 'b', 'c', 'd'].map((key) => cache.get(key))).toEqual(['A', undefined, undefined, 'D']);
  });

  it('counts a value that is set again once, and keeps none that is larger than all', () => {
    const cache = new BoundedCache<string>(3);
    cache.set('a', 'A', 2);
    cache.set('a', 'AA', 3);
    expect(cache.get('a')).toBe('AA');
    cache.set('b', 'B', 4);
    expect(cache.get('b')).toBeUndefined();
    cache.set('c', 'C', 3);
    expect(cache.get('c')).toBe('C');
  });
});
