import { describe, expect, it } from 'vitest';
import { lineText, positionOf } from '../../lib/diagnostics/position.ts';

const file = (text: string) => ({ path: 'x', text });

describe('positionOf', () => {
  it('counts lines and columns from 1, in UTF-16 units as editors do', () => {
    const source = file('ab\ncé\r\n😀d\n');
    expect([0, 1, 2, 3, 5, 7, 9, 10, 11].map((offset) => positionOf(source, offset))).toEqual([
      { line: 1, column: 1 },
      { line: 1, column: 2 },
      { line: 1, column: 3 },
      { line: 2, column: 1 },
      { line: 2, column: 3 },
      { line: 3, column: 1 },
      { line: 3, column: 3 },
      { line: 3, column: 4 },
      { line: 4, column: 1 },
    ]);
  });

  it('takes an offset outside the text for its nearest end', () => {
    expect(positionOf(file('a\n'), 99)).toEqual({ line: 2, column: 1 });
    expect(positionOf(file('a\n'), -1)).toEqual({ line: 1, column: 1 });
    expect(positionOf(file(''), 0)).toEqual({ line: 1, column: 1 });
  });

  it('is quick in a large file', () => {
    const source = file('line\n'.repeat(200_000));
    const start = performance.now();
    for (let i = 0; i < 100_000; i++) positionOf(source, i * 10);
    expect(performance.now() - start).toBeLessThan(2_000);
  });
});

describe('lineText', () => {
  it('gives a line without its break', () => {
    const source = file('a\r\nb\n\nc');
    expect([1, 2, 3, 4, 5].map((line) => lineText(source, line))).toEqual(['a', 'b', '', 'c', '']);
  });
});
