import type { StateMachine, SubMachine } from '../../states-language/types.ts';
import type { HistoryEvent } from '../../states-language/history.ts';
import type { SentEvent } from '../../states-language/read-event.ts';
import { ExecutionView, type ExecutionEnd, type ViewOptions } from './execution-view.ts';
import type { StepView } from './step-view.ts';

/** The history of a child execution. */
export interface ChildHistory {
  /** The child's ARN. */
  readonly arn: string;
  /** The ARN of the run of a distributed Map that started it. */
  readonly mapRun: string;
  /** What happened in it so far, oldest first. */
  readonly events: readonly (HistoryEvent | SentEvent)[];
}

/** What {@link viewExecution} reads. */
export interface ExecutionRecord extends ViewOptions {
  /** The definition that the execution runs. */
  readonly definition: StateMachine | SubMachine;
  /** The history so far, oldest first, as this library, the AWS SDK or another engine gives it. */
  readonly events: readonly (HistoryEvent | SentEvent)[];
  /** The histories of its child executions, in which the workers of large batches run. @default none */
  readonly children?: readonly ChildHistory[];
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
export function viewExecution({
  definition,
  events,
  children = [],
  execution,
  ...options
}: ExecutionRecord): readonly StepView[] {
  const view = new ExecutionView(definition, options);
  for (const event of events) {
    // What workers did before a redrive comes before it.
    if (event.type === 'ExecutionRedriven') applyChildren(view, children);
    view.apply(event);
  }
  applyChildren(view, children);
  if (execution !== undefined) view.end(execution);
  return view.steps();
}

/** Takes what has happened in the children of the runs so far. What has been taken is passed over. */
function applyChildren(view: ExecutionView, children: readonly ChildHistory[]): void {
  for (const { arn, mapRun, events } of children) {
    if (view.mapRuns.includes(mapRun)) for (const event of events) view.apply(event, arn);
  }
}
