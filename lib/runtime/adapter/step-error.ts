import { type ErrorDetails, WireError } from '../../contract/errors.ts';
import type { JsonObject } from '../../contract/json.ts';
import { causeShare } from '../../contract/limits.ts';
import type { StepEvent } from '../../contract/step-event.ts';
import { ErrorType } from '../error-type.ts';
import { readErrorCode } from '../errors.ts';
import { failureCause } from '../outcome.ts';
import type { StepHandlerResult } from '../step-handler-result.ts';
import { attemptOf } from './attempt.ts';
import { retryAfterOf } from './retry-after.ts';
import { fitDetails } from './fit-details.ts';
import { wireNameOf } from './wire-name.ts';

/** Characters that the details of an error may take in the log, where there is room but not without end. */
const LOG_LIMIT = 65_536;

/** A step's failure in the form that reaches the state machine: Lambda reports `name` and `message` as they are. */
export class StepError extends Error {
  /** For the log; the message holds as much of them as the machine has room for. */
  readonly details: ErrorDetails;

  constructor(name: WireError, details: ErrorDetails, limit: number, cause: unknown) {
    const message = JSON.stringify(fitDetails(details, limit));
    super(message, { cause });
    this.name = name;
    this.details = fitDetails(details, LOG_LIMIT);
    // Lambda sends the stack as the error's trace, which lands in the state data beside the message.
    this.stack = trimStack(name, cause, limit - message.length);
  }
}

/** The error to throw for a handler's failure. */
export function stepErrorOf(event: StepEvent, failure: StepHandlerResult, now: number): StepError {
  const retryAfter = retryAfterOf(failure, now);
  const name = wireNameOf(event, { retryable: failure.retryable, retryAfter });
  const details: ErrorDetails = {
    message: failure.errorMessage ?? 'The handler reported a failure without a message.',
    code: failure.errorCode ?? readErrorCode(failure.metadata) ?? null,
    type: failure.errorType ?? ErrorType.HANDLER_ERROR,
    retryable: failure.retryable,
    step: event.step.name,
    attempts: attemptOf(event),
    ...(name === WireError.retryAfter && { retry_after: retryAfter }),
    ...metadataOf(failure),
  };
  return new StepError(name, details, causeShare(event.budget), failureCause(failure));
}

/** Metadata that cannot be JSON is worth less than the failure that it describes, so it is left out. */
function metadataOf(failure: StepHandlerResult): { metadata?: JsonObject } {
  if (Object.keys(failure.metadata).length === 0) return {};
  try {
    return { metadata: JSON.parse(JSON.stringify(failure.metadata)) as JsonObject };
  } catch {
    return { metadata: { dropped: 'The metadata is not serialisable as JSON.' } };
  }
}

/** The stack of the cause, without its message (which the details have), as many whole lines as fit. */
function trimStack(name: string, cause: unknown, room: number): string {
  const frames = cause instanceof Error ? (cause.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line)) : [];
  let stack = name;
  for (const frame of frames) {
    if (stack.length + frame.length + 1 > room) break;
    stack += `\n${frame}`;
  }
  return stack;
}
