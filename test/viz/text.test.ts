import { describe, expect, it } from 'vitest';
import { formatDuration } from '../../lib/viz/format-duration.ts';
import { columnsOf, wrapText } from '../../lib/viz/wrap-text.ts';

describe('formatDuration', () => {
  it.each([
    [0, '0 ms'],
    [250.4, '250 ms'],
    [1000, '1 s'],
    [1549, '1.5 s'],
    [59_949, '59.9 s'],
    [59_960, '1 min'],
    [90_500, '1 min 31 s'],
    [3_600_000, '1 h'],
    [5_400_000, '1 h 30 min'],
    [90_000_000, '1 d 1 h'],
  ])('%d ms is %s', (ms, text) => expect(formatDuration(ms)).toBe(text));
});

describe('wrapText', () => {
  it('breaks behind a separator, and anywhere when there is none', () => {
    expect(wrapText('send_welcome_sequence', 14)).toEqual(['send_welcome_', 'sequence']);
    expect(wrapText('abcdefgh', 3)).toEqual(['abc', 'def', 'gh']);
    expect(wrapText('', 10)).toEqual(['']);
  });

  it('always goes on, even when one character is wider than a line', () => {
    expect(wrapText('名前', 1)).toEqual(['名', '前']);
  });

  it('counts wide characters as two columns and turns control characters into spaces', () => {
    expect(columnsOf('a名e\u0301')).toBe(4);
    expect(wrapText('a\n\tb', 10)).toEqual(['a b']);
  });
});
