import { displayWidth } from './display-width.ts';
import type { Painter } from './painter.ts';
import { lineText, positionOf } from './position.ts';
import type { Span } from './source.ts';

const TAB = '    ';
/** Columns of source text that a frame shows; a longer line is cut around its span. */
const WIDEST = 100;
/** Columns that stay visible before the span when a line is cut. */
const LEAD = 20;

/** One character of a line as it is shown. `marked` says that it lies in the span. */
interface Cell {
  readonly shown: string;
  readonly width: number;
  readonly marked: boolean;
}

/**
 * The first line of a span with a line number, and carets under the span. Empty for a file without text.
 *
 * @example
 * ```text
 *    |
 * 12 |       - crate_user
 *    |         ^^^^^^^^^^
 * ```
 */
export function codeFrame(span: Span, paint: (text: string) => string, painter: Painter): string {
  if (span.file.text === '') return '';
  const { line, column } = positionOf(span.file, span.start);
  const end = positionOf(span.file, span.end);
  const text = lineText(span.file, line);
  const cells = cut(cellsOf(text, column - 1, end.line === line ? end.column - 1 : text.length));
  const number = String(line);
  const gutter = painter.blue(`${' '.repeat(number.length)} |`);
  const source = cells.map(({ shown }) => shown).join('');
  const before = width(
    cells.slice(
      0,
      cells.findIndex(({ marked }) => marked),
    ),
  );
  const carets = '^'.repeat(Math.max(1, width(cells.filter(({ marked }) => marked))));
  return [
    gutter,
    `${painter.blue(`${number} |`)} ${source}`.trimEnd(),
    `${gutter} ${' '.repeat(before)}${paint(carets)}`,
  ].join('\n');
}

/** A line's characters; one more is added when the span begins at the line's end. */
function cellsOf(text: string, start: number, end: number): Cell[] {
  const cells: Cell[] = [];
  let offset = 0;
  for (const character of text) {
    const marked = offset >= start && (offset < end || offset === start);
    const shown = visible(character);
    cells.push({ shown, marked, width: shown === character ? displayWidth(character) : shown.length });
    offset += character.length;
  }
  if (!cells.some(({ marked }) => marked)) cells.push({ shown: ' ', width: 1, marked: true });
  return cells;
}

/** Tabs as spaces, and control characters as something that a terminal does not obey. */
function visible(character: string): string {
  if (character === '\t') return TAB;
  return /[\p{Control}\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/u.test(character) ? '\ufffd' : character;
}

function cut(cells: readonly Cell[]): readonly Cell[] {
  if (width(cells) <= WIDEST) return cells;
  const dots: Cell = { shown: '…', width: 1, marked: false };
  const marked = cells.findIndex((cell) => cell.marked);
  let first = marked;
  for (let room = LEAD; first > 0 && room > 0; first--) room -= cells[first - 1]!.width;
  const kept: Cell[] = first > 0 ? [dots] : [];
  let room = WIDEST - 2;
  let last = first;
  for (; last < cells.length && room > 0; last++) {
    kept.push(cells[last]!);
    room -= cells[last]!.width;
  }
  return last < cells.length ? [...kept, dots] : kept;
}

function width(cells: readonly Cell[]): number {
  return cells.reduce((sum, cell) => sum + cell.width, 0);
}
