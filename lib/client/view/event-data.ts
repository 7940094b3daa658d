import { WireError, type TaskFailure } from '../../contract/errors.ts';
import type { StepEntry } from '../../contract/step-entry.ts';
import { readRetry, type Retry } from '../../contract/read-retry.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import { parseJson } from '../parse-json.ts';
import { readError, type ReadError } from './read-error.ts';

/** What a step's function is sent, whether it is called by `lambda:invoke` or by its bare ARN. */
export function requestIn(sent: string | undefined): JsonValue | undefined {
  const parsed = parseJson(sent ?? '');
  return isJsonObject(parsed) && 'Payload' in parsed ? parsed.Payload : parsed;
}

/** What the reply of a step's function holds. */
export interface Reply {
  readonly result?: JsonObject;
  /** Of a decision: the steps that it names. */
  readonly named?: readonly string[];
  /** Lambda's id of the invocation, which the history tells of functions that `lambda:invoke` called. */
  readonly requestId?: string;
}

/** Reads the reply of a step's function. */
export function replyIn(output: string | undefined): Reply {
  const parsed = parseJson(output ?? '');
  if (!isJsonObject(parsed)) return {};
  const { Payload: reply = parsed, SdkResponseMetadata: metadata } = parsed;
  return {
    ...(isJsonObject(reply) && isJsonObject(reply.result) && { result: reply.result }),
    ...(isJsonObject(reply) && isJsonObject(reply.activate) && { named: Object.keys(reply.activate) }),
    ...(isJsonObject(metadata) && typeof metadata.RequestId === 'string' && { requestId: metadata.RequestId }),
  };
}

/** The error with which the state of a step's failure was entered. */
export function caughtIn(input: string | undefined): ReadError | undefined {
  const parsed = parseJson(input ?? '');
  const caught: JsonValue | undefined = isJsonObject(parsed) ? parsed.caught : undefined;
  if (!isJsonObject(caught) || typeof caught.Error !== 'string') return undefined;
  return readError(caught.Error, typeof caught.Cause === 'string' ? caught.Cause : undefined);
}

/** The error, if any, with which a step came back that went on in an execution of its own, as the state data tells it. */
export function errorAfter(
  data: JsonValue | undefined,
  entry: StepEntry | undefined,
): { readonly error?: string; readonly cause?: string } {
  if (!isJsonObject(data) || typeof data.yielded !== 'string' || data.yielded === '') return {};
  const error = data.yielded;
  const failed = entry !== undefined && 'failure' in entry ? entry.failure.caught : data.caught;
  const caught = error === WireError.retryAfter ? data.retry : failed;
  const cause = isJsonObject(caught) ? caught.Cause : undefined;
  return { error, ...(typeof cause === 'string' && { cause }) };
}

/** The wait before another attempt, as the state data or, of the step that opens the execution, the caught error tells it. */
export function retryIn(data: JsonValue | undefined): Retry {
  const retry = isJsonObject(data) ? (data.retry ?? data) : undefined;
  if (!isJsonObject(retry)) return readRetry({});
  return readRetry({
    ...(typeof retry.step === 'string' && { step: retry.step }),
    ...(typeof retry.Cause === 'string' && { Cause: retry.Cause }),
  });
}

/** The failed steps that an execution's cause names, where it is a task's. */
export function failuresIn(cause: string | undefined): TaskFailure['failed'] {
  const parsed = parseJson(cause ?? '');
  return isJsonObject(parsed) && Array.isArray(parsed.failed) ? (parsed as unknown as TaskFailure).failed : [];
}
