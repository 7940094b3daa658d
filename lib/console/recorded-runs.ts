import { TaskerClientError, viewExecution, type HistoryEvent, type StateMachine } from '../client/index.ts';
import { paginate } from '../client/aws/list-tasks.ts';
import { parseJson } from '../client/parse-json.ts';
import { readRequest } from '../client/requests/read-request.ts';
import { taskStatusOf } from '../client/responses/task-response.ts';
import type { ViewOptions } from '../client/view/execution-view.ts';
import { viewStates } from '../client/view/view-states.ts';
import { indexMachine } from '../client/view/index-machine.ts';
import { taskSteps } from '../client/view/step-view.ts';
import type { RunSource, TemplateKey } from './run-source.ts';
import type { ShownRun } from './shown-run.ts';

/** A run whose history has been kept. */
export interface RecordedRun {
  /** What tells it from the others. */
  readonly id: string;
  /** What it ran. */
  readonly definition: StateMachine;
  /** What its state machine is called, of one that runs no template. @default its id */
  readonly machine?: string;
  /** Oldest first. */
  readonly events: readonly HistoryEvent[];
}

/** Runs that are read from their histories, and from no service. */
export function recordedRuns(runs: readonly RecordedRun[]): RunSource {
  const find = (id: string) => {
    const run = runs.find((one) => one.id === id);
    if (run !== undefined) return run;
    throw new TaskerClientError('NOT_FOUND', `There is no run "${id}" among the histories.`);
  };
  const newestFirst = runs.map((run) => shownOf(run)).toSorted((a, b) => b.startedAt.localeCompare(a.startedAt));
  const templates = new Map(
    newestFirst.flatMap(({ id, identity, machine }) =>
      machine === undefined ? [[keyOf(identity), { ...identity, run: find(id) }]] : [],
    ),
  );
  return {
    viewTasks: async (filter = {}) => {
      const found = newestFirst.filter(
        (task) =>
          (['namespace', 'name', 'version'] as const).every(
            (key) => filter[key] === undefined || filter[key] === task.identity[key],
          ) &&
          (filter.status === undefined || filter.status === taskStatusOf(task)),
      );
      const { items, pagination } = paginate(found, filter);
      return { tasks: items, pagination };
    },
    viewTask: async (id, options) => shownOf(find(id), options),
    readExecution: async (id) => find(id),
    listTemplates: async () =>
      [...templates.values()].map(({ namespace, name, version }) => ({
        ...{ namespace, name, version },
        stateMachineArn: '',
      })),
    definitionOf: async (template) => {
      const found = templates.get(keyOf(template));
      if (found !== undefined) return found.run.definition;
      throw new TaskerClientError('NOT_FOUND', `No history is of the template "${keyOf(template)}".`);
    },
  };
}

function keyOf({ namespace, name, version }: TemplateKey): string {
  return `${namespace}/${name}@${version}`;
}

const STATUS_AT_END: Readonly<Record<string, string>> = {
  ExecutionSucceeded: 'SUCCEEDED',
  ExecutionFailed: 'FAILED',
  ExecutionTimedOut: 'TIMED_OUT',
  ExecutionAborted: 'ABORTED',
};

/** A run as a client would read it; what no history tells, such as its ARN, is empty. */
function shownOf(run: RecordedRun, options: ViewOptions = {}): ShownRun {
  const { id, definition, events } = run;
  const identity = indexMachine(definition).identity;
  const last = events.at(-1);
  const at = (event: HistoryEvent | undefined) => new Date((event?.timestamp ?? 0) * 1000).toISOString();
  const status = STATUS_AT_END[last?.type ?? ''];
  return {
    id,
    arn: '',
    ...(identity === undefined
      ? statesOf(run)
      : {
          identity,
          request: requestIn(events),
          ...taskSteps(viewExecution({ definition, events, ...options })),
        }),
    status: status ?? 'RUNNING',
    startedAt: at(events[0]),
    updatedAt: at(last),
    ...(status !== undefined && { stoppedAt: at(last) }),
    ...failureIn(last),
  };
}

/** A run of a machine that runs no template, by its states. */
function statesOf({ id, definition, machine: name = id, events }: RecordedRun) {
  const states = viewStates(definition, events);
  const [first, last] = [events[0], events.at(-1)];
  const input = first?.type === 'ExecutionStarted' ? first.executionStartedEventDetails.input : undefined;
  const output = last?.type === 'ExecutionSucceeded' ? last.executionSucceededEventDetails.output : undefined;
  return {
    identity: { namespace: '', name, version: '' },
    request: {},
    steps: states.map(({ step }) => step),
    machine: {
      ...{ name, definition, events, states },
      ...(input !== undefined && { input: parseJson(input) ?? input }),
      ...(output !== undefined && { output: parseJson(output) ?? output }),
    },
  };
}

/** The request with which an execution was started, by its history. */
export function requestIn(events: readonly HistoryEvent[]): ShownRun['request'] {
  const started = events.find((event) => event.type === 'ExecutionStarted');
  return readRequest(parseJson(started?.executionStartedEventDetails.input ?? ''));
}

function failureIn(event: HistoryEvent | undefined): Pick<ShownRun, 'error' | 'cause'> {
  const details =
    event?.type === 'ExecutionFailed'
      ? event.executionFailedEventDetails
      : event?.type === 'ExecutionTimedOut'
        ? event.executionTimedOutEventDetails
        : event?.type === 'ExecutionAborted'
          ? event.executionAbortedEventDetails
          : {};
  const { error, cause } = details;
  return { ...(error !== undefined && { error }), ...(cause !== undefined && { cause }) };
}
