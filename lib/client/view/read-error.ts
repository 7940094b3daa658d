import { TIMEOUT_ERRORS, WireError, type ErrorDetails, type StepFailure } from '../../contract/errors.ts';
import { isJsonObject, type JsonValue } from '../../json.ts';
import { parseJson } from '../parse-json.ts';
import type { AttemptError } from './attempt-error.ts';
import { ownFrames } from './own-frames.ts';

/** A frame of our runtime for Python, which raises each error anew. It is a text of its own, with the line of code below. */
const OWN_FRAME = /^\s+File ".*[\\/]tasker_sfn[\\/]\w+\.py", line /;

/** What Python draws below a line of code. */
const MARKS = /^\s*[~^][\s~^]*$/;

/** An error as the view shows it, and the count of attempts where it is known. */
export interface ReadError {
  readonly error: AttemptError;
  readonly attempts?: number;
}

/**
 * Reads an error output of a step. Our runtime's errors carry {@link ErrorDetails} as JSON in the message of a Lambda
 * error, which is JSON in the cause; anything else (a crash, a timeout, a service fault) is told as it stands.
 */
export function readError(name: string, cause: string | undefined): ReadError {
  const { message, stack } = partsOf(cause);
  const details = detailsOf(message);
  const told = stack === undefined ? {} : { stack };
  if (details === undefined)
    return { error: { ...makeError(typeOf(name), undefined, message ?? `${name}.`, isRetryable(name)), ...told } };
  const { type, code, retryable, attempts } = details;
  const raised = raisedIn(details);
  const error = makeError(type, code, details.message, retryable);
  return { error: { ...error, ...(raised !== undefined && { exceptionType: raised }), ...told }, attempts };
}

/** Reads a step's failure as the cause of a failed execution tells it. */
export function readFailure(failure: StepFailure): ReadError {
  const { error: name, type = typeOf(name), code, message, retryable, metadata, attempts } = failure;
  const raised = raisedIn({ type, metadata });
  const error = makeError(type, code, message ?? `${name}.`, retryable ?? isRetryable(name));
  return {
    error: { ...error, ...(raised !== undefined && { exceptionType: raised }) },
    ...(attempts !== undefined && { attempts }),
  };
}

function makeError(type: string, code: string | null | undefined, message: string, retryable: boolean): AttemptError {
  return { type, ...(typeof code === 'string' && { code }), message, retryable };
}

/** Tasker's type, where it has one. */
function typeOf(name: string): string {
  return TIMEOUT_ERRORS.includes(name) ? 'timeout' : name;
}

/** Only a permanent error is not: a crash or a timeout may pass. */
function isRetryable(name: string): boolean {
  return name !== WireError.permanent;
}

/** The class of what a handler raised that was made from a function: it is told beside the type, by a name in each language. */
function raisedIn({ type, metadata }: Pick<ErrorDetails, 'type' | 'metadata'>): string | undefined {
  const named = [metadata?.['errorType'], metadata?.['exception_type'], metadata?.['error_class']];
  return named.find((each): each is string => typeof each === 'string' && each !== type);
}

/** The message and the stack within a Lambda error's cause; of another cause the cause itself. */
function partsOf(cause: string | undefined): { readonly message?: string; readonly stack?: string } {
  if (cause === undefined || cause === '') return {};
  const parsed = parseJson(cause);
  if (!isJsonObject(parsed) || typeof parsed.errorMessage !== 'string') return { message: cause };
  // Python's runtime calls it by another name.
  const stack = stackOf(parsed.trace ?? parsed.stackTrace);
  return { message: parsed.errorMessage, ...(stack !== undefined && { stack }) };
}

/** The frames of a trace; its first line may repeat the message, which is told already. */
function stackOf(trace: JsonValue | undefined): string | undefined {
  if (!Array.isArray(trace)) return undefined;
  const lines = (trace as readonly JsonValue[]).filter((line) => typeof line === 'string');
  const firstFrame = lines.findIndex((line) => /^\s+(at|File) |^\/.+\.rb:\d+:in /.test(line));
  if (firstFrame < 0) return undefined;
  const frames = lines.slice(firstFrame).filter((line) => !OWN_FRAME.test(line));
  const shown = frames.flatMap((text) => text.trimEnd().split('\n')).filter((line) => !MARKS.test(line));
  return ownFrames(shown).join('\n');
}

function detailsOf(message: string | undefined): ErrorDetails | undefined {
  const parsed = message === undefined ? undefined : parseJson(message);
  const isDetails =
    isJsonObject(parsed) &&
    typeof parsed.message === 'string' &&
    typeof parsed.type === 'string' &&
    typeof parsed.retryable === 'boolean' &&
    typeof parsed.attempts === 'number';
  return isDetails ? (parsed as unknown as ErrorDetails) : undefined;
}
