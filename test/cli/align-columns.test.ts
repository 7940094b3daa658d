import { describe, expect, it } from 'vitest';
import { alignColumns } from '../../lib/cli/align-columns.ts';

describe('alignColumns', () => {
  it('makes columns as wide as their widest cell, and ends no line with spaces', () => {
    expect(alignColumns([['a', 'bb', 'c'], ['aaa', 'b', ''], ['a']])).toEqual(['a    bb  c', 'aaa  b', 'a']);
  });

  it('measures what a terminal shows', () => {
    expect(
      alignColumns([
        ['日本', 'x'],
        ['abcd', 'x'],
      ]),
    ).toEqual(['日本  x', 'abcd  x']);
  });

  it('lets no cell break out of its line', () => {
    expect(alignColumns([['a\nb\u001b[31m', 'x']])).toEqual(['a b [31m  x']);
  });

  it('has no lines of nothing', () => {
    expect(alignColumns([])).toEqual([]);
  });
});
