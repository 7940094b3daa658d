import type { ExecutionListItem, ExecutionStatus } from '@aws-sdk/client-sfn';
import { readRunName } from '../../contract/run-name.ts';
import type { TemplateIdentity } from '../../contract/state-machine-name.ts';
import type { TaskRequest } from '../../contract/task-request.ts';
import { mapWithLimit } from './map-with-limit.ts';
import type { StateMachines } from './state-machines.ts';
import type { StepFunctions } from './step-functions.ts';
import { TaskerClientError } from '../tasker-client-error.ts';

/** Which tasks to list. */
export interface TaskFilter extends Partial<TemplateIdentity> {
  /** From 1. */
  readonly page?: number;
  /** 1 … 100; 25 when absent. */
  readonly per_page?: number;
  /** A task's state in Tasker's words. */
  readonly status?: string;
  /** Who asked for the task. Step Functions does not know it: see `listTasks`. */
  readonly initiator?: string;
  /** The system from which the request came. Step Functions does not know it: see `listTasks`. */
  readonly source_system?: string;
}

/** What a list leaves out beside its filter. */
export interface ListOptions {
  /** Whether the tasks of a namespace are listed. @default all are */
  readonly isWanted?: (namespace: string) => boolean | Promise<boolean>;
  /** How many of the newest tasks of each template are listed and counted: each thousand costs a call. @default 10_000 */
  readonly mostCounted?: number;
  /** Is told that a template has more, older tasks than are counted. */
  readonly onCut?: () => void;
}

/** Tasker's account of a page. */
export interface Pagination {
  /** The page, from 1. */
  readonly page: number;
  /** How many tasks a page holds at most. */
  readonly per_page: number;
  /** How many tasks there are on all pages. */
  readonly total_count: number;
  /** How many pages there are. */
  readonly total_pages: number;
  /** Whether a page follows. */
  readonly has_next: boolean;
  /** Whether a page comes before. */
  readonly has_previous: boolean;
  /** Whether all tasks were counted: of a template that has more than ten thousand, the newest are. Not in Tasker. */
  readonly is_whole: boolean;
}

/** The states of Tasker under which an execution of each status may be sought. */
const STATUSES: Readonly<Record<string, readonly ExecutionStatus[]>> = {
  pending: ['RUNNING'],
  in_progress: ['RUNNING'],
  steps_in_process: ['RUNNING'],
  waiting_for_retry: ['RUNNING'],
  complete: ['SUCCEEDED'],
  error: ['FAILED', 'TIMED_OUT'],
  blocked_by_failures: ['FAILED'],
  cancelled: ['ABORTED'],
};

/** Executions beyond the newest ten thousand of a machine are not counted, unless who asks says otherwise. */
const MOST_COUNTED = 10_000;
/** As many executions as one call lists. */
const LISTED_AT_ONCE = 1000;

/** Step Functions lets us describe some 300 executions at once and 15 a second. */
const MOST_SEARCHED = 500;

/** The execution that stands for a task as it is now. */
export interface ListedTask extends ExecutionListItem {
  /** When the task began: what tasks are sorted by. */
  readonly begunAt: Date;
  /** Whether it was repaired, so that other executions of it came before. */
  readonly isContinued: boolean;
}

/** The tasks of the templates that the filter names, newest first. */
export async function listExecutions(
  sfn: StepFunctions,
  machines: StateMachines,
  filter: TaskFilter,
  options: ListOptions = {},
): Promise<readonly ListedTask[]> {
  const statuses = filter.status === undefined ? undefined : STATUSES[filter.status];
  if (filter.status !== undefined && statuses === undefined) {
    const known = Object.keys(STATUSES).join(', ');
    throw new TaskerClientError('BAD_REQUEST', `No task has the status "${filter.status}". There are: ${known}.`);
  }
  return listByStatus(sfn, machines, filter, statuses, options);
}

/** The tasks of the templates that the filter names, whose executions have one of the statuses, newest first. */
export async function listByStatus(
  sfn: StepFunctions,
  machines: StateMachines,
  filter: Partial<TemplateIdentity>,
  statuses: readonly ExecutionStatus[] | undefined,
  { isWanted = () => true, mostCounted = MOST_COUNTED, onCut = () => {} }: ListOptions = {},
): Promise<readonly ListedTask[]> {
  const named = (await machines.all()).filter((machine) =>
    (['namespace', 'name', 'version'] as const).every(
      (key) => filter[key] === undefined || filter[key] === machine[key],
    ),
  );
  const namespaces = [...new Set(named.map(({ namespace }) => namespace))];
  const answers = await Promise.all(namespaces.map((namespace) => Promise.resolve(isWanted(namespace))));
  const wanted = named.filter(({ namespace }) => answers[namespaces.indexOf(namespace)] === true);
  const lists = await mapWithLimit(wanted, 5, ({ stateMachineArn: arn }) =>
    listTasks(sfn, arn, statuses, { most: mostCounted, onCut }),
  );
  return lists.flat().sort((a, b) => Number(b.begunAt) - Number(a.begunAt));
}

/** How an execution may have ended that another one continues. */
const CONTINUABLE: readonly ExecutionStatus[] = ['FAILED', 'TIMED_OUT', 'ABORTED'];

/** How many executions of a machine are listed, and who is told that there are more. */
interface ListBound {
  readonly most: number;
  readonly onCut: () => void;
}

/** The tasks of a machine. Only who sees all executions sees which failed ones were continued by others, that stand in their place. */
async function listTasks(
  sfn: StepFunctions,
  arn: string,
  statuses: readonly ExecutionStatus[] | undefined,
  bound: ListBound,
): Promise<readonly ListedTask[]> {
  const listAll = () => listMachine(sfn, arn, undefined, bound);
  if (statuses === undefined) return tasksOf(await listAll());
  const all = statuses.some((status) => CONTINUABLE.includes(status)) ? await listAll() : [];
  const isAll = all.length > 0 && all.length < bound.most;
  const found = isAll ? [] : await mapWithLimit(statuses, 5, (status) => listMachine(sfn, arn, status, bound));
  const executions = new Map([...found.flat(), ...all].map((each) => [each.executionArn, each]));
  return tasksOf([...executions.values()]).filter(({ status }) => status !== undefined && statuses.includes(status));
}

/** One for each task: its last execution. All executions of a task are known by their names. */
function tasksOf(executions: readonly ExecutionListItem[]): readonly ListedTask[] {
  const tasks = new Map<string, ListedTask & { readonly run: number }>();
  for (const execution of executions) {
    const { base, run } = readRunName(execution.name ?? '');
    const startDate = execution.startDate ?? new Date(0);
    const known = tasks.get(base);
    const latest = known !== undefined && known.run > run ? known : { ...execution, run };
    const begunAt = known === undefined || startDate < known.begunAt ? startDate : known.begunAt;
    tasks.set(base, { ...latest, begunAt, isContinued: latest.run > 1 });
  }
  return [...tasks.values()];
}

async function listMachine(
  sfn: StepFunctions,
  stateMachineArn: string,
  statusFilter: ExecutionStatus | undefined,
  { most, onCut }: ListBound,
): Promise<readonly ExecutionListItem[]> {
  const found: ExecutionListItem[] = [];
  let nextToken: string | undefined;
  while (found.length < most) {
    const answer = await sfn.listExecutions({
      stateMachineArn,
      maxResults: LISTED_AT_ONCE,
      ...(statusFilter !== undefined && { statusFilter }),
      ...(nextToken !== undefined && { nextToken }),
    });
    found.push(...(answer.executions ?? []));
    nextToken = answer.nextToken;
    if (nextToken === undefined) return found;
  }
  onCut();
  return found;
}

/** Those of the tasks whose requests the filter names. Fails when there are too many to read each. */
export async function searchRequests(
  listed: readonly ListedTask[],
  filter: TaskFilter,
  readRequest: (item: ExecutionListItem) => Promise<TaskRequest>,
): Promise<readonly ListedTask[]> {
  const keys = (['initiator', 'source_system'] as const).filter((key) => filter[key] !== undefined);
  if (keys.length === 0) return listed;
  if (listed.length > MOST_SEARCHED) {
    const message = `${listed.length} tasks are too many to search by ${keys.join(' and ')}: name a namespace or a status.`;
    throw new TaskerClientError('BAD_REQUEST', message);
  }
  const requests = await mapWithLimit(listed, 5, readRequest);
  return listed.filter((_, index) => keys.every((key) => requests[index]?.[key] === filter[key]));
}

/** Cuts one page out of a list. Pages begin with 1 and hold at most 100. */
export function paginate<T>(
  items: readonly T[],
  { page = 1, per_page: perPage = 25 }: TaskFilter,
  isWhole = true,
): { readonly items: readonly T[]; readonly pagination: Pagination } {
  if (!Number.isSafeInteger(page) || page < 1) throw new TaskerClientError('BAD_REQUEST', '"page" must be 1 or more.');
  if (!Number.isInteger(perPage) || perPage < 1 || perPage > 100) {
    throw new TaskerClientError('BAD_REQUEST', '"per_page" must be 1 to 100.');
  }
  const pages = Math.ceil(items.length / perPage);
  return {
    items: items.slice((page - 1) * perPage, page * perPage),
    pagination: {
      page,
      /** How many tasks a page holds at most. */
      per_page: perPage,
      /** How many tasks there are on all pages. */
      total_count: items.length,
      /** How many pages there are. */
      total_pages: pages,
      /** Whether a page follows. */
      has_next: page < pages,
      /** Whether a page comes before. */
      has_previous: page > 1,
      is_whole: isWhole,
    },
  };
}
