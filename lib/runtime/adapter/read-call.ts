import { isJsonObject, type JsonObject } from '../../json.ts';
import {
  USUAL_ATTEMPTS,
  WIRE_VERSION,
  type RetryState,
  type StepEvent,
  type WireExecution,
  type WireStep,
  type WireTask,
} from '../../contract/step-event.ts';
import type { TaskRequest } from '../../contract/task-request.ts';
import { type Entries, readAncestors, readEntries } from './read-entries.ts';
import type { StepCall } from './step-call.ts';

/**
 * Reads the event of an ordinary step that has not run before. Undefined of any other, and of what is no event: that is for
 * `read-unusual-call.ts`, which is loaded when it is needed.
 */
export function readCall(event: unknown): StepCall | undefined {
  const { step, data, execution: context, task: opening } = objectOf(event) as Partial<StepEvent>;
  const { Execution: execution, State: state } = objectOf(context) as Partial<StepEvent['execution']>;
  if (step === undefined || execution === undefined || !isJsonObject(data)) return undefined;
  const isOpening = opening !== undefined;
  const request: unknown = isOpening ? data : execution.Input;
  const left = isOpening ? {} : data;
  const task = opening ?? (data.task as WireTask | undefined);
  const entries = readEntries(left);
  // After a redrive of a group that opens the execution, the request may lie among what steps have left.
  const members = { ...left, ...objectOf(left.steps) };
  // A retry stays there for the steps after the one that it names.
  const { step: retried, Cause: cause } = objectOf(left.retry) as RetryState;
  const isUnusual =
    task?.wire !== WIRE_VERSION ||
    (isOpening && 'retry' in data) ||
    'continues' in objectOf(request) ||
    ['batch', 'listed', 'stopped', 'context', 'options'].some((member) => member in members) ||
    entries.passed.has(step.name) ||
    retried === step.name ||
    cause?.includes(`@${step.name}@`) ||
    state?.RetryCount ||
    execution.RedriveCount;
  if (isUnusual) return undefined;
  return makeCall(task, step, { execution, request, entries });
}

function objectOf(value: unknown): JsonObject {
  return isJsonObject(value) ? value : {};
}

/** What an event says of the execution so far. */
export interface SoFar {
  readonly execution: WireExecution;
  /** Nobody knows yet whether it is one: an execution may be started with anything. */
  readonly request: unknown;
  readonly entries: Entries;
}

/** The call of an ordinary step that has not run before. */
export function makeCall(task: WireTask, step: WireStep, { execution, request, entries }: SoFar): StepCall {
  const [namespace, name, version] = task.template;
  const { config: wireConfig = {}, dependencies = [], retryable = true, max_attempts = USUAL_ATTEMPTS } = step;
  const config = typeof wireConfig === 'string' ? (JSON.parse(wireConfig) as JsonObject) : wireConfig;
  return {
    task: {
      id: execution.Name,
      arn: execution.Id,
      namespace,
      name,
      version,
      startedAt: execution.StartTime,
      redriveCount: 0,
      request: request as TaskRequest,
    },
    step: { ...step, config, inputs: config, dependencies, retryable, max_attempts },
    attempt: 1,
    entries,
    ...readAncestors(entries, dependencies),
    budget: task.budget,
  };
}
