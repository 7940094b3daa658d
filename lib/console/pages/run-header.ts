import { passedOverTexts } from '../../client/view/blocked-text.ts';
import { isDone } from '../../client/view/step-view.ts';
import { markup, type Html } from '../html.ts';
import { failedSteps, type ShownRun } from '../shown-run.ts';
import { machineName } from './machine-sections.ts';
import { elapsedText, runPath, statusPill, stepPath, templatePath, timeText } from './words.ts';

/** The pages of a run, by the last part of their addresses. */
const TABS = [
  ['', 'Graph'],
  ['timeline', 'Timeline'],
  ['steps', 'Steps'],
  ['events', 'Events'],
  ['context', 'Context'],
  ['log', 'Log'],
] as const;

export type RunTab = (typeof TABS)[number][0];

/** A failure is told in so many lines at most; the rest is on the page of steps. */
const MOST_FAILURES = 5;

/** What stands above all pages of a run: how it stands, why it failed, and where to go on. */
export function runHeader(task: ShownRun, tab: RunTab | undefined, now: number, acts: Html): Html {
  const { id, identity, steps, skipped = [], startedAt, stoppedAt, request, machine } = task;
  const complete = steps.filter(({ state }) => isDone(state)).length;
  const facts: readonly (readonly [string, Html | string | undefined])[] = [
    machine === undefined
      ? [
          'Template',
          markup`<a href="${templatePath(identity)}">${identity.namespace}/${identity.name}</a> ${identity.version}`,
        ]
      : ['State machine', machineName(machine)],
    [machine === undefined ? 'Steps' : 'States', `${complete} of ${steps.length} complete`],
    ['Skipped', passedOverTexts(skipped).join('; ')],
    ['Started', timeText(startedAt)],
    ['Took', elapsedText(startedAt, stoppedAt, now)],
    ['Run', markup`<span class="mono">${id}</span>`],
    ['Correlation', request.correlation_id === id ? undefined : request.correlation_id],
  ];
  return markup`<div class="facts"><p>${statusPill(task)}</p>${facts.map(
    ([name, value]) =>
      value !== undefined && value !== '' && markup`<p><span class="faint">${name}</span> ${value}</p>`,
  )}</div>
${failuresOf(task)}
${repairsOf(task)}
${acts}
<nav class="tabs" aria-label="Parts of the run">${TABS.filter(([part]) => machine === undefined || part !== 'log').map(
    ([part, name]) =>
      markup`<a href="${runPath(id, part)}"${part === tab && markup` aria-current="page"`}>${machine !== undefined && part === 'steps' ? 'States' : name}</a>`,
  )}</nav>`;
}

/** Who has repaired the run, and why, the latest last. */
function repairsOf({ runs = [] }: ShownRun): readonly Html[] {
  return runs.flatMap(({ run, startedAt, repair }) =>
    repair === undefined
      ? []
      : [
          markup`<p class="faint">Execution ${run}, from ${timeText(startedAt)}: repaired by ${repair.by}: ${repair.reason}</p>`,
        ],
  );
}

function failuresOf(run: ShownRun): Html | undefined {
  const { id, error, cause = '' } = run;
  const failed = failedSteps(run);
  if (failed.length === 0) {
    return error === undefined ? undefined : markup`<div class="failure"><strong>${error}</strong> ${cause}</div>`;
  }
  const more = failed.length - MOST_FAILURES;
  return markup`<div class="failure">${failed
    .slice(0, MOST_FAILURES)
    .map(
      ({ name, error: why }) =>
        markup`<p><a class="mono" href="${stepPath(id, name)}">${name}</a> ${why === undefined ? 'failed' : `${why.code ?? why.type}: ${why.message}`}</p>`,
    )}${more > 0 && markup`<p><a href="${runPath(id, 'steps')}">and ${more} more</a></p>`}</div>`;
}
