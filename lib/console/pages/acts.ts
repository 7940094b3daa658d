import { isDone } from '../../client/view/step-view.ts';
import { markup, type Html } from '../html.ts';
import type { ShownRun } from '../shown-run.ts';
import { machinePath } from './machine-sections.ts';
import { repairForm } from './repair-form.ts';
import { tokenForms } from './token-forms.ts';
import { runPath } from './words.ts';

/** What can be done with a run; each says first what comes of it. */
export function actsOn(task: ShownRun, isReadOnly: boolean): Html {
  const { id, stoppedAt, redrivable, machine } = task;
  const isOver = stoppedAt !== undefined;
  const others = markup`<a href="/compare?${new URLSearchParams({ a: id }).toString()}">Compare with another run</a> <a href="${runPath(id, 'report.html')}" download>Report as one file</a> <a href="${runPath(id, 'report.html?redact')}" download>Report without payloads</a>`;
  if (isReadOnly) return markup`<div class="acts">${others}</div>`;
  const startPath = machine?.arn === undefined ? '/start' : machinePath(machine.arn);
  return markup`<div class="acts"><a href="${startPath}?${new URLSearchParams({ from: id }).toString()}">Run again with edits</a> ${others}
${tokenForms(task)}
${!isOver && cancelForm(id)}
${isOver && machine === undefined && task.status !== 'SUCCEEDED' && repairForm(task)}
${isOver && redrivable === true && redriveForm(task)}</div>`;
}

function cancelForm(id: string): Html {
  return markup`<details class="act"><summary>Cancel the run…</summary><p>It stops for good. Handlers that run are not interrupted; what they return is lost. No step begins any more.</p>
<form class="act" data-path="${runPath(id, 'cancel')}"><label class="grow">Reason<input name="reason" autocomplete="off"></label><button type="submit">Cancel the run</button><output aria-live="polite"></output></form></details>`;
}

function redriveForm({ id, steps }: ShownRun): Html {
  const names = (isWanted: boolean) => steps.filter(({ state }) => isDone(state) === isWanted).map(({ name }) => name);
  const [done, left] = [names(true), names(false)];
  return markup`<details class="act"><summary>Redrive…</summary><p>The run goes on in the same execution, with attempts that begin anew. ${
    left.length > 0 && `Runs again, where it still can: ${left.join(', ')}. `
  }${done.length > 0 && `Does not run again: ${done.join(', ')}.`}</p>
<form class="act" data-path="${runPath(id, 'redrive')}"><button type="submit">Redrive</button><output aria-live="polite"></output></form></details>`;
}
