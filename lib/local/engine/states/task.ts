import type { TaskState } from '../../../states-language/types.ts';
import type { JsonValue } from '../../../json.ts';
import { Limit } from '../../../states-language/limits.ts';
import type { Data } from '../../base/data.ts';
import { exceeds, toData } from '../../base/data.ts';
import { recover } from '../recover.ts';
import type { Resource } from '../../../states-language/resource.ts';
import { parseResource } from '../../../states-language/resource.ts';
import { ErrorName } from '../../../states-language/error-name.ts';
import { EvaluationError, FatalStatesError, StatesError } from '../../base/states-error.ts';
import { beginTask, startLater } from '../task/task-beginning.ts';
import { RunningCall } from '../task/task-call.ts';
import { taskEvents } from '../task/task-events.ts';
import type { TaskEvents } from '../task/task-events.ts';
import type { PendingTask } from '../task/task-invoker.ts';
import type { Stopper } from '../stopper.ts';
import { withinTime } from '../task/task-timeout.ts';
import type { OpenTask } from '../task/task-tokens.ts';
import type { Eventually } from '../../language/eventually.ts';
import { inOrder, whenSettled } from '../../language/eventually.ts';
import type { Leaving, Transition } from '../../language/query-language.ts';
import type { Visit } from '../visit.ts';
import { record } from '../record.ts';
import { printData } from '../../base/json-text.ts';

/**
 * Asks a resource to do the work. States Language: "Task State", "Timeouts and Heartbeats", "Credentials".
 *
 * 1. The effective input goes to `Resource`, with the role of `Credentials`.
 * 2. A task that takes more than `TimeoutSeconds`, or is silent for more than `HeartbeatSeconds`, fails with States.Timeout.
 * 3. What the resource answers is the result; an error of it is one of the state, for its retriers and catchers.
 */
export function runTask(visit: Visit<TaskState>): Promise<Transition> {
  const resource = parseResource(visit.state.Resource);
  return recover(visit, () => attempt(visit, resource));
}

async function attempt(visit: Visit<TaskState>, resource: Resource | undefined): Promise<Leaving> {
  const { run, language, state } = visit;
  if (resource === undefined) throw new EvaluationError(`The resource '${state.Resource}' is not valid.`);
  const waits = resource.kind === 'service' && resource.pattern === 'token';
  const task = waits ? run.tokens.open(run.random.uuid(), run.clock) : undefined;
  visit.token = task?.token;
  try {
    const asked = orderOf(visit, language.input(visit));
    // Waited for only where it must be: another branch would have its turn.
    const order = asked instanceof Promise ? await asked : asked;
    return await language.output(visit, await work(begin(visit, resource, task, order)));
  } finally {
    task?.close();
  }
}

/** What a task is asked, and what it is granted: times in seconds. */
interface Order {
  readonly parameters: JsonValue;
  /** The parameters as JSON text. */
  readonly text: string;
  readonly timeout: number | undefined;
  readonly heartbeat: number | undefined;
  readonly roleArn: string | undefined;
}

function orderOf(visit: Visit<TaskState>, input: Data): Eventually<Order> {
  const { language, name } = visit;
  return whenSettled(language.payload(visit, input), (payload) => {
    const { text, plain: parameters } = payload;
    if (exceeds(text, Limit.stateBytes)) throw tooLargeInput(name);
    const limits = inOrder<[Order['timeout'], Order['heartbeat'], Order['roleArn']]>(
      () => language.number(visit, input, 'TimeoutSeconds'),
      () => language.number(visit, input, 'HeartbeatSeconds'),
      () => language.role(visit, input),
    );
    return whenSettled(limits, ([timeout, heartbeat, roleArn]) => ({
      parameters,
      text,
      timeout,
      heartbeat,
      roleArn,
    }));
  });
}

/** What a task is sent may take 256 KiB. */
function tooLargeInput(stateName: string): FatalStatesError {
  return new FatalStatesError(
    ErrorName.dataLimitExceeded,
    `The state/task '${stateName}' has an input with a size exceeding the maximum number of bytes service limit.`,
  );
}

/** Tells the history that a task begins. */
function begin(visit: Visit<TaskState>, resource: Resource, task: OpenTask | undefined, order: Order): Begun {
  const { run, name, state } = visit;
  const { parameters, text, timeout, heartbeat, roleArn } = order;
  const plain: PendingTask = { resource: state.Resource, parameters, text, stateName: name, executionArn: run.arn };
  const request = roleArn === undefined ? plain : { ...plain, roleArn };
  const events = eventsOf(visit, resource);
  const queued = beginTask(visit, request, events, { parameters: text, timeout, heartbeat, roleArn });
  const open = queued ? run.tokens.open(run.random.uuid(), run.clock) : task;
  return { visit, resource, request, events, open, queued, timeout, heartbeat };
}

/** A task that the history has told of. */
interface Begun {
  readonly visit: Visit<TaskState>;
  readonly resource: Resource;
  readonly request: PendingTask;
  readonly events: TaskEvents;
  /** What waits for an answer with a token. */
  readonly open: OpenTask | undefined;
  /** Whether it starts only when a worker takes it. */
  readonly queued: boolean;
  readonly timeout: number | undefined;
  readonly heartbeat: number | undefined;
}

/** One attempt: tells the history of it, and returns the result. */
async function work(begun: Begun): Promise<Data> {
  const { visit, resource, request, events, open, queued, timeout, heartbeat } = begun;
  const { run, track } = visit;
  let submitted = resource.kind !== 'service' || resource.pattern === 'response';
  /** Tells that the service has taken the request, where that is told apart from its result. */
  const submit = (response: JsonValue, { reason }: Stopper) => {
    if (reason !== undefined || submitted || events.submitted === undefined) return;
    submitted = true;
    record(run, track, ...events.submitted(printData(response)));
  };
  const start = queued ? startLater(visit, events) : undefined;
  try {
    const result = await withinTime({ visit, timeout, heartbeat, task: open, started: start?.started }, (stopper) => {
      const submitted = (answer: JsonValue) => {
        submit(answer, stopper);
      };
      const started = (workerName?: string) => {
        if (stopper.reason === undefined) start?.tell(workerName);
      };
      const response = run.invoke(new RunningCall(request, open?.token, run.clock, stopper, { submitted, started }));
      if (open === undefined) return response;
      return response.then((answer) => {
        submit(answer, stopper);
        return open.answer;
      });
    });
    const data = toData(result);
    if (exceeds(data.text, Limit.stateBytes)) throw tooLarge(resource);
    record(run, track, ...events.succeeded(data.text));
    return data;
  } catch (thrown) {
    if (track.ended) throw thrown;
    const error = asStatesError(thrown);
    record(run, track, ...failureEvent(events, error, submitted));
    throw error;
  } finally {
    open?.close();
  }
}

function failureEvent(events: TaskEvents, error: StatesError, submitted: boolean): ReturnType<TaskEvents['failed']> {
  if (error.error === ErrorName.timeout) return events.timedOut(error);
  return submitted || events.submitFailed === undefined ? events.failed(error) : events.submitFailed(error);
}

/** A mistake in the invoker itself ends the execution: no machine can be meant to handle it. */
function asStatesError(thrown: unknown): StatesError {
  if (thrown instanceof StatesError) return thrown;
  return new FatalStatesError(
    ErrorName.runtime,
    thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown),
  );
}

function tooLarge(resource: Resource): StatesError {
  const name = resource.kind === 'service' ? resource.service : resource.arn;
  return new StatesError(
    ErrorName.dataLimitExceeded,
    `The state/task '${name}' returned a result with a size exceeding the maximum number of bytes service limit.`,
  );
}

/** The events of a state's resource. They are the same for all of its tasks in a Region. */
function eventsOf({ state, run }: Visit<TaskState>, resource: Resource): TaskEvents {
  const { region } = run;
  const found = knownEvents.get(state);
  if (found?.region === region) return found.events;
  const events = taskEvents(resource, region);
  knownEvents.set(state, { region, events });
  return events;
}

const knownEvents = new WeakMap<TaskState, { readonly region: string; readonly events: TaskEvents }>();
