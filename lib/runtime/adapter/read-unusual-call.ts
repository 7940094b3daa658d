import { isJsonObject } from '../../json.ts';
import {
  WIRE_VERSION,
  type ChildStepEvent,
  type OpeningRetry,
  type StateData,
  type StepEvent,
  type StepEvent1,
  type WireContext,
  type RetryState,
  type WireExecution,
  type WireState,
  type WireStep,
} from '../../contract/step-event.ts';
import { continuationIn } from '../../contract/continuation.ts';
import { readRetry } from '../../contract/read-retry.ts';
import { makeCall } from './read-call.ts';
import { readEntries } from './read-entries.ts';
import { unknownVersion } from './refusals.ts';
import type { StepCall } from './step-call.ts';
import { withoutRequest } from './without-request.ts';

/**
 * Reads any event: of workers, in child executions, after a redrive, of a task that goes on, and of machines of version 1.
 *
 * @throws Error that says what is wrong with an event that is not for this runtime
 */
export function readUnusualCall(event: unknown): StepCall {
  if (!isStepEvent(event)) {
    throw new TypeError('This function runs steps of a state machine: its event needs step, data and execution.');
  }
  const { step } = event;
  const { Execution: execution, State: state } = contextOf(event);
  const { data, request, redriveCount = 0 } = readData(event, execution);
  const task = ('task' in event ? event.task : undefined) ?? data.task;
  // A machine of version 1 takes what it knows from the reply.
  if (task?.wire !== WIRE_VERSION && task?.wire !== 1) throw unknownVersion(step.name, task?.wire);
  const entries = readEntries(withoutRequest(stateAround(data), request));
  const ordinary = makeCall(task, step, { execution, request, entries });
  const worker = asWorker({ ...ordinary, task: { ...ordinary.task, redriveCount } }, batchOf(step, data));
  const call = continued(asRun(worker, data.retry, state));
  return { ...call, isListed: data.listed === true, isStopped: data.stopped === true };
}

/** A worker has a name of its own, and its part of the work beside its configuration. Tasker: "Batch workers". */
function asWorker(call: StepCall, batch: StepCall['batch']): StepCall {
  if (batch === undefined) return call;
  const { worker, cursor, metadata, is_no_op } = batch;
  const inputs = { ...call.step.config, cursor, batch_metadata: { ...metadata }, is_no_op };
  return { ...call, batch, step: { ...call.step, name: worker, inputs } };
}

/** The call with which run of the step it is. */
function asRun(call: StepCall, wireRetry: RetryState | undefined, state: WireState | undefined): StepCall {
  const retry = wireRetry && readRetry(wireRetry);
  const attempt = retry?.step === call.step.name ? retry.attempts + 1 : 1;
  const mayHaveRun = attempt > 1 || Number(state?.RetryCount) > 0 || call.task.redriveCount > 0;
  return { ...call, attempt, mayHaveRun };
}

/** The call of a task that goes on, with what it goes on from: the task is known by the execution with which it began. */
function continued(call: StepCall): StepCall {
  const continues = continuationIn(call.task.request, call.task.id);
  if (continues === undefined) return call;
  const { id, arn, started_at: startedAt } = continues.task;
  const redriveCount = continues.restarts + call.task.redriveCount;
  const wasRedriven = call.task.redriveCount > 0;
  return {
    ...call,
    task: { ...call.task, id, arn, startedAt, redriveCount },
    mayHaveRun: true,
    continues,
    wasRedriven,
  };
}

function batchOf({ name, batch: metadata }: WireStep, { batch }: Partial<StateData>): StepCall['batch'] {
  return metadata === undefined || batch === undefined ? undefined : { ...batch, template: name, metadata };
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

/** The state data, and what it is the data of. */
interface WithRequest {
  readonly data: Partial<StateData>;
  /** Nobody knows yet whether it is one: an execution may be started with anything. */
  readonly request: unknown;
  readonly redriveCount?: number | undefined;
}

function readData(event: StepEvent | StepEvent1 | ChildStepEvent, execution: WireExecution): WithRequest {
  if (!('execution' in event)) {
    const { RedriveCount: before = 0 } = execution;
    return { ...withRequest(event.data, execution), redriveCount: before + (event.redrives ?? 0) };
  }
  const { task, data } = event;
  if (task === undefined) return withRequest(isJsonObject(data) ? data : {}, execution);
  return isOpeningRetry(data, execution)
    ? withRequest({ retry: data.retry }, data.execution)
    : { ...withRequest({}, execution), request: data };
}

function withRequest(data: Partial<StateData>, execution: WireExecution): WithRequest {
  return { data, request: execution.Input, redriveCount: execution.RedriveCount };
}

function isOpeningRetry(data: unknown, { Id, StartTime }: WireExecution): data is OpeningRetry {
  if (!isJsonObject(data) || 'context' in data || !isJsonObject(data.retry) || !isJsonObject(data.execution))
    return false;
  return data.execution.Id === Id && data.execution.StartTime === StartTime;
}
