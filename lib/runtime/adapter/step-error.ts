import type { ErrorDetails } from '../../contract/errors.ts';
import type { JsonObject, JsonValue } from '../../json.ts';
import { causeShare } from '../../contract/limits.ts';
import { ErrorType } from '../error-type.ts';
import { asCode, isError, readErrorCode } from '../errors.ts';
import { fieldsOf, inWords, safely } from '../safely.ts';
import type { Failure } from './describe-thrown.ts';
import { retryAfterOf } from './retry-after.ts';
import { fitDetails } from './fit-details.ts';
import { judge } from './judge.ts';
import type { StepCall } from './step-call.ts';

/** Characters that the details of an error may take in the log, where there is room but not without end. */
const LOG_LIMIT = 65_536;

/** A step's failure in the form that reaches the state machine: Lambda reports `name` and `message` as they are. */
export class StepError extends Error {
  /** For the log; the message holds as much of them as the machine has room for. */
  readonly details: ErrorDetails;

  constructor(details: ErrorDetails, limit: number, cause: unknown) {
    const message = withoutControls(JSON.stringify(fitDetails(details, limit)));
    super(message, { cause });
    this.name = details.error;
    this.details = fitDetails(details, LOG_LIMIT);
    // Lambda sends the stack as the error's trace, which lands in the state data beside the message.
    this.stack = trimStack(details.error, cause, limit - message.length);
  }
}

/**
 * The error to throw for a handler's failure. Handlers fill failures with anything, so every field is read as what it may
 * not be: whether the step is tried again never depends on how well its failure can be described.
 */
export function stepErrorOf(call: StepCall, failure: Failure, cause: unknown, now: number): StepError {
  const retryable = safely(() => Boolean(failure.retryable), true);
  const retryAfter = safely(() => retryAfterOf(failure, now), undefined);
  const { error, wait } = judge(call, { retryable, retryAfter });
  const { step, attempt } = call;
  const metadata = fieldsOf(safely<unknown>(() => failure.metadata, undefined));
  const message =
    safely<unknown>(() => failure.errorMessage, undefined) ?? 'The handler reported a failure without a message.';
  const details: ErrorDetails = {
    ...(wait !== undefined && { retry: `@${wait.low}@${wait.high}@${attempt}@${step.name}@` }),
    error,
    message: inWords(message),
    code: asCode(safely<unknown>(() => failure.errorCode, undefined)) ?? readErrorCode(metadata) ?? null,
    type: inWords(safely<unknown>(() => failure.errorType, undefined) ?? ErrorType.HANDLER_ERROR),
    retryable,
    step: step.name,
    attempts: attempt,
    ...(wait !== undefined && retryAfter !== undefined && { retry_after: retryAfter }),
    ...(Object.keys(metadata).length > 0 && { metadata: asJson(metadata) }),
  };
  return new StepError(details, causeShare(call.budget, call.batch?.of), cause);
}

/**
 * The JSON text with pictures of control characters in place of their escapes: the machine writes the cause of the execution
 * from it with `$string`, which on AWS leaves such characters as they are, and JSON does not allow them. Messages have them
 * where a library colors its words for a terminal.
 */
function withoutControls(json: string): string {
  return json.replace(/\\(?:u00([01][0-9a-f])|.)/g, (escape, code: string | undefined) =>
    code === undefined ? escape : String.fromCharCode(0x2400 + parseInt(code, 16)),
  );
}

/** Metadata as JSON; what JSON cannot carry stands there in words. */
function asJson(metadata: Readonly<Record<string, unknown>>): JsonObject {
  const fields = Object.entries(metadata).map(([name, value]) => {
    const json = safely(() => JSON.stringify(value) as string | undefined, undefined);
    return [name, json === undefined ? inWords(value) : (JSON.parse(json) as JsonValue)] as const;
  });
  return Object.fromEntries(fields);
}

/** The stack of the cause, without its message (which the details have), as many whole lines as fit. */
function trimStack(name: string, cause: unknown, room: number): string {
  const frames = (stackOf(cause) ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  let stack = name;
  for (const frame of frames) {
    if (stack.length + frame.length + 1 > room) break;
    stack += `\n${frame}`;
  }
  return stack;
}

/** The stack of an error; undefined when it is no error, or has none that can be read. */
export function stackOf(cause: unknown): string | undefined {
  const stack = isError(cause) ? safely<unknown>(() => cause.stack, undefined) : undefined;
  return typeof stack === 'string' ? stack : undefined;
}
