import type { StateMachine, SubMachine } from '../../states-language/types.ts';
import type { HistoryEvent } from '../../states-language/history.ts';
import type { SentEvent } from '../../states-language/read-event.ts';
import { ExecutionView, type ExecutionEnd, type ViewOptions } from './execution-view.ts';
import type { StepView } from './step-view.ts';

/** What {@link viewExecution} reads. */
export interface ExecutionRecord extends ViewOptions {
  /** The definition that the execution runs. */
  readonly definition: StateMachine | SubMachine;
  /** The history so far, oldest first, as this library, the AWS SDK or another engine gives it. */
  readonly events: readonly (HistoryEvent | SentEvent)[];
  /** How the execution ended, where the history may lack its end. */
  readonly execution?: ExecutionEnd;
}

/**
 * Rebuilds a task's steps from the history of its execution.
 *
 * @example
 * ```ts
 * import { viewExecution } from 'tasker-sfn/client';
 * const definition = { StartAt: 'A', States: { A: { Type: 'Succeed' } } } as const;
 * console.log(viewExecution({ definition, events: [] })); // []
 * ```
 */
export function viewExecution({ definition, events, execution, ...options }: ExecutionRecord): readonly StepView[] {
  const view = new ExecutionView(definition, options);
  for (const event of events) view.apply(event);
  if (execution !== undefined) view.end(execution);
  return view.steps();
}
