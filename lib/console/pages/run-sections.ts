import { passedOverTexts } from '../../client/view/blocked-text.ts';
import { isDone } from '../../client/view/step-view.ts';
import { pictureOfRun } from '../../viz/picture.ts';
import type { Picture } from '../../viz/picture-parts.ts';
import { formatDuration } from '../../viz/format-duration.ts';
import { markup, type Html } from '../html.ts';
import { failedSteps, type ShownRun } from '../shown-run.ts';
import { payload, type PayloadMode } from '../payloads.ts';
import { machinePicture } from './machine-frame.ts';
import { pictureFrame } from './picture-frame.ts';
import { stepAnchor } from './step-anchor.ts';
import { errorText } from './step-details.ts';
import { stepsSection } from './steps-section.ts';
import { timelineSection } from './timeline-section.ts';
import { statusPill } from './words.ts';

/** What a report of a run shows. */
export interface RunPage {
  readonly task: ShownRun;
  /** What time it is, in ms since 1970: until then lasts what has not ended. */
  readonly now: number;
  readonly mode: PayloadMode;
  /** The picture of the workflow; without one, it is made of what the steps depend on. */
  readonly picture?: Picture;
  /** Lines that handlers logged, by step. */
  readonly logs?: ReadonlyMap<string, readonly string[]>;
}

/** Everything about one run on one page: how it stands, its graph, its timeline, its steps. */
export function runSections({ task, now, mode, picture, logs }: RunPage): Html {
  const { steps, identity } = task;
  const from = Date.parse(task.startedAt);
  const to = task.stoppedAt === undefined ? Math.max(now, Date.parse(task.updatedAt)) : Date.parse(task.stoppedAt);
  const drawn =
    task.machine === undefined
      ? pictureFrame(picture ?? pictureOfRun(identity.name, identity.version, steps), {})
      : machinePicture(task.machine.definition, task.machine.name, task.machine.states);
  return markup`${summaryOf(task, to - from, mode)}
<nav aria-label="Parts of this page"><a href="#graph">Graph</a><a href="#timeline">Timeline</a><a href="#steps">Steps</a></nav>
${payload('Context', task.request.context, mode)}${payload('Input', task.machine?.input, mode)}${payload('Output', task.machine?.output, mode)}
<section id="graph" aria-labelledby="graph-title"><h2 id="graph-title">Graph</h2>${drawn}</section>
${timelineSection({ steps, from, to, linkOf: (step) => `#${encodeURIComponent(stepAnchor(step))}` })}
${stepsSection(steps, mode, logs)}`;
}

function summaryOf(task: ShownRun, elapsed: number, mode: PayloadMode): Html {
  const { identity, request, error, cause = '' } = task;
  const settled = task.steps.filter(({ state }) => isDone(state)).length;
  const facts: readonly (readonly [string, string | undefined])[] = [
    [
      task.machine === undefined ? 'Template' : 'State machine',
      task.machine?.name ?? `${identity.namespace}/${identity.name} ${identity.version}`,
    ],
    ['Run', task.id],
    ['Steps', `${settled} of ${task.steps.length} complete`],
    ['Skipped', passedOverTexts(task.skipped ?? []).join('; ')],
    ['Started', task.startedAt],
    ['Ended', task.stoppedAt],
    ['Took', formatDuration(elapsed)],
    ['Correlation', request.correlation_id],
    ['Execution', task.arn],
  ];
  const failed = failedSteps(task);
  const why = mode === 'redacted' && cause !== '' ? `a cause of ${cause.length} characters` : cause;
  return markup`<p>${statusPill(task)}</p>
<dl>${facts.map(([name, value]) => value !== undefined && value !== '' && markup`<dt>${name}</dt><dd>${value}</dd>`)}</dl>
${
  failed.length === 0 && error !== undefined
    ? markup`<div class="failure"><strong>${error}</strong>: ${why}</div>`
    : failed.map(
        (step) =>
          markup`<div class="failure"><strong class="mono">${step.name}</strong>: ${step.error === undefined ? 'failed' : errorText(step.error, mode)}</div>`,
      )
}`;
}
