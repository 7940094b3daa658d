import type { EarlierExecution, Execution } from '../engine/execution.ts';
import type { RedriveOptions } from '../engine/redrive/resume-execution.ts';
import { resumeExecution } from '../engine/redrive/resume-execution.ts';
import { nestedOf, rememberNested, type NestingOptions } from './nested-machines.ts';
import { complete } from './start-execution.ts';

/**
 * Starts an execution again that has failed, timed out or was stopped, as `RedriveExecution` does: it goes on with the
 * states that did not succeed, and with the history that it has. The definition must be the one that it was started with.
 * Throws an {@link ExecutionNotRedrivableError}.
 *
 * @example
 * ```ts
 * import { redriveExecution, startExecution, StatesError, virtualClock } from 'tasker-sfn/local';
 *
 * const definition = {
 *   StartAt: 'Pay',
 *   States: { Pay: { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', End: true } },
 * } as const;
 * const clock = virtualClock();
 * const fail = async () => {
 *   throw new StatesError('Declined');
 * };
 * const execution = startExecution({ definition, input: {}, invoke: fail, clock });
 * await execution.finished; // FAILED
 * const redriven = redriveExecution(execution, { definition, invoke: async () => 'paid', clock });
 * await redriven.finished; // SUCCEEDED
 * ```
 */
export function redriveExecution(earlier: EarlierExecution, options: RedriveOptions & NestingOptions): Execution {
  const nested = nestedOf(earlier);
  return rememberNested(resumeExecution(earlier, complete(options, nested)), nested);
}
