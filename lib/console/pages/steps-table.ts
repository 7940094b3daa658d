import type { StepView } from '../../client/index.ts';
import { errorName } from '../../client/view/attempt-error.ts';
import { count } from '../../diagnostics/wording.ts';
import { formatDuration } from '../../viz/format-duration.ts';
import { DRAWN_STATES } from '../../viz/state-glyphs.ts';
import { markup, type Html } from '../html.ts';
import type { ShownRun } from '../shown-run.ts';
import { stepAnchor } from './step-anchor.ts';
import { durationOf, runPath, scrolling, stateOf, stateText, stepPath } from './words.ts';

/** Steps on a page: a batch may have ten thousand workers. */
const PER_PAGE = 1000;
/** So many steps can be looked over without a filter. */
const LOOKED_OVER = 15;

/** Which steps are shown. */
export interface StepQuery {
  /** A part of a name or of an error. */
  readonly q: string;
  readonly state: string;
  /** From 1. */
  readonly page: number;
}

/** The steps of a run, one on each line; each leads to its page. */
export function stepsSections({ id, steps }: ShownRun, { q, state, page }: StepQuery): Html {
  const path = runPath(id, 'steps');
  if (steps.length === 0) return markup`<p class="faint">No step is part of the run yet.</p>`;
  const sought = q.toLowerCase();
  const found = steps.filter(
    (step) => (state === '' || stateOf(step) === state) && `${step.name} ${whyOf(step)}`.toLowerCase().includes(sought),
  );
  const filter =
    steps.length > LOOKED_OVER &&
    markup`<form action="${path}" method="get" role="search" aria-label="Steps"><label class="grow">Text in name or error<input type="search" name="q" value="${q}" autocomplete="off"></label><label>State<select name="state"><option value="">any</option>${DRAWN_STATES.map((one) => markup`<option value="${one}"${one === state && markup` selected`}>${one.replaceAll('_', ' ')}</option>`)}</select></label><button type="submit">Filter</button></form>
<p class="faint">${count(found.length, 'step')}${found.length < steps.length && ` of ${steps.length}`}</p>`;
  return markup`${filter}${table(id, found, page, (to) => `${path}?${new URLSearchParams({ q, state, page: String(to) }).toString()}`)}`;
}

/** The workers of a batch, which run one step of the template. */
export function workersSections({ id }: ShownRun, template: string, workers: readonly StepView[], page: number): Html {
  const states = DRAWN_STATES.flatMap((state) => {
    const number = workers.filter((worker) => stateOf(worker) === state).length;
    return number === 0 ? [] : [`${number} ${state.replaceAll('_', ' ')}`];
  });
  return markup`<p>The ${count(workers.length, 'worker')} of a batch in <a class="mono" href="${runPath(id)}">${id}</a>: ${states.join(', ')}.</p>
${table(id, workers, page, (to) => `${stepPath(id, template)}?page=${String(to)}`)}`;
}

function table(id: string, steps: readonly StepView[], page: number, pathOf: (page: number) => string): Html {
  const pages = Math.max(1, Math.ceil(steps.length / PER_PAGE));
  const shown = Math.min(page, pages);
  return markup`${scrolling(
    'Steps',
    markup`<table class="steps rows"><thead><tr><th scope="col">Step</th><th scope="col">State</th><th scope="col">Attempts</th><th scope="col">Took</th><th scope="col">Waited</th><th scope="col">Why</th></tr></thead>
<tbody>${steps.slice((shown - 1) * PER_PAGE, shown * PER_PAGE).map((step) => {
      const took = durationOf(step);
      const waited = waitedOf(step);
      return markup`<tr id="${stepAnchor(step.name)}"><td class="mono"><a class="row" href="${stepPath(id, step.name)}">${step.name}</a></td><td>${stateText(step)}</td><td class="number" data-as="attempts">${step.attempts > 0 && `${step.attempts} of ${step.maxAttempts}`}</td><td data-as="took">${took !== undefined && formatDuration(took)}</td><td data-as="waited">${waited > 0 && formatDuration(waited)}</td><td class="message">${whyOf(step)}</td></tr>`;
    })}</tbody></table>`,
  )}${pages > 1 && markup`<nav aria-label="Pages">${shown > 1 && markup`<a href="${pathOf(shown - 1)}" rel="prev">← Page ${shown - 1}</a>`}<span>Page ${shown} of ${pages}</span>${shown < pages && markup`<a href="${pathOf(shown + 1)}" rel="next">Page ${shown + 1} →</a>`}</nav>`}`;
}

/** Before retries, and for other steps, in ms. */
function waitedOf({ history, waits = [] }: StepView): number {
  const before = history.reduce((sum, { waitedMs }) => sum + waitedMs, 0);
  return waits.reduce((sum, { from, to }) => sum + (to === undefined ? 0 : Date.parse(to) - Date.parse(from)), before);
}

function whyOf({ state, error, blockedBy = [] }: StepView): string {
  if (blockedBy.length > 0) return `does not run, since ${blockedBy.join(', ')} failed`;
  return error === undefined || state === 'complete' ? '' : `${errorName(error)}: ${error.message}`;
}
