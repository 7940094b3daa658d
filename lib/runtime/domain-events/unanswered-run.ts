import { LAMBDA_SERVICE_ERRORS, TIMEOUT_ERRORS } from '../../contract/errors.ts';
import type { Caught } from '../../contract/step-entry.ts';
import type { UnansweredRun } from '../../contract/step-event.ts';
import { isJsonObject, type JsonValue } from '../../json.ts';
import { readCall } from '../adapter/read-call.ts';
import type { StepCall } from '../adapter/step-call.ts';
import { type StepError, stepErrorOf } from '../adapter/step-error.ts';
import { ErrorType } from '../error-type.ts';
import { StepHandlerResult } from '../step-handler-result.ts';

/** Whether the machine tells of a run that crashed or took too long, rather than of a step to run. */
export function isUnansweredRun(event: unknown): event is UnansweredRun {
  return isJsonObject(event) && isJsonObject(event.unanswered);
}

/** The run that gave no answer, as the call of its handler was read. */
export function readUnanswered({ unanswered, ...event }: UnansweredRun): StepCall {
  return readCall({ ...event, step: unanswered });
}

/** The failure of such a run: a crash and a timeout may pass. Faults of Lambda have used up tries of their own. */
export function unansweredError(call: StepCall, { Error: name, Cause: cause = '' }: Caught): StepError {
  const isTimeout = TIMEOUT_ERRORS.includes(name);
  const isFault = (LAMBDA_SERVICE_ERRORS as readonly string[]).includes(name);
  const { timeoutSeconds } = call.step;
  const limit = timeoutSeconds === undefined ? '' : ` within ${timeoutSeconds} s`;
  const message = messageIn(cause) || `The function gave no answer${isTimeout ? limit : ''} (${name}).`;
  const failure = StepHandlerResult.failure(message, isTimeout ? ErrorType.TIMEOUT : name, true);
  const step = isFault ? { ...call.step, maxAttempts: call.attempt } : call.step;
  return stepErrorOf({ ...call, step }, failure, Date.now());
}

/** The message in what Lambda makes of an error; of another cause the cause itself. */
function messageIn(cause: string): string {
  try {
    const read = JSON.parse(cause) as JsonValue;
    return isJsonObject(read) && typeof read.errorMessage === 'string' ? read.errorMessage : cause;
  } catch {
    return cause;
  }
}
