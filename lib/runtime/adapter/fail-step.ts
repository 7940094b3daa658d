import { canonicalCallable } from '../../contract/callable.ts';
import { STEP_YIELDED, type CheckpointProgress } from '../../contract/checkpoint.ts';
import { keepFailure } from '../batch/child-batch.ts';
import type { StepYield } from '../checkpoint/step-yield.ts';
import { writeLog } from '../log/log-scope.ts';
import { failureCause } from '../outcome.ts';
import { inWords } from '../safely.ts';
import { classNameOf, describeThrown, type Failure } from './describe-thrown.ts';
import type { StepCall } from './step-call.ts';
import { StepError, stackOf, stepErrorOf } from './step-error.ts';
import type { FailedRun, StepMeans } from './step-means.ts';

/** Tells all who have to know of a failure, and makes the error of it that the machine sees. A yield is one itself. */
export async function failStep(
  call: StepCall,
  failed: FailedRun,
  means: Pick<StepMeans, 'findStore' | 'tell'>,
): Promise<StepError | StepYield> {
  if ('thrown' in failed) {
    const { thrown } = failed;
    return tellFailure(call, describeThrown(thrown, classNameOf(thrown)), thrown, means);
  }
  const { outcome } = failed;
  return outcome instanceof Error ? outcome : tellFailure(call, outcome, failureCause(outcome), means);
}

async function tellFailure(
  call: StepCall,
  failure: Failure,
  thrown: unknown,
  means: Pick<StepMeans, 'findStore' | 'tell'>,
): Promise<StepError> {
  const error = stepErrorOf(call, failure, thrown, Date.now());
  if (call.isListed) await keepFailure(call, error, await means.findStore());
  await means.tell?.({ failure: error.details });
  return error;
}

/** Writes the line of the log of an error with which a step's function ends. */
export function logEnd({ step }: StepCall, error: unknown, duration_ms: number): void {
  const { progress } = error as { readonly progress?: CheckpointProgress };
  if (progress === undefined) {
    writeLog('ERROR', 'Step failed', { duration_ms, ...describeFailure(error) });
    return;
  }
  const { items_processed, yields } = progress;
  const handler = canonicalCallable(step.callable);
  writeLog('INFO', STEP_YIELDED, { duration_ms, handler, items_processed, yields });
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
