import type { EarlierExecution, Execution } from '../execution.ts';
import { identityFrom } from '../identity.ts';
import { inputIn, launch } from '../launch.ts';
import { seededRandom } from '../../base/random.ts';
import type { ExecutionOptions } from '../execution-options.ts';
import { withTokens } from '../start-execution.ts';
import { ExecutionNotRedrivableError, redrivableIn, whyNotRedrivable } from './not-redrivable.ts';

/** What a redrive needs. The names, the role and the input of the execution stay as they are. */
export type RedriveOptions = Omit<ExecutionOptions, 'input' | 'name' | 'stateMachineName' | 'arns'>;

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
export function redriveExecution(earlier: EarlierExecution, options: RedriveOptions): Execution {
  const { arn, history } = earlier;
  const reason = whyNotRedrivable(redrivableIn(history), options.clock.now());
  if (reason !== undefined) throw new ExecutionNotRedrivableError(arn, reason);
  const role = history[0]?.['executionStartedEventDetails']?.['roleArn'];
  // Each attempt draws numbers of its own: its task tokens are new ones.
  const random = seededRandom((options.seed ?? 0) + history.length * 0x9e37_79b9);
  return launch({
    ...withTokens({ ...options, input: inputIn(earlier) }),
    identity: identityFrom(arn, typeof role === 'string' ? role : '', random),
    earlier,
  });
}
