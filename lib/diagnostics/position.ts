import type { SourceFile } from './source.ts';

/** A place in a file, counted from 1. Columns count UTF-16 code units, as editors do. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Line starts, by file: every diagnostic of a file asks for them. */
const lineStarts = new WeakMap<SourceFile, readonly number[]>();

/** The line and column of an offset; an offset outside the text counts as its nearest end. */
export function positionOf(file: SourceFile, offset: number): Position {
  const starts = lineStartsOf(file);
  const inside = Math.min(Math.max(offset, 0), file.text.length);
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle]! <= inside) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: inside - starts[low]! + 1 };
}

/** The text of a line, counted from 1, without its line break. */
export function lineText(file: SourceFile, line: number): string {
  const starts = lineStartsOf(file);
  const text = file.text.slice(starts[line - 1] ?? file.text.length, starts[line] ?? file.text.length);
  return text.replace(/\r?\n$/, '');
}

function lineStartsOf(file: SourceFile): readonly number[] {
  const known = lineStarts.get(file);
  if (known !== undefined) return known;
  const starts = [0];
  for (let at = file.text.indexOf('\n'); at !== -1; at = file.text.indexOf('\n', at + 1)) starts.push(at + 1);
  lineStarts.set(file, starts);
  return starts;
}
