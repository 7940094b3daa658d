import type { TaskFailure } from '../../contract/errors.ts';
import type { JsonObject, JsonValue } from '../../json.ts';
import { isJsonObject, parseJson } from '../parse-json.ts';
import { readError, type ReadError } from './read-error.ts';

/** The result in the reply of a step's function, as `lambda:invoke` wraps it. */
export function resultIn(output: string | undefined): JsonObject | undefined {
  const parsed = parseJson(output ?? '');
  const reply: JsonValue | undefined = isJsonObject(parsed) ? parsed.Payload : undefined;
  return isJsonObject(reply) && isJsonObject(reply.result) ? reply.result : undefined;
}

/** The error with which the state of a step's failure was entered. */
export function caughtIn(input: string | undefined): ReadError | undefined {
  const parsed = parseJson(input ?? '');
  const caught: JsonValue | undefined = isJsonObject(parsed) ? parsed.caught : undefined;
  if (!isJsonObject(caught) || typeof caught.Error !== 'string') return undefined;
  return readError(caught.Error, typeof caught.Cause === 'string' ? caught.Cause : undefined);
}

/** The failed steps that an execution's cause names, where it is a task's. */
export function failuresIn(cause: string | undefined): TaskFailure['failed'] {
  const parsed = parseJson(cause ?? '');
  return isJsonObject(parsed) && Array.isArray(parsed.failed) ? (parsed as unknown as TaskFailure).failed : [];
}
