import type { StepView, TaskExecution } from '../../client/index.ts';
import { errorName } from '../../client/view/attempt-error.ts';
import { formatDuration } from '../../viz/format-duration.ts';
import { markup, type Html } from '../html.ts';
import { stepAnchor } from './step-anchor.ts';
import { durationOf, scrolling, stateText, stepPath } from './words.ts';

/** The steps of a run, one on each line; each leads to its page. */
export function stepsTable({ id, steps }: TaskExecution): Html {
  return scrolling(
    'Steps',
    markup`<table class="steps"><thead><tr><th scope="col">Step</th><th scope="col">State</th><th scope="col">Attempts</th><th scope="col">Took</th><th scope="col">Waited</th><th scope="col">Why</th></tr></thead>
<tbody>${steps.map((step) => {
      const took = durationOf(step);
      const waited = waitedOf(step);
      return markup`<tr id="${stepAnchor(step.name)}"><td class="mono"><a class="row" href="${stepPath(id, step.name)}">${step.name}</a></td><td>${stateText(step)}</td><td class="number">${step.attempts > 0 && `${step.attempts} of ${step.maxAttempts}`}</td><td>${took !== undefined && formatDuration(took)}</td><td>${waited > 0 && formatDuration(waited)}</td><td class="message">${whyOf(step)}</td></tr>`;
    })}</tbody></table>`,
  );
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
