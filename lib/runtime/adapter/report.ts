import type { StepReply } from '../../contract/step-event.ts';
import { loadFailures } from '../later/load-failures.ts';
import { writeLog } from '../log/log-scope.ts';
import type { StepOutcome } from './run-step.ts';
import type { StepCall } from './step-call.ts';

/** Runs a step with one line in the log when it starts, and one when it ends. */
export async function reportOn(call: StepCall, run: () => Promise<StepOutcome>): Promise<StepReply> {
  const startedAt = performance.now();
  const elapsed = () => Math.round(performance.now() - startedAt);
  // Whoever starts an execution may have given it anything.
  const { priority, tags, initiator, source_system, reason } = call.task.request ?? {};
  writeLog('INFO', 'Step started', {
    handler: call.step.callable,
    max_attempts: call.step.max_attempts,
    ...{ priority, tags, initiator, source_system, reason },
  });
  try {
    const { bytes, parked, ...reply } = await run();
    writeLog('INFO', 'Step succeeded', { duration_ms: elapsed(), result_bytes: bytes, parked });
    return reply;
  } catch (error) {
    (await loadFailures()).logEnd(call, error, elapsed());
    throw error;
  }
}
