import { describe, expect, it } from 'vitest';
import { functionKeys } from '../../lib/asl/functions/function-keys.ts';

describe('functionKeys', () => {
  it('makes an identifier of a callable, one for both spellings', () => {
    const keys = functionKeys(['A::B::CreateHandler', 'A.B.CreateHandler', 'other_handler']);
    expect([...keys]).toEqual([
      ['A.B.CreateHandler', 'ABCreateHandler'],
      ['other_handler', 'OtherHandler'],
    ]);
  });

  it('tells apart callables that differ only in what an identifier cannot hold', () => {
    const keys = functionKeys(['a.bc', 'ab.c', 'a.Bc']);
    expect(new Set(keys.values()).size).toBe(3);
    for (const key of keys.values()) expect(key).toMatch(/^[A-Za-z0-9]+$/);
  });

  it('does not depend on the order of the callables', () => {
    const callables = ['a.Bc', 'a.bc', 'A.Bc'];
    expect([...functionKeys(callables)].sort()).toEqual([...functionKeys(callables.toReversed())].sort());
  });
});
