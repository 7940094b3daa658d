import { beginExecution } from '../engine/begin-execution.ts';
import type { Execution } from '../engine/execution.ts';
import type { ExecutionOptions } from '../engine/execution-options.ts';
import { TaskTokens } from '../engine/task/task-tokens.ts';
import { taskAnswers } from '../tasks/services/step-functions/task-answers.ts';

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
  return beginExecution(withTokens(options));
}

/** The options, with tasks that can answer each other when nobody else gives the tokens. */
export function withTokens<T extends Pick<ExecutionOptions, 'invoke' | 'tokens'>>(
  options: T,
): T & { readonly tokens: TaskTokens } {
  if (options.tokens !== undefined) return { ...options, tokens: options.tokens };
  const tokens = new TaskTokens();
  return Object.assign({}, options, { tokens, invoke: taskAnswers(tokens, options.invoke) });
}
