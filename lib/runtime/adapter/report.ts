import { canonicalCallable } from '../../contract/callable.ts';
import { STEP_YIELDED } from '../../contract/checkpoint.ts';
import type { StepReply } from '../../contract/step-event.ts';
import { StepYield } from '../checkpoint/step-yield.ts';
import { writeLog } from '../log/log-scope.ts';
import { inWords } from '../safely.ts';
import type { StepOutcome } from './run-step.ts';
import type { StepCall } from './step-call.ts';
import { StepError, stackOf } from './step-error.ts';

/** Runs a step with one line in the log when it starts, and one when it ends. */
export async function reportOn(call: StepCall, run: () => Promise<StepOutcome>): Promise<StepReply> {
  const startedAt = performance.now();
  const elapsed = () => Math.round(performance.now() - startedAt);
  // Whoever starts an execution may have given it anything.
  const { priority, tags, initiator, source_system, reason } = call.task.request ?? {};
  writeLog('INFO', 'Step started', {
    handler: call.step.callable,
    max_attempts: call.step.maxAttempts,
    ...{ priority, tags, initiator, source_system, reason },
  });
  try {
    const { bytes, parked, ...reply } = await run();
    writeLog('INFO', 'Step succeeded', { duration_ms: elapsed(), result_bytes: bytes, parked });
    return reply;
  } catch (error) {
    if (error instanceof StepYield) {
      const { items_processed, yields } = error.progress;
      const handler = canonicalCallable(call.step.callable);
      writeLog('INFO', STEP_YIELDED, { handler, duration_ms: elapsed(), items_processed, yields });
      throw error;
    }
    writeLog('ERROR', 'Step failed', { duration_ms: elapsed(), ...describeFailure(error) });
    throw error;
  }
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
