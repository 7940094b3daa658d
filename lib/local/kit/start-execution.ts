import { beginExecution } from '../engine/begin-execution.ts';
import type { Execution } from '../engine/execution.ts';
import type { ExecutionOptions } from '../engine/execution-options.ts';
import { TaskTokens } from '../engine/task/task-tokens.ts';
import { taskAnswers } from '../tasks/services/step-functions/task-answers.ts';
import {
  nestMachines,
  NestedRecords,
  rememberNested,
  type NestingOptions,
  type Surroundings,
} from './nested-machines.ts';

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
export function startExecution(options: ExecutionOptions & NestingOptions): Execution {
  const nested = new NestedRecords();
  return rememberNested(beginExecution(complete(options, nested)), nested);
}

type Given = Surroundings & Pick<ExecutionOptions, 'invoke' | 'tokens'> & NestingOptions;

/**
 * The options, with tasks that can answer each other when nobody else gives the tokens, and that start executions of the machines that
 * are given. Those answer each other's tasks, too.
 *
 * @param nested What tasks have started so far.
 */
export function complete<T extends Given>(options: T, nested: NestedRecords): T & { readonly tokens: TaskTokens } {
  const tokens = options.tokens ?? new TaskTokens();
  const own = options.tokens === undefined ? taskAnswers(tokens, options.invoke) : options.invoke;
  const { machines } = options;
  const invoke = machines === undefined ? own : nestMachines({ ...options, tokens, invoke: own }, machines, nested);
  return Object.assign({}, options, { tokens, invoke });
}
