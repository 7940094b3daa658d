import type { StepView, TaskExecution } from '../../client/index.ts';
import { errorName } from '../../client/view/attempt-error.ts';
import { isDone } from '../../client/view/step-view.ts';
import { markup, type Html } from '../html.ts';
import { runPath } from './words.ts';

/** So many steps are offered for repair; of more, the command line takes care. */
const MOST_STEPS = 50;
/** So many steps are named in a sentence. */
const MOST_NAMES = 12;

/** What can be done to a step, and what is said of it. */
const WAYS = [
  ['reset_for_retry', 'Run again'],
  ['complete_manually', 'Complete with the result'],
  ['resolve_manually', 'Resolve without a result'],
  ['', 'Leave as it is'],
] as const;

/** The form that repairs a run which has ended without being complete; undefined of one of which nothing has failed. */
export function repairForm({ id, steps }: TaskExecution): Html | undefined {
  const broken = steps.filter(({ state }) => state === 'error' || state === 'cancelled');
  if (broken.length === 0) return undefined;
  const more = broken.length - MOST_STEPS;
  const done = steps.filter(({ state }) => isDone(state));
  const waiting = steps.filter((step) => !isDone(step.state) && !broken.includes(step));
  return markup`<details class="act"><summary>Repair…</summary><p>The run goes on under its id, in another execution. What is complete is never run again${done.length > 0 && `: ${namesOf(done)}`}. What waited for the steps below runs once they are settled${waiting.length > 0 && `: ${namesOf(waiting)}`}. A step that you leave stays failed.</p>
<form class="act repair" data-path="${runPath(id, 'repair')}"><label>Your name<input name="by" required maxlength="500" autocomplete="username"></label><label class="grow">Reason<input name="reason" required maxlength="500" autocomplete="off"></label>
${broken.slice(0, MOST_STEPS).map(fieldsOf)}${more > 0 && markup`<p>and ${more} more: see <code>npx tasker-sfn task retry ${id}</code></p>`}
<button type="submit">Repair</button><output aria-live="polite"></output></form></details>`;
}

function namesOf(steps: readonly StepView[]): string {
  const more = steps.length - MOST_NAMES;
  const named = steps.slice(0, MOST_NAMES).map(({ name }) => name);
  return `${named.join(', ')}${more > 0 ? ` and ${String(more)} more` : ''}`;
}

function fieldsOf({ name, error }: StepView): Html {
  return markup`<fieldset><legend class="mono">${name}</legend>${error !== undefined && markup`<span class="faint">${errorName(error)}: ${error.message}</span>`}
<label>What to do<select name="action ${name}">${WAYS.map(([value, text]) => markup`<option value="${value}">${text}</option>`)}</select></label>
<label>Result, to complete it with<textarea class="mono" name="result ${name}" rows="2" spellcheck="false" placeholder="{}"></textarea></label></fieldset>`;
}
