/** How a step goes on that yields at more checkpoints than one history has room for. */
export interface Yields {
  /** So many of its invocations may end at a checkpoint in the execution that begins it, each time that it begins anew. */
  readonly here: number;
  /** And so many in each of the executions in which it goes on. */
  readonly apart: number;
}

/** Finds how a step goes on; undefined of one that does not yield, or not for long. */
export type YieldsOf = (step: string) => Yields | undefined;

/** The first few in the task's own history, where they are easily found; then as many as surely fit into one, three events for each. */
export const YIELDS: Yields = { here: 10, apart: 8000 };

/** In how many executions a step goes on of which so many invocations yield. */
export function executionsApart(times: number): number {
  // Each but the last ends with an invocation that yields beyond what it may.
  return Math.max(0, Math.ceil((times - YIELDS.here) / (YIELDS.apart + 1)));
}
