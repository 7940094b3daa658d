import { beginExecution } from '../engine/begin-execution.ts';
import type { StateMachine } from '../../states-language/types.ts';
import type { HistoryEvent } from '../../states-language/history.ts';
import type { Execution } from '../engine/execution.ts';
import type { ExecutionOptions } from '../engine/execution-options.ts';
import type { TaskInvoker } from '../engine/task/task-invoker.ts';
import { TaskTokens } from '../engine/task/task-tokens.ts';
import { executionArn } from '../base/arns.ts';
import { nestedExecutions } from '../tasks/services/step-functions/nested-executions.ts';
import { taskAnswers } from '../tasks/services/step-functions/task-answers.ts';

/** What an execution needs that may start others. */
export interface NestingOptions {
  /** The state machines that tasks can start with `states:startExecution`, by what they call them. @default none is done here */
  readonly machines?: ReadonlyMap<string, StateMachine>;
  /** Told of each event of an execution that a task has started, as it happens. */
  readonly onNestedEvent?: (event: HistoryEvent, executionArn: string) => void;
}

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
  return beginExecution(complete(options));
}

type Given = Pick<ExecutionOptions, 'invoke' | 'tokens' | 'clock' | 'seed' | 'objects'> & NestingOptions;

/**
 * The options, with tasks that can answer each other when nobody else gives the tokens, and that start executions of the machines that
 * are given. Those answer each other's tasks, too.
 */
export function complete<T extends Given>(options: T): T & { readonly tokens: TaskTokens } {
  const { machines, clock, objects, seed = 0, onNestedEvent } = options;
  const tokens = options.tokens ?? new TaskTokens();
  const own = options.tokens === undefined ? taskAnswers(tokens, options.invoke) : options.invoke;
  if (machines === undefined) return Object.assign({}, options, { tokens, invoke: own });
  let started = 0;
  const invoke: TaskInvoker = nestedExecutions(({ stateMachineArn, input, name }) => {
    const definition = machines.get(stateMachineArn);
    if (definition === undefined) return undefined;
    started += 1;
    // Each draws numbers of its own.
    const drawn = seed + started * 0x9e37_79b9;
    const id = name ?? `nested-${started}`;
    const machine = stateMachineArn.slice(stateMachineArn.lastIndexOf(':') + 1);
    const arn = executionArn(machine, id);
    return beginExecution({
      ...{
        definition,
        input,
        invoke,
        clock,
        tokens,
        objects,
        seed: drawn,
        name: id,
        stateMachineName: machine,
      },
      ...(onNestedEvent !== undefined && { onEvent: (event: HistoryEvent) => onNestedEvent(event, arn) }),
    });
  }, own);
  return Object.assign({}, options, { tokens, invoke });
}
