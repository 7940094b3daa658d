import { canonicalCallable } from '../../contract/callable.ts';
import { STEP_YIELDED, type CheckpointProgress } from '../../contract/checkpoint.ts';
import { keepFailure } from '../batch/child-batch.ts';
import type { LogLevel } from '../log/log-scope.ts';
import { inWords } from '../safely.ts';
import { classNameOf, describeThrown } from './describe-thrown.ts';
import type { StepCall } from './step-call.ts';
import { StepError, stackOf, stepErrorOf } from './step-error.ts';
import type { FailedRun, StepMeans } from './step-means.ts';

/** Tells all who have to know of a failure, and makes the error of it that the machine sees. */
export async function failStep(
  call: StepCall,
  { failure, thrown }: FailedRun,
  means: Pick<StepMeans, 'findStore' | 'tell'>,
): Promise<StepError> {
  const described = failure ?? describeThrown(thrown, classNameOf(thrown));
  const error = stepErrorOf(call, described, thrown, Date.now());
  if (call.isListed) await keepFailure(call, error, await means.findStore());
  await means.tell?.({ failure: error.details });
  return error;
}

/** What the log says of an error with which a step's function ends. */
export function lineOfError(
  { step }: StepCall,
  error: unknown,
): { readonly level: LogLevel; readonly message: string; readonly fields: Readonly<Record<string, unknown>> } {
  const { progress } = error as { readonly progress?: CheckpointProgress };
  if (progress === undefined) return { level: 'ERROR', message: 'Step failed', fields: describeFailure(error) };
  const { items_processed, yields } = progress;
  const handler = canonicalCallable(step.callable);
  return { level: 'INFO', message: STEP_YIELDED, fields: { handler, items_processed, yields } };
}

function describeFailure(error: unknown): Record<string, unknown> {
  if (!(error instanceof StepError)) return { error: inWords(error) };
  const { message, code, type, retryable, retry_after, metadata } = error.details;
  const stack = stackOf(error.cause);
  return {
    error: error.name,
    error_message: message,
    error_type: type,
    ...(code !== null && { error_code: code }),
    retryable,
    ...(retry_after !== undefined && { retry_after }),
    ...(metadata && { error_metadata: metadata }),
    // A stack begins with the message, whose end it may do without.
    ...(stack !== undefined && { stack: stack.slice(0, 16_384) }),
  };
}
