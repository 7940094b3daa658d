import type { Execution } from './execution.ts';
import type { ExecutionOptions } from './execution-options.ts';
import { identityOf } from './identity.ts';
import { launch } from './launch.ts';
import { taskAnswers } from '../service/task-answers.ts';
import { TaskTokens } from './task/task-tokens.ts';

/**
 * Starts an execution of a state machine in this process. It behaves as a Standard execution on AWS does: states, errors,
 * retries, limits and the event history.
 *
 * @example
 * ```ts
 * import { startExecution, virtualClock } from 'tasker-sfn/local';
 *
 * const execution = startExecution({
 *   definition: { StartAt: 'Greet', States: { Greet: { Type: 'Pass', Result: 'hello', End: true } } },
 *   input: {},
 *   invoke: async () => null,
 *   clock: virtualClock(),
 * });
 * const { status, output } = await execution.finished; // 'SUCCEEDED', '"hello"'
 * ```
 */
export function startExecution(options: ExecutionOptions): Execution {
  const identity = identityOf(options);
  return launch({ ...withTokens(options), identity });
}

/** The options, with tasks that can answer each other when nobody else gives the tokens. */
export function withTokens<T extends Pick<ExecutionOptions, 'invoke' | 'tokens'>>(
  options: T,
): { readonly options: T; readonly tokens: TaskTokens } {
  if (options.tokens !== undefined) return { options, tokens: options.tokens };
  const tokens = new TaskTokens();
  return { options: { ...options, invoke: taskAnswers(tokens, options.invoke) }, tokens };
}
