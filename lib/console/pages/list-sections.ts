import type { TaskList, TaskResponse, TaskStatus } from '../../client/index.ts';
import { count } from '../../diagnostics/wording.ts';
import { formatDuration } from '../../viz/format-duration.ts';
import { markup, type Html } from '../html.ts';

/** What the list was asked for. */
export interface ListQuery {
  readonly states: readonly TaskStatus[];
  readonly status: TaskStatus | undefined;
  readonly namespace: string | undefined;
  readonly name: string | undefined;
}

/** Runs, newest first, with what they can be filtered by. */
export function listSections({ tasks, pagination }: TaskList, query: ListQuery): Html {
  const { page, total_pages: pages, total_count: total } = pagination;
  return markup`${filterForm(query)}
<p class="faint" role="status">${count(total, 'run')}${pages > 1 && `, page ${page} of ${pages}`}</p>
${tasks.length === 0 ? EMPTY : table(tasks)}
<nav aria-label="Pages">${page > 1 && markup`<a href="${addressOf(query, page - 1)}" rel="prev">Newer</a>`}${page < pages && markup`<a href="${addressOf(query, page + 1)}" rel="next">Older</a>`}</nav>`;
}

const EMPTY = markup`<p>Nothing has run, or nothing that fits. Start a task:</p>
<pre>npx tasker-sfn task create NAMESPACE/NAME --context '{}'</pre>`;

function filterForm({ states, status, namespace = '', name = '' }: ListQuery): Html {
  return markup`<form action="/" method="get" role="search">
<label>Status<select name="status"><option value="">any</option>${states.map(
    (state) =>
      markup`<option value="${state}"${state === status && markup` selected`}>${state.replaceAll('_', ' ')}</option>`,
  )}</select></label>
<label>Namespace<input name="namespace" value="${namespace}" autocomplete="off"></label>
<label>Template<input name="name" value="${name}" autocomplete="off"></label>
<button type="submit">Filter</button></form>`;
}

function table(tasks: readonly TaskResponse[]): Html {
  return markup`<div class="scroll" tabindex="0" role="region" aria-label="Runs"><table class="runs"><thead><tr><th scope="col">Status</th><th scope="col">Template</th><th scope="col">Task</th><th scope="col">Steps</th><th scope="col">Started</th><th scope="col">Took</th><th scope="col">Failure</th></tr></thead>
<tbody>${tasks.map(
    (task) => markup`<tr><td><span class="${task.status}">${task.status.replaceAll('_', ' ')}</span></td>
<td>${task.namespace}/${task.name} ${task.version}</td>
<td class="mono"><a class="row" href="/runs/${encodeURIComponent(task.task_uuid)}">${task.task_uuid}</a></td>
<td>${task.completed_steps} of ${task.total_steps}</td><td class="mono">${task.created_at}</td>
<td>${task.completed_at !== null && formatDuration(Date.parse(task.completed_at) - Date.parse(task.created_at))}</td>
<td>${task.failure !== null && `${task.failure.error}: ${task.failure.message}`}</td></tr>`,
  )}</tbody></table></div>`;
}

function addressOf({ status, namespace = '', name = '' }: ListQuery, page: number): string {
  return `/?${new URLSearchParams({ status: status ?? '', namespace, name, page: String(page) }).toString()}`;
}
