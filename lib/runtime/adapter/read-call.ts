import { continuationIn, type Continuation } from '../../contract/continuation.ts';
import { WireError } from '../../contract/errors.ts';
import { isJsonObject, type JsonObject } from '../../json.ts';
import {
  USUAL_ATTEMPTS,
  usualDelays,
  WIRE_VERSION,
  type ChildStepEvent,
  type OpeningRetry,
  type StateData,
  type StepEvent,
  type StepEvent1,
  type WireContext,
  type WireExecution,
  type WireStep,
  type WireTask,
} from '../../contract/step-event.ts';
import type { TaskRequest } from '../../contract/task-request.ts';
import { readRetry } from '../../contract/read-retry.ts';
import { ErrorType } from '../error-type.ts';
import { readAncestors, readCompleted, readEntries, readGivenUp } from './read-entries.ts';
import { withoutRequest } from './without-request.ts';
import type { StepCall } from './step-call.ts';
import { StepError } from './step-error.ts';

/** Reads an event. Throws an error that says what is wrong with one that is not for this runtime. */
export function readCall(event: unknown): StepCall {
  if (!isStepEvent(event)) {
    throw new TypeError('This function runs steps of a state machine: its event needs step, data and execution.');
  }
  const { step } = event;
  const { Execution: execution, State: state } = contextOf(event);
  const { data, request, redriveCount = 0 } = readData(event, execution);
  const task = ('task' in event ? event.task : undefined) ?? data.task;
  // A machine of version 1 takes what it knows from the reply.
  if (task?.wire !== WIRE_VERSION && task?.wire !== 1) {
    throw unknownVersion(step.name, task?.wire);
  }
  const dependencies = step.dependencies ?? [];
  const batch = batchOf(step, data);
  const retry = data.retry === undefined ? undefined : readRetry(data.retry);
  const attempt = retry?.step === (batch?.worker ?? step.name) ? retry.attempts + 1 : 1;
  const entries = readEntries(withoutRequest(stateAround(data), request));
  const continues = continuationIn(request, execution.Name);
  return {
    task: { ...taskOf(task, execution, request, continues), redriveCount: (continues?.restarts ?? 0) + redriveCount },
    batch,
    step: {
      name: batch?.worker ?? step.name,
      callable: step.callable,
      method: step.method,
      config: typeof step.config === 'string' ? (JSON.parse(step.config) as JsonObject) : (step.config ?? {}),
      dependencies,
      retryable: step.retryable ?? true,
      ...retriesOf(step),
      timeoutSeconds: step.timeout_seconds,
      branches: step.branches,
      batches: step.batches,
    },
    attempt,
    isFirstRun: attempt === 1 && !(Number(state?.RetryCount) > 0) && redriveCount === 0 && !continues,
    ...readAncestors(entries, dependencies),
    isListed: data.listed === true,
    isStopped: data.stopped === true,
    completed: readCompleted(entries, { name: step.name, worker: batch?.worker }),
    givenUp: readGivenUp(entries, { name: step.name, worker: batch?.worker }),
    continues,
    wasRedriven: redriveCount > 0,
    budget: task.budget,
  };
}

function batchOf({ name, batch: metadata }: WireStep, { batch }: Partial<StateData>): StepCall['batch'] {
  return metadata === undefined || batch === undefined ? undefined : { ...batch, template: name, metadata };
}

/** Trying again would not help. */
function unknownVersion(step: string, wire: unknown): StepError {
  const message =
    `The state machine speaks version ${String(wire)} of the step event, and this function version ${WIRE_VERSION}. ` +
    'Deploy both with the same version of tasker-sfn.';
  return new StepError(
    {
      error: WireError.permanent,
      message,
      code: 'WIRE_VERSION_UNKNOWN',
      type: ErrorType.PERMANENT_ERROR,
      retryable: false,
      step,
      attempts: 0,
    },
    message.length + 400,
    undefined,
  );
}

function isStepEvent(event: unknown): event is StepEvent | StepEvent1 | ChildStepEvent {
  if (!isJsonObject(event)) return false;
  const { step, data, execution } = event as Partial<Record<keyof StepEvent, unknown>>;
  if (!isJsonObject(step)) return false;
  return 'execution' in event
    ? isJsonObject(execution) && 'data' in event
    : isJsonObject(data) && isJsonObject(executionIn(data));
}

/** The state data of the machine: an iteration of a batch has it as a whole, beside its own. */
function stateAround(data: Partial<StateData>): Partial<StateData> {
  return data.batch !== undefined && isJsonObject(data.steps) ? data.steps : data;
}

/** The task's execution, in a child execution. */
function executionIn(data: Partial<StateData>): WireExecution | undefined {
  return data.execution ?? stateAround(data).execution;
}

function contextOf(event: StepEvent | StepEvent1 | ChildStepEvent): WireContext {
  if (!('execution' in event)) {
    return {
      Execution: executionIn(event.data) as WireExecution,
      ...(event.state !== undefined && { State: event.state }),
    };
  }
  if ('Execution' in event.execution) return event.execution;
  const { execution, state } = event as StepEvent1;
  return { Execution: execution, ...(state !== undefined && { State: state }) };
}

/** What an event says of the execution so far. */
interface SoFar {
  readonly data: Partial<StateData>;
  /** Nobody knows yet whether it is one: an execution may be started with anything. */
  readonly request: unknown;
  readonly redriveCount?: number | undefined;
}

function readData(event: StepEvent | StepEvent1 | ChildStepEvent, execution: WireExecution): SoFar {
  if (!('execution' in event)) return soFar(event.data, execution);
  const { task, data } = event;
  if (task === undefined) return soFar(isJsonObject(data) ? data : {}, execution);
  return isOpeningRetry(data, execution) ? soFar({ retry: data.retry }, data.execution) : { data: {}, request: data };
}

function soFar(data: Partial<StateData>, execution: WireExecution): SoFar {
  return { data, request: execution.Input, redriveCount: execution.RedriveCount };
}

function isOpeningRetry(data: unknown, { Id, StartTime }: WireExecution): data is OpeningRetry {
  if (!isJsonObject(data) || 'context' in data || !isJsonObject(data.retry) || !isJsonObject(data.execution))
    return false;
  return data.execution.Id === Id && data.execution.StartTime === StartTime;
}

function taskOf(
  { template }: WireTask,
  execution: WireExecution,
  request: unknown,
  continues: Continuation | undefined,
): Omit<StepCall['task'], 'redriveCount'> {
  const [namespace, name, version] = template;
  const {
    id,
    arn,
    started_at: startedAt,
  } = continues?.task ?? {
    id: execution.Name,
    arn: execution.Id,
    started_at: execution.StartTime,
  };
  return { id, arn, namespace, name, version, startedAt, request: request as TaskRequest };
}

function retriesOf(step: StepEvent['step']): Pick<StepCall['step'], 'maxAttempts' | 'delays'> {
  const maxAttempts = step.max_attempts ?? USUAL_ATTEMPTS;
  const given = step.delays ?? usualDelays(maxAttempts - 1);
  const last = given.at(-1) ?? 1;
  return { maxAttempts, delays: Array.from({ length: maxAttempts - 1 }, (_, retry) => given[retry] ?? last) };
}
