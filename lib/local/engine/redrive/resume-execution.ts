import { startOf } from '../../../states-language/history.ts';
import type { EarlierExecution, Execution } from '../execution.ts';
import { identityFrom } from '../identity.ts';
import { launch } from '../launch.ts';
import { seededRandom } from '../../base/random.ts';
import type { ExecutionOptions } from '../execution-options.ts';
import type { TaskTokens } from '../task/task-tokens.ts';
import { inputIn } from './earlier-execution.ts';
import { ExecutionNotRedrivableError, redrivableIn, whyNotRedrivable } from './not-redrivable.ts';

/** What a redrive needs. The names, the role and the input of the execution stay as they are. */
export type RedriveOptions = Omit<ExecutionOptions, 'input' | 'name' | 'stateMachineName' | 'arns'>;

/** Starts an execution again; `invoke` does all its tasks, those that answer other tasks too. */
export function resumeExecution(
  earlier: EarlierExecution,
  options: RedriveOptions & { readonly tokens: TaskTokens },
): Execution {
  const { arn, history } = earlier;
  const reason = whyNotRedrivable(redrivableIn(history), options.clock.now());
  if (reason !== undefined) throw new ExecutionNotRedrivableError(arn, reason);
  // Each attempt draws numbers of its own: its task tokens are new ones.
  const random = seededRandom((options.seed ?? 0) + history.length * 0x9e37_79b9);
  return launch({
    options: { ...options, input: inputIn(earlier) },
    tokens: options.tokens,
    identity: identityFrom(arn, startOf(history)?.roleArn ?? '', random),
    earlier,
  });
}
