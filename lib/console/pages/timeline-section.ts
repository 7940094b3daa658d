import { formatDuration } from '../../viz/format-duration.ts';
import {
  SPAN_MEANINGS,
  timelineOf,
  type SpanKind,
  type Timeline,
  type TimelineRow,
  type TimelineSpan,
} from '../../viz/timeline.ts';
import type { StepView } from '../../client/index.ts';
import { markup, type Html } from '../html.ts';
import { stepAnchor } from './step-anchor.ts';

/** The bars are so many units wide, however wide the page is. */
const WIDTH = 1000;
/** The shortest span can still be seen. */
const LEAST = 3;

/** When the steps ran, and what they waited for: a row of bars for each. */
export function timelineSection(steps: readonly StepView[], from: number, to: number): Html {
  const timeline = timelineOf(steps, from, to);
  const kinds = new Set(timeline.rows.flatMap(({ spans }) => spans.map(({ kind }) => kind)));
  const meanings = (Object.keys(SPAN_MEANINGS) as SpanKind[]).filter((kind) => kinds.has(kind));
  return markup`<section id="timeline" aria-labelledby="timeline-title">
    <h2 id="timeline-title">Timeline</h2>
    <div class="scroll" tabindex="0" role="region" aria-label="Timeline of steps">
      <table class="timeline">
        <thead>
          <tr>
            <th scope="col">Step</th>
            <th scope="col">From the start to the end: ${formatDuration(timeline.to - timeline.from)}</th>
            <th scope="col">Took</th>
            <th scope="col">Waited</th>
          </tr>
        </thead>
        <tbody>
          ${timeline.rows.map((row) => rowOf(row, timeline))}
        </tbody>
      </table>
    </div>
    <ul class="legend">
      ${meanings.map(
        (kind) =>
          markup`<li>
            <svg viewBox="0 0 14 10" aria-hidden="true"><rect class="span-${kind}" width="14" height="10" /></svg
            >${SPAN_MEANINGS[kind]}
          </li>`,
      )}
    </ul>
  </section>`;
}

function rowOf({ step, spans }: TimelineRow, timeline: Timeline): Html {
  const attempts = spans.filter(({ kind, attempt }) => attempt > 0 && kind !== 'retry');
  const [first, last] = [attempts[0], attempts.at(-1)];
  const took = first === undefined || last === undefined ? '' : formatDuration(last.to - first.from);
  const waits = spans.filter((span) => span.kind === 'retry' || span.for.length > 0).map(textOf);
  return markup`<tr>
    <td class="name mono"><a href="#${stepAnchor(step.name)}">${step.name}</a></td>
    <td class="bar">
      <svg
        viewBox="0 0 ${WIDTH} 20"
        preserveAspectRatio="none"
        role="img"
        aria-label="${spans.map(textOf).join('; ') || 'has not begun'}"
      >
        ${spans.map((span) => barOf(span, timeline))}
      </svg>
    </td>
    <td>${took}</td>
    <td class="faint">${waits.join('; ')}</td>
  </tr>`;
}

function barOf(span: TimelineSpan, { from, to }: Timeline): Html {
  const scale = to > from ? WIDTH / (to - from) : 0;
  const x = Math.min(WIDTH - LEAST, (span.from - from) * scale);
  const width = Math.max(LEAST, (span.to - span.from) * scale);
  return markup`<rect class="span-${span.kind}" x="${x.toFixed(1)}" width="${width.toFixed(1)}" y="2" height="16"
    ><title>${textOf(span)}</title></rect
  >`;
}

function textOf(span: TimelineSpan): string {
  const lasted = formatDuration(span.to - span.from);
  if (span.for.length > 0) return `waited ${lasted} for ${span.for.join(', ')}`;
  if (span.kind === 'retry') return `waited ${lasted} before attempt ${span.attempt}`;
  return `attempt ${span.attempt} ${span.kind.replaceAll('_', ' ')}, ${lasted}`;
}
