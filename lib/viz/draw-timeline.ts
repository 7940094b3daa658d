import { count } from '../diagnostics/wording.ts';
import { formatDuration } from './format-duration.ts';
import { isRun, SPAN_MEANINGS, type SpanKind, type Timeline, type TimelineRow, type TimelineSpan } from './timeline.ts';
import { columnsOf, cutText } from './wrap-text.ts';

/** How each span is painted; what is not named stays as it is. The functions of picocolors fit. */
export type TimelinePainter = Partial<Readonly<Record<SpanKind | 'dim', (text: string) => string>>>;

/** Told apart without colours. */
const CELLS: Readonly<Record<SpanKind, string>> = {
  complete: '█',
  error: '×',
  in_progress: '▒',
  cancelled: '/',
  cold: '░',
  token: '~',
  retry: '·',
  barrier: '┄',
  branches: '┈',
};

/** What is drawn over what, where several things happen in the time of one character. */
const WEIGHTS: readonly SpanKind[] = [
  'barrier',
  'branches',
  'retry',
  'token',
  'cold',
  'complete',
  'in_progress',
  'cancelled',
  'error',
];

const SHORTEST_BAR = 8;
const NOTHING = ' ';

/**
 * Draws a timeline in characters: a bar for each step, what it took, and what it waited for. No line is longer than `width`
 * columns, as long as that leaves room for a bar and a few letters.
 */
export function drawTimeline(timeline: Timeline, width: number, painter: TimelinePainter = {}): readonly string[] {
  const { rows } = timeline;
  const remarks = rows.map(remarkOn);
  const widest = (texts: readonly string[]) => texts.reduce((max, text) => Math.max(max, columnsOf(text)), 0);
  const names = Math.min(widest(rows.map(({ step }) => step.name)), Math.max(4, Math.floor(width / 3)));
  const space = width - names - 2;
  // Half of what is left at most, so that the bars stay the picture.
  const told = Math.min(widest(remarks), Math.floor(space / 2));
  const bar = space - told - 2;
  const isNarrow = bar < SHORTEST_BAR;
  const bars = Math.max(SHORTEST_BAR, isNarrow ? space : bar);
  const paint = (kind: SpanKind | 'dim', text: string) => painter[kind]?.(text) ?? text;
  const lines = rows.map((row, index) => {
    const name = cutText(row.step.name, names);
    const cells = paintRuns(cellsOf(row.spans, timeline, bars), paint);
    const remark = isNarrow ? '' : `  ${paint('dim', cutText(remarks[index] ?? '', told))}`;
    return `${name}${' '.repeat(names - columnsOf(name))}  ${cells}${remark}`.trimEnd();
  });
  return [
    ...lines,
    ...scaleLines(timeline, names + 2, bars).map((line) => paint('dim', line)),
    ...legend(rows, width, paint),
  ];
}

/** The strongest thing that happens in the time of each character. Whatever happened takes one at least. */
function cellsOf(
  spans: readonly TimelineSpan[],
  { from, to }: Timeline,
  width: number,
): readonly (SpanKind | undefined)[] {
  const cells: (SpanKind | undefined)[] = Array.from({ length: width }, () => undefined);
  const scale = to > from ? width / (to - from) : 0;
  const placed = spans.toSorted((a, b) => WEIGHTS.indexOf(a.kind) - WEIGHTS.indexOf(b.kind));
  for (const span of placed) {
    const first = Math.min(width - 1, Math.floor((span.from - from) * scale));
    const last = Math.min(width, Math.max(first + 1, Math.round((span.to - from) * scale)));
    cells.fill(span.kind, Math.max(0, first), last);
  }
  return cells;
}

/** Cells as text, painted run by run, so that there are no more colour codes than needed. */
function paintRuns(cells: readonly (SpanKind | undefined)[], paint: (kind: SpanKind, text: string) => string): string {
  let text = '';
  for (let start = 0; start < cells.length;) {
    const kind = cells[start];
    let end = start + 1;
    while (end < cells.length && cells[end] === kind) end++;
    text += kind === undefined ? NOTHING.repeat(end - start) : paint(kind, CELLS[kind].repeat(end - start));
    start = end;
  }
  return text;
}

function remarkOn({ step, spans }: TimelineRow): string {
  if (step.blocked === true) return `blocked by ${(step.blockedBy ?? []).join(', ')}`;
  const [first, last] = [spans[0], spans.at(-1)];
  if (first === undefined || last === undefined) return step.state === 'pending' ? '' : step.state;
  const runs = spans.filter(isRun);
  const took = runs[0] === undefined ? [] : [formatDuration(last.to - runs[0].from)];
  const attempts = step.attempts > 1 ? [count(step.attempts, 'attempt')] : [];
  const waits = spans
    .filter((span) => span.for.length > 0)
    .map((span) => `waited ${formatDuration(span.to - span.from)} for ${span.for[0] ?? ''}${others(span.for)}`);
  const state =
    step.state === 'error' ? ['failed'] : step.state === 'complete' ? [] : [step.state.replaceAll('_', ' ')];
  return [...took, ...state, ...attempts, ...waits].join(', ');
}

function others({ length }: readonly string[]): string {
  return length > 1 ? ` +${length - 1}` : '';
}

/** From when to when: the length of the task at the right end of the bars. */
function scaleLines({ from, to }: Timeline, indent: number, width: number): readonly string[] {
  const end = formatDuration(to - from);
  return [' '.repeat(indent) + '0' + end.padStart(Math.max(width - 1, end.length + 1))];
}

function legend(
  rows: readonly TimelineRow[],
  width: number,
  paint: (kind: SpanKind | 'dim', text: string) => string,
): readonly string[] {
  const kinds = new Set(rows.flatMap(({ spans }) => spans.map(({ kind }) => kind)));
  return WEIGHTS.filter((kind) => kinds.has(kind)).map((kind) => {
    const text = cutText(`  ${SPAN_MEANINGS[kind]}`, Math.max(1, width - 1));
    return paint(kind, CELLS[kind]) + paint('dim', text);
  });
}
