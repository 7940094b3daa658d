import type { StepView, TaskExecution } from '../../client/index.ts';
import { taskStatusOf } from '../../client/responses/task-response.ts';
import type { Pagination, TaskStatus } from '../../client/index.ts';
import { formatDuration } from '../../viz/format-duration.ts';
import { STATE_GLYPHS, type DrawnState } from '../../viz/state-glyphs.ts';
import { markup, type Html } from '../html.ts';

/** A sign for how a task stands, so that nobody needs to see colours. */
const STATUS_GLYPHS: Readonly<Record<TaskStatus, string>> = {
  pending: '○',
  steps_in_process: '▶',
  waiting_for_retry: '↻',
  complete: '✓',
  error: '✕',
  cancelled: '⊖',
};

/** How a task stands, with its sign. */
export function statusPill(task: TaskExecution): Html {
  const status = taskStatusOf(task);
  return markup`<span class="pill ${status}"><span class="mark" aria-hidden="true">${STATUS_GLYPHS[status]}</span> ${
    status === 'steps_in_process' ? 'running' : status.replaceAll('_', ' ')
  }</span>`;
}

/** The status of an execution, as Step Functions calls it, with its sign. */
export function statusPillOf(status: string): Html {
  const [kind, text] = EXECUTION_WORDS[status] ?? ['pending', status.toLowerCase().replaceAll('_', ' ')];
  return markup`<span class="pill ${kind}"><span class="mark" aria-hidden="true">${STATUS_GLYPHS[kind]}</span> ${text}</span>`;
}

const EXECUTION_WORDS: Readonly<Record<string, readonly [TaskStatus, string]>> = {
  RUNNING: ['steps_in_process', 'running'],
  SUCCEEDED: ['complete', 'succeeded'],
  FAILED: ['error', 'failed'],
  TIMED_OUT: ['error', 'timed out'],
  ABORTED: ['cancelled', 'aborted'],
};

/** Where the pages before and after one are. */
export function pageLinks(
  { page, total_pages: pages }: Pagination,
  pathOf: (page: number) => string,
): Html | undefined {
  if (pages < 2) return undefined;
  return markup`<nav aria-label="Pages">${page > 1 && markup`<a href="${pathOf(page - 1)}" rel="prev">← Newer</a>`}${page < pages && markup`<a href="${pathOf(page + 1)}" rel="next">Older →</a>`}</nav>`;
}

/** The state of a step, with its sign. */
export function stateText(step: StepView): Html {
  const state = stateOf(step);
  return markup`<span class="${state}"><span class="mark" aria-hidden="true">${STATE_GLYPHS[state]}</span> ${state.replaceAll('_', ' ')}</span>`;
}

/** A step's state, and whether it can never run. */
export function stateOf(step: StepView): DrawnState {
  return step.blocked === true ? 'blocked' : step.state;
}

/** A time, as short as it can be read: its date, and its time to the second; the whole of it on demand. */
export function timeText(iso: string | undefined): Html | undefined {
  if (iso === undefined) return undefined;
  return markup`<time datetime="${iso}" title="${iso}">${iso.slice(0, 19).replace('T', ' ')}</time>`;
}

/** How long something lasted, or lasts: then the page's script counts on. */
export function elapsedText(from: string, to: string | undefined, now: number): Html {
  if (to !== undefined) return markup`${formatDuration(Date.parse(to) - Date.parse(from))}`;
  const since = Date.parse(from);
  return markup`<span data-since="${since}">${formatDuration(Math.max(0, now - since))}</span>`;
}

/** From a step's first attempt to its end, in ms; undefined of one that has not begun, or not ended. */
export function durationOf({ startedAt, completedAt }: StepView): number | undefined {
  return startedAt === undefined || completedAt === undefined
    ? undefined
    : Date.parse(completedAt) - Date.parse(startedAt);
}

/** The page of a run. */
export function runPath(id: string, part = ''): string {
  return `/runs/${encodeURIComponent(id)}${part === '' ? '' : `/${part}`}`;
}

/** The page of a step of a run. */
export function stepPath(id: string, step: string): string {
  return runPath(id, `steps/${encodeURIComponent(step)}`);
}

/** The page of a template. */
export function templatePath({ namespace, name, version }: TaskExecution['identity']): string {
  return `/templates/${[namespace, name, version].map(encodeURIComponent).join('/')}`;
}

/** A list that scrolls sideways, for keyboards too. */
export function scrolling(label: string, content: Html): Html {
  return markup`<div class="scroll" tabindex="0" role="region" aria-label="${label}">${content}</div>`;
}
