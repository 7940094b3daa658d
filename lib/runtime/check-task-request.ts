import { isJsonObject } from '../json.ts';
import { PermanentError } from './errors.ts';

/**
 * Refuses what is no task request: an execution may have been started with anything, by anyone.
 *
 * @throws PermanentError with the code `INVALID_REQUEST`
 */
export function checkTaskRequest(request: unknown): void {
  if (!isJsonObject(request)) throw invalid("The task's input", request);
  const { context } = request;
  if (context !== undefined && !isJsonObject(context)) throw invalid('The "context" of the task\'s input', context);
}

function invalid(what: string, value: unknown): PermanentError {
  const found = value === null ? 'null' : Array.isArray(value) ? 'a list' : `a ${typeof value}`;
  return new PermanentError(
    `${what} must be a JSON object, and is ${found}. Start the task with {"context": {…}}.`,
    'INVALID_REQUEST',
  );
}
