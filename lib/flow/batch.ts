/** So many workers of a batch run in an execution: their entries share the state data, and their events the history. */
export const MOST_WORKERS = 200;
