import { isJsonObject, type JsonObject } from '../../json.ts';
import {
  USUAL_ATTEMPTS,
  WIRE_VERSION,
  type RetryState,
  type StepEvent,
  type WireExecution,
  type WireState,
  type WireStep,
  type WireTask,
} from '../../contract/step-event.ts';
import type { TaskRequest } from '../../contract/task-request.ts';
import { readRetry } from '../../contract/read-retry.ts';
import { type Entries, readAncestors, readEntries } from './read-entries.ts';
import type { StepCall } from './step-call.ts';

/**
 * Reads the event of an ordinary step that has not settled before. Undefined of any other, and of what is no event: that is for
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
  const isUnusual =
    task?.wire !== WIRE_VERSION ||
    (isOpening && 'retry' in data) ||
    'continues' in objectOf(request) ||
    ['batch', 'listed', 'stopped', 'context', 'options'].some((member) => member in members) ||
    entries.passed.has(step.name);
  if (isUnusual) return undefined;
  return makeCall(task, step, { execution, state, request, retry: left.retry as RetryState | undefined, entries });
}

function objectOf(value: unknown): JsonObject {
  return isJsonObject(value) ? value : {};
}

/** What an event says of the execution so far. */
export interface SoFar {
  readonly execution: WireExecution;
  readonly state: WireState | undefined;
  /** Nobody knows yet whether it is one: an execution may be started with anything. */
  readonly request: unknown;
  readonly retry: RetryState | undefined;
  readonly entries: Entries;
  /** @default that of the execution */
  readonly redriveCount?: number | undefined;
}

/** The call of an ordinary step. */
export function makeCall(task: WireTask, step: WireStep, soFar: SoFar, batch?: StepCall['batch']): StepCall {
  const { execution, state, request, entries, redriveCount = execution.RedriveCount ?? 0 } = soFar;
  const [namespace, name, version] = task.template;
  const { config: wireConfig = {}, dependencies = [] } = step;
  const config = typeof wireConfig === 'string' ? (JSON.parse(wireConfig) as JsonObject) : wireConfig;
  const stepName = batch?.worker ?? step.name;
  const retry = soFar.retry && readRetry(soFar.retry);
  const attempt = retry?.step === stepName ? retry.attempts + 1 : 1;
  return {
    task: {
      id: execution.Name,
      arn: execution.Id,
      namespace,
      name,
      version,
      startedAt: execution.StartTime,
      redriveCount,
      request: request as TaskRequest,
    },
    batch,
    step: {
      name: stepName,
      callable: step.callable,
      method: step.method,
      config,
      inputs: config,
      dependencies,
      retryable: step.retryable ?? true,
      maxAttempts: step.max_attempts ?? USUAL_ATTEMPTS,
      delays: step.delays,
      timeoutSeconds: step.timeout_seconds,
      branches: step.branches,
      batches: step.batches,
    },
    attempt,
    isFirstRun: attempt === 1 && !(Number(state?.RetryCount) > 0) && redriveCount === 0,
    entries,
    ...readAncestors(entries, dependencies),
    budget: task.budget,
  };
}
