import type { TaskLogLine } from '../../client/index.ts';
import { count } from '../../diagnostics/wording.ts';
import { markup, type Html } from '../html.ts';
import type { ShownRun } from '../shown-run.ts';
import { fieldList } from './log-section.ts';
import { runPath, scrolling, stepPath } from './words.ts';

/** Lines that are shown on one page. */
const MOST_SHOWN = 2000;

/** What has been read of the logs of a run whose functions are Lambda's. */
export type ReadLog =
  | { readonly kind: 'lines'; readonly lines: readonly TaskLogLine[] }
  /** Why there are none: CloudWatch Logs has refused to tell, say. */
  | { readonly kind: 'failure'; readonly message: string };

/** The logs of a run, or of one of its steps, as CloudWatch Logs has them. */
export function readLogSection(task: ShownRun, log: ReadLog, step: string | undefined): Html {
  const all =
    step !== undefined &&
    markup`<p>Of <a class="mono" href="${stepPath(task.id, step)}">${step}</a> alone. <a href="${runPath(task.id, 'log')}">Of all steps</a></p>`;
  if (log.kind === 'failure') {
    return markup`${all}<p class="failure">The logs cannot be read: ${log.message}</p>${elsewhere(task)}`;
  }
  const { lines } = log;
  if (lines.length === 0) {
    return markup`${all}<p>There are no lines. CloudWatch Logs shows them some seconds after they were written.</p>${elsewhere(task)}`;
  }
  const newest = lines.slice(-MOST_SHOWN);
  return markup`${all}${newest.length < lines.length && markup`<p class="faint">The newest ${MOST_SHOWN} of ${count(lines.length, 'line')}; <code>npx tasker-sfn task logs ${task.id}</code> has all.</p>`}${scrolling(
    'Log',
    markup`<table class="log"><tbody>${newest.map(
      ({ timestamp, level, message, step: of, attempt, fields }) =>
        markup`<tr><td class="mono faint">${timestamp.slice(11, 23)}</td><td class="mono">${of !== null && markup`<a class="row" href="${stepPath(task.id, of)}">${of}</a>`}${attempt !== null && attempt > 1 && ` #${attempt}`}</td><td class="level ${level.toLowerCase()}">${level}</td><td>${message}${fieldList(fields)}</td></tr>`,
    )}</tbody></table>`,
  )}`;
}

/** The log of a step on the page of a run's logs. */
export function stepLogPath(id: string, step: string): string {
  return `${runPath(id, 'log')}?${new URLSearchParams({ only: step }).toString()}`;
}

/** What is said below a timeline whose cold starts only the logs know. @param log Undefined where it has not been read. */
export function coldStartsText(id: string, log: ReadLog | undefined): Html {
  if (log === undefined) {
    return markup`<p class="faint">Cold starts are told by the logs of the functions alone. <a href="${runPath(id, 'timeline')}?cold">Read them</a>, which costs some calls of CloudWatch Logs.</p>`;
  }
  if (log.kind === 'failure') {
    return markup`<p class="failure">The logs, which tell of cold starts, cannot be read: ${log.message}</p>`;
  }
  const cold = log.lines.filter(({ fields }) => 'init_duration_ms' in fields).length;
  return markup`<p class="faint">The logs tell of ${count(cold, 'cold start')}. CloudWatch Logs shows a line some seconds after it was written.</p>`;
}

/** What stands for the logs of a run from a file: it holds none. */
export function logsAreElsewhere(task: ShownRun): Html {
  return markup`<p>A history holds no logs.</p>${elsewhere(task)}`;
}

function elsewhere({ id, steps }: ShownRun): Html {
  const functions = new Set(steps.flatMap(({ history }) => history.flatMap(({ log }) => log?.function ?? [])));
  if (functions.size === 0) return markup``;
  return markup`<p>Without the tags of <code>TaskerWorkflow</code>, they are where Lambda puts them by itself:</p>
<pre tabindex="0">${[...functions].map((name) => `aws logs tail /aws/lambda/${name.split(':').at(6) ?? name} --filter-pattern '"${id}"'\n`)}</pre>`;
}
