import { errorName } from '../../client/view/attempt-error.ts';
import { isDone } from '../../client/view/step-view.ts';
import { TASK_STATUSES } from '../../client/responses/task-status.ts';
import { count } from '../../diagnostics/wording.ts';
import type { FoundRuns } from '../find-runs.ts';
import { markup, type Html } from '../html.ts';
import { failedSteps, type ShownRun } from '../shown-run.ts';
import { machineName } from './machine-sections.ts';
import { elapsedText, pageLinks, runPath, scrolling, statusPill, templatePath, timeText } from './words.ts';

/** What the list was asked for, as its address has it. */
export type ListQuery = Readonly<Record<'status' | 'namespace' | 'name' | 'since' | 'q', string>>;

/** Spans of time to look back, by the word in the address. */
export const SPANS: Readonly<Record<string, readonly [meaning: string, ms: number]>> = {
  hour: ['last hour', 3_600_000],
  day: ['last day', 86_400_000],
  week: ['last week', 7 * 86_400_000],
};

/** Runs, newest first, with what they can be filtered by. @param empty What stands where nothing has run yet. */
export function listSections(
  { tasks, pagination, searched, mayBeMore = false }: FoundRuns,
  query: ListQuery,
  { now, empty }: { readonly now: number; readonly empty: Html },
): Html {
  const { page, total_pages: pages, total_count: total } = pagination;
  const isFiltered = Object.values(query).some((value) => value !== '');
  return markup`${filterForm(query)}
<p class="faint">${count(total, 'run')}${mayBeMore && ' or more'}${searched !== undefined && ` among the newest ${searched}`}${pages > 1 && `, page ${page} of ${pages}`}</p>
${tasks.length > 0 ? table(tasks, now) : isFiltered ? markup`<p>No run fits. <a href="/">Show all</a></p>` : empty}
${pageLinks(pagination, (to) => addressOf(query, to))}`;
}

function filterForm({ status, namespace, name, since, q }: ListQuery): Html {
  return markup`<form action="/" method="get" role="search" aria-label="Runs">
<label class="grow">Text in id, context or error<input type="search" name="q" value="${q}" autocomplete="off"></label>
<label>Status<select name="status"><option value="">any</option>${TASK_STATUSES.map((state) => option(state, state.replaceAll('_', ' '), status))}</select></label>
<label>Started<select name="since"><option value="">any time</option>${Object.entries(SPANS).map(([span, [meaning]]) => option(span, meaning, since))}</select></label>
<label>Namespace<input name="namespace" value="${namespace}" autocomplete="off" size="12"></label>
<label>Template<input name="name" value="${name}" autocomplete="off" size="16"></label>
<button type="submit">Filter</button></form>`;
}

function option(value: string, text: string, chosen: string): Html {
  return markup`<option value="${value}"${value === chosen && markup` selected`}>${text}</option>`;
}

/** The bars of a page are as long as its runs took, beside each other. */
function table(tasks: readonly ShownRun[], now: number): Html {
  const tookOf = ({ startedAt, stoppedAt }: ShownRun) =>
    Math.max(0, (stoppedAt === undefined ? now : Date.parse(stoppedAt)) - Date.parse(startedAt));
  const longest = Math.max(1, ...tasks.map(tookOf));
  return scrolling(
    'Runs',
    markup`<table class="runs rows"><thead><tr><th scope="col">Status</th><th scope="col">Template</th><th scope="col">Run</th><th scope="col">Steps</th><th scope="col">Started</th><th scope="col">Took</th><th scope="col">Failed step and message</th></tr></thead>
<tbody>${tasks.map((task) => {
      const { id, identity, machine, steps, startedAt, stoppedAt } = task;
      const complete = steps.filter(({ state }) => isDone(state)).length;
      return markup`<tr id="run-${id}"><td>${statusPill(task)}</td>
<td>${machine === undefined ? markup`<a href="${templatePath(identity)}">${identity.namespace}/${identity.name}</a> <span class="faint">${identity.version}</span>` : machineName(machine)}</td>
<td class="mono id"><a class="row" href="${runPath(id)}" title="${id}">${shortId(id)}</a></td>
<td class="number">${complete}/${steps.length}</td><td class="mono">${timeText(startedAt)}</td>
<td class="took"><span>${elapsedText(startedAt, stoppedAt, now)}</span><meter min="0" max="${longest}" value="${tookOf(task)}" aria-label="Took, beside the other runs"></meter></td>
<td class="message">${failureOf(task)}</td></tr>`;
    })}</tbody></table>`,
  );
}

/** Ids end with what tells them apart. */
function shortId(id: string): string {
  return id.length <= 24 ? id : `${id.slice(0, 8)}…${id.slice(-10)}`;
}

function failureOf(run: ShownRun): Html | undefined {
  const { error, cause = '' } = run;
  const [failed] = failedSteps(run);
  if (failed !== undefined) {
    const { error: why } = failed;
    return markup`<strong class="mono">${failed.name}</strong> ${why === undefined ? '' : errorName(why)}: ${why?.message ?? ''}`;
  }
  return error === undefined ? undefined : markup`${error}${cause !== '' && `: ${cause}`}`;
}

function addressOf(query: ListQuery, page: number): string {
  return `/?${new URLSearchParams({ ...query, page: String(page) }).toString()}`;
}
