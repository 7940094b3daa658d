import { paginate } from '../client/aws/list-tasks.ts';
import type { TaskFilter } from '../client/index.ts';
import type { RunSource, ShownRuns } from './run-source.ts';
import type { ShownRun } from './shown-run.ts';

/** Which runs to show. */
export interface RunQuery extends TaskFilter {
  /** A text in the id, in the context or in an error. */
  readonly text?: string;
  /** Started at this time or later: ms since 1970. */
  readonly since?: number;
}

/** Runs on a page of the list. */
const PER_PAGE = 50;
/** Runs of a template that one call lists; they are counted as far as a reader has come. */
const COUNTED_AT_ONCE = 1000;
/** So many of the newest runs are read to find a text: each costs up to two calls on AWS. */
export const MOST_SEARCHED = 500;

/** Runs as they are listed. */
export interface FoundRuns extends ShownRuns {
  /** Among how many runs the text was sought. */
  readonly searched?: number;
  /** Whether there may be more runs than were counted. */
  readonly mayBeMore?: boolean;
}

/** Finds the runs of a page of the list. Step Functions knows nothing of texts, so the newest runs are read for one. */
export async function findRuns(source: RunSource, { text = '', since, ...filter }: RunQuery): Promise<FoundRuns> {
  const mostCounted = COUNTED_AT_ONCE * Math.ceil(((filter.page ?? 1) * PER_PAGE + 1) / COUNTED_AT_ONCE);
  if (text === '' && since === undefined) {
    const found = await source.viewTasks({ ...filter, per_page: PER_PAGE }, { mostCounted });
    return { ...found, mayBeMore: found.pagination.total_count >= mostCounted };
  }
  const read: ShownRun[] = [];
  for (let page = 1; read.length < MOST_SEARCHED; page++) {
    const { tasks, pagination } = await source.viewTasks(
      { ...filter, page, per_page: 100 },
      { mostCounted: COUNTED_AT_ONCE },
    );
    read.push(...tasks);
    const last = tasks.at(-1);
    if (!pagination.has_next || (since !== undefined && last !== undefined && Date.parse(last.startedAt) < since))
      break;
  }
  const sought = text.toLowerCase();
  const found = read.filter(
    (task) =>
      (since === undefined || Date.parse(task.startedAt) >= since) && textOf(task).toLowerCase().includes(sought),
  );
  const { items: tasks, pagination } = paginate(found, { page: filter.page, per_page: PER_PAGE });
  return { tasks, pagination, searched: read.length };
}

function textOf({ id, request, machine, error = '', cause = '', steps }: ShownRun): string {
  const errors = steps.flatMap((step) =>
    step.error === undefined ? [] : [step.error.code ?? '', step.error.type, step.error.message],
  );
  return [id, JSON.stringify(machine?.input ?? request), error, cause, ...errors].join('\n');
}
