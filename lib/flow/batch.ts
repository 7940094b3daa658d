/**
 * So many workers of a batch run in one execution, the task's own or a child of it: their entries share the state data, and
 * their events the history.
 */
export const MOST_WORKERS = 200;

/** Where the workers of a program's batches run. */
export interface BatchLimits {
  /** So many run in the task's own execution, at most. */
  readonly inline: number;
  /** Whether there are child executions, in which the workers of a larger batch run. */
  readonly hasChildren: boolean;
  /** So many workers run in each of these, at most. */
  readonly perChild: number;
}
