import type { Span } from '../../diagnostics/source.ts';

/** A place in a document: lines and UTF-16 characters from 0. */
export interface LspPosition {
  readonly line: number;
  readonly character: number;
}

export interface LspRange {
  readonly start: LspPosition;
  readonly end: LspPosition;
}

/** The place of an offset. */
export function placeOf(text: string, offset: number): LspPosition {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
}

/** The offset of a place; one beyond its line's end is that end. */
export function offsetOf(text: string, { line, character }: LspPosition): number {
  const lines = text.split('\n');
  const start = lines.slice(0, line).reduce((sum, each) => sum + each.length + 1, 0);
  return start + Math.min(character, lines[line]?.length ?? 0);
}

/** The range of a span. */
export function rangeOf({ file, start, end }: Span): LspRange {
  return { start: placeOf(file.text, start), end: placeOf(file.text, end) };
}
