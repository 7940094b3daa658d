import { formatDuration } from '../../viz/format-duration.ts';
import {
  isRun,
  SPAN_MEANINGS,
  timelineOf,
  type SpanKind,
  type Timeline,
  type TimelineRow,
  type TimelineSpan,
} from '../../viz/timeline.ts';
import type { StepView } from '../../client/index.ts';
import { count } from '../../diagnostics/wording.ts';
import { criticalPath } from '../../viz/critical-path.ts';
import { markup, type Html } from '../html.ts';
import { zoomButtons } from './picture-frame.ts';

/** The shortest span can still be seen: in percent. */
const LEAST = 0.3;

/** What a timeline shows. */
export interface TimelineOptions {
  readonly steps: readonly StepView[];
  /** When the run began, and when it ended or now: ms since 1970. */
  readonly from: number;
  readonly to: number;
  /** Where a step's name leads to. */
  readonly linkOf: (step: string) => string;
  /** Whether the page has a script that widens it. @default false */
  readonly canZoom?: boolean;
}

/** When the steps ran, and what they waited for: a row of bars for each, those that made the run as long as it was first. */
export function timelineSection({ steps, from, to, linkOf, canZoom = false }: TimelineOptions): Html {
  const timeline = timelineOf(steps, from, to);
  const critical = new Set(criticalPath(steps).map(({ name }) => name));
  const groups = [
    { title: 'Critical path', rows: timeline.rows.filter(({ step }) => critical.has(step.name)) },
    { title: 'Other steps', rows: timeline.rows.filter(({ step }) => !critical.has(step.name)) },
  ].filter(({ rows }) => rows.length > 0);
  const kinds = new Set(timeline.rows.flatMap(({ spans }) => spans.map(({ kind }) => kind)));
  const meanings = (Object.keys(SPAN_MEANINGS) as SpanKind[]).filter((kind) => kinds.has(kind));
  return markup`<section aria-labelledby="timeline-title"><h2 id="timeline-title">Timeline</h2>
<ul class="legend">${meanings.map(
    (kind) =>
      markup`<li><svg viewBox="0 0 14 10" aria-hidden="true"><rect class="${kind}" width="14" height="10"/></svg>${SPAN_MEANINGS[kind]}</li>`,
  )}</ul>
${canZoom && zoomButtons('timeline', 'the bars')}<div class="timeline scroll" id="timeline" tabindex="0" role="region" aria-label="Timeline of steps"><table><thead><tr><th scope="col">Step</th><th scope="col" class="ticks" aria-label="From the start to the end">${ticksOf(timeline)}</th><th scope="col">Took</th><th scope="col">Waited</th></tr></thead><tbody>
${groups.map(
  ({ title, rows }) =>
    markup`${groups.length > 1 && markup`<tr class="group"><th colspan="4" scope="rowgroup">${title}, ${count(rows.length, 'step')}</th></tr>`}${rows.map((row) => rowOf(row, timeline, { linkOf, canZoom }))}`,
)}</tbody></table></div></section>`;
}

/** Times along the bars. */
function ticksOf({ from, to }: Timeline): readonly Html[] {
  return [0, 0.25, 0.5, 0.75, 1].map((part) => markup`<span>${formatDuration((to - from) * part)}</span>`);
}

function rowOf(
  { step, spans }: TimelineRow,
  timeline: Timeline,
  { linkOf, canZoom = false }: Pick<TimelineOptions, 'linkOf' | 'canZoom'>,
): Html {
  const runs = spans.filter(isRun);
  const attempts = new Set(runs.map(({ attempt }) => attempt));
  const first = runs[0];
  const took = first === undefined ? '' : formatDuration(Math.max(...runs.map(({ to }) => to)) - first.from);
  const waits = spans.filter((span) => !isRun(span) || span.kind === 'token' || span.kind === 'cold').map(textOf);
  // What the bars tell of attempts stands beside them, too, for who cannot see them.
  const told = attempts.size > 1 ? `${took}, ${count(attempts.size, 'attempt')}` : took;
  return markup`<tr><td><a${canZoom && markup` class="row"`} href="${linkOf(step.name)}">${step.name}</a></td><td><svg>${spans.map((span) => barOf(span, timeline))}</svg></td><td>${told}</td><td>${waits.join('; ')}</td></tr>`;
}

function barOf(span: TimelineSpan, { from, to }: Timeline): Html {
  const scale = to > from ? 100 / (to - from) : 0;
  const x = Math.min(100 - LEAST, (span.from - from) * scale);
  const width = Math.max(LEAST, (span.to - span.from) * scale);
  return markup`<rect class="${span.kind}" x="${percent(x)}" width="${percent(width)}"/>`;
}

function percent(value: number): string {
  return `${String(Number(value.toFixed(1)))}%`;
}

function textOf(span: TimelineSpan): string {
  const lasted = formatDuration(span.to - span.from);
  if (span.for.length > 0) return `${lasted} for ${span.for.join(', ')}`;
  if (span.kind === 'retry') return `${lasted} before attempt ${span.attempt}`;
  if (span.kind === 'cold') return `${lasted} for its function to start`;
  if (span.kind === 'token') return `${lasted} for a token or a job`;
  return lasted;
}
