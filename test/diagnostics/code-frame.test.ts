import { describe, expect, it } from 'vitest';
import { codeFrame } from '../../lib/diagnostics/code-frame.ts';
import { plainPainter } from '../../lib/diagnostics/painter.ts';

const frame = (text: string, found: string) => {
  const start = text.indexOf(found);
  const span = { file: { path: 'x', text }, start, end: start + found.length };
  return `\n${codeFrame(span, (carets) => carets, plainPainter)}\n`;
};

describe('codeFrame', () => {
  it('shows the line, its number and carets under the span', () => {
    expect(frame(`${'\n'.repeat(9)}steps: [a, b]\n`, 'a, b')).toBe(`
   |
10 | steps: [a, b]
   |         ^^^^
`);
  });

  it('shows tabs as spaces, and counts wide and combining characters as they are seen', () => {
    expect(frame('\ta: 名前 x', 'x')).toBe(`
  |
1 |     a: 名前 x
  |             ^
`);
    expect(frame('e\u0301: 😀👍🏽 x', 'x')).toContain('\n  |         ^\n');
    expect(frame('k: 名前', '名前')).toContain('\n  |    ^^^^\n');
  });

  it('marks an empty span with one caret, also at the end of a line and of the file', () => {
    expect(frame('a: b', '')).toContain('\n  | ^\n');
    const text = 'name:\nx: 1';
    const at = (offset: number) =>
      codeFrame({ file: { path: 'x', text }, start: offset, end: offset }, (carets) => carets, plainPainter);
    expect(at(5)).toBe('  |\n1 | name:\n  |      ^');
    expect(at(text.length)).toBe('  |\n2 | x: 1\n  |     ^');
  });

  it('marks the first line of a span of several', () => {
    expect(frame('a:\n  - b\n  - c\nd: 1\n', '- b\n  - c')).toBe(`
  |
2 |   - b
  |   ^^^
`);
  });

  it('cuts a long line around the span', () => {
    const text = `${'a'.repeat(500)} here ${'b'.repeat(500)}`;
    const [, source, carets] = frame(text, 'here').trim().split('\n');
    expect(source).toBe(`1 | …${'a'.repeat(19)} here ${'b'.repeat(73)}…`);
    expect(carets).toBe(`  | ${' '.repeat(21)}^^^^`);
  });

  it('keeps the carets within a line that is cut', () => {
    const lines = frame('x'.repeat(500), 'x'.repeat(500)).trim().split('\n');
    expect(lines.every((line) => line.length < 110)).toBe(true);
  });

  it('lets no control character reach the terminal', () => {
    expect(frame('a: "\u001b[2J\u202e"', 'a')).toContain('1 | a: "\ufffd[2J\ufffd"');
  });

  it('is empty for a file without text', () => {
    const span = { file: { path: 'x', text: '' }, start: 0, end: 0 };
    expect(codeFrame(span, (carets) => carets, plainPainter)).toBe('');
  });
});
