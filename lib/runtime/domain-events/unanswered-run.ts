import { LAMBDA_SERVICE_ERRORS, TIMEOUT_ERRORS } from '../../contract/errors.ts';
import type { Caught } from '../../contract/step-entry.ts';
import { isJsonObject, type JsonValue } from '../../json.ts';
import type { StepCall } from '../adapter/step-call.ts';
import { type StepError, stepErrorOf } from '../adapter/step-error.ts';
import { ErrorType } from '../error-type.ts';

/** The failure of such a run: a crash and a timeout may pass. Faults of Lambda have used up tries of their own. */
export function unansweredError(call: StepCall, { Error: name, Cause: cause = '' }: Caught): StepError {
  const isTimeout = TIMEOUT_ERRORS.includes(name);
  const isFault = (LAMBDA_SERVICE_ERRORS as readonly string[]).includes(name);
  const { timeout_seconds: seconds } = call.step;
  const limit = seconds === undefined ? '' : ` within ${seconds} s`;
  const message = messageIn(cause) || `The function gave no answer${isTimeout ? limit : ''} (${name}).`;
  const errorType = isTimeout ? ErrorType.TIMEOUT : name;
  const failure = { errorMessage: message, errorType, errorCode: null, retryable: true, metadata: {} };
  const step = isFault ? { ...call.step, max_attempts: call.attempt } : call.step;
  return stepErrorOf({ ...call, step }, failure, undefined, Date.now());
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
