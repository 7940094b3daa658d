import type { TaskFailure } from '../../contract/errors.ts';
import type { JsonObject, JsonValue } from '../../json.ts';
import { isJsonObject, parseJson } from '../parse-json.ts';
import { readError, type ReadError } from './read-error.ts';

/** What a step's function is sent, whether it is called by `lambda:invoke` or by its bare ARN. */
export function requestIn(sent: string | undefined): JsonValue | undefined {
  const parsed = parseJson(sent ?? '');
  return isJsonObject(parsed) && 'Payload' in parsed ? parsed.Payload : parsed;
}

/** What the reply of a step's function holds, as `lambda:invoke` wraps it. */
export interface Reply {
  readonly result?: JsonObject;
  /** Of a decision: the steps that it names. */
  readonly named?: readonly string[];
  /** Lambda's id of the invocation. */
  readonly requestId?: string;
}

/** Reads the reply of a step's function. */
export function replyIn(output: string | undefined): Reply {
  const parsed = parseJson(output ?? '');
  if (!isJsonObject(parsed)) return {};
  const { Payload: reply, SdkResponseMetadata: metadata } = parsed;
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

/** The step that waits for its next attempt; see `RetryState` in the contract. */
export function retriedIn(data: JsonValue | undefined): string | undefined {
  const retry = isJsonObject(data) ? data.retry : undefined;
  return isJsonObject(retry) && typeof retry.step === 'string' ? retry.step : undefined;
}

/** The failed steps that an execution's cause names, where it is a task's. */
export function failuresIn(cause: string | undefined): TaskFailure['failed'] {
  const parsed = parseJson(cause ?? '');
  return isJsonObject(parsed) && Array.isArray(parsed.failed) ? (parsed as unknown as TaskFailure).failed : [];
}
