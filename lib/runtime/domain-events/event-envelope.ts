import { WireError } from '../../contract/errors.ts';
import type { TaskRequest } from '../../contract/task-request.ts';
import type { JsonObject } from '../../json.ts';
import { stepUuidOf } from '../adapter/decode-event.ts';
import type { StepCall } from '../adapter/step-call.ts';
import { fieldsOf } from '../safely.ts';
import { uuidOf } from '../uuid.ts';
import type { DomainEvent, EventDeclaration, StepEventContext, StepResult } from './domain-event.ts';
import type { StepEnd } from './step-end.ts';

/** Whether an event is published after such an end. A failure that is tried again is one of its own. Tasker: "Domain events". */
export function isDue(condition: EventDeclaration['condition'], end: StepEnd): boolean {
  const fails = 'failure' in end;
  const isFinal = !fails || end.failure.error !== WireError.retryAfter;
  switch (condition ?? 'success') {
    case 'success':
      return !fails;
    case 'failure':
      return fails;
    case 'retryable_failure':
      return fails && !isFinal;
    case 'permanent_failure':
      return fails && isFinal;
    case 'always':
      return true;
  }
}

/** What publishers are told of the step. */
export function eventContextOf(call: StepCall, end: StepEnd): StepEventContext {
  const { task, step } = call;
  return {
    taskUuid: task.id,
    stepUuid: stepUuidOf(call, step.name),
    stepName: step.name,
    namespace: task.namespace,
    correlationId: (task.request as TaskRequest | null)?.correlation_id ?? task.id,
    ...('result' in end && { result: end.result }),
    metadata: { attempt: call.attempt },
  };
}

/** The outcome as publishers and subscribers take it: of a failure, the result tells what it is. */
export function stepResultOf(end: StepEnd): StepResult {
  if ('result' in end) return { success: true, result: end.result, metadata: {} };
  const { failure } = end;
  const { message, type, code, retryable, attempts, metadata = {} } = failure;
  return {
    success: false,
    // Tasker's schemas of failure events ask for `error_code` and `reason`, so that both are always there.
    result: { error_code: code ?? type, reason: message, error_type: type, retryable, attempts },
    metadata,
  };
}

/** What an envelope is made of. */
export interface EventParts {
  readonly call: StepCall;
  readonly end: StepEnd;
  readonly name: string;
  readonly payload: JsonObject;
  readonly publisher: string;
  readonly additional: Readonly<Record<string, unknown>>;
  /** ISO 8601. */
  readonly firedAt: string;
}

/** The event as it leaves the function: Tasker's envelope, without the definition of the step and the results before it. */
export function envelopeOf({ call, end, name, payload, publisher, additional, firedAt }: EventParts) {
  const { taskUuid, stepUuid, stepName, namespace, correlationId } = eventContextOf(call, end);
  return {
    event_id: eventIdOf(call, name),
    event_name: name,
    event_version: '1.0',
    payload: { execution_result: executionResultOf(stepUuid, end, firedAt), payload },
    metadata: {
      ...additional,
      task_uuid: taskUuid,
      step_uuid: stepUuid,
      step_name: stepName,
      namespace,
      correlation_id: correlationId,
      attempt: call.attempt,
      fired_at: firedAt,
      fired_by: publisher,
      task: taskOf(call),
    },
  };
}

/** What the request says of the task, beside its context. */
function taskOf({ task }: StepCall) {
  // Whoever starts an execution may have given it anything.
  const request = task.request ?? {};
  const { parent_correlation_id, priority, tags, initiator, source_system, reason } = request;
  const given = { parent_correlation_id, priority, tags, initiator, source_system, reason };
  return { name: task.name, version: task.version, ...fieldsOf(given) };
}

/** The same event as subscribers take it. */
export function domainEventOf(parts: EventParts): DomainEvent {
  const { call, end, name, payload, publisher, additional, firedAt } = parts;
  const { taskUuid, stepUuid, stepName, namespace, correlationId } = eventContextOf(call, end);
  const metadata = { ...additional, taskUuid, stepUuid, stepName, namespace, correlationId, firedAt, publisher };
  return { eventId: eventIdOf(call, name), eventName: name, payload, metadata, executionResult: stepResultOf(end) };
}

/** The same id however often an attempt is told of: who receives an event twice can drop it. After a redrive attempts begin anew. */
function eventIdOf({ task, step, attempt }: StepCall, name: string): string {
  const run = task.redriveCount > 0 ? `${attempt}, redrive ${task.redriveCount}` : attempt;
  return uuidOf(`${task.arn}/${step.name}/${run}/${name}`);
}

function executionResultOf(stepUuid: string, end: StepEnd, completedAt: string) {
  if ('result' in end) {
    const metadata = { completed_at: completedAt };
    return { step_uuid: stepUuid, success: true, status: 'completed', result: end.result, metadata };
  }
  const { message, type, code, retryable, metadata: custom = {} } = end.failure;
  return {
    step_uuid: stepUuid,
    success: false,
    status: 'failed',
    result: {},
    metadata: { completed_at: completedAt, retryable, error_type: type, error_code: code, custom },
    error: { message, error_type: type, retryable },
  };
}
