/** Keeps what does not travel through the state machine: results that are too large, and the checkpoints of steps. */
export interface ResultStore {
  /** Stores a result's JSON under the key and returns where it lies. The same key again replaces it. */
  put(key: string, json: string): Promise<string>;
  /** Reads back what {@link put} stored. Rejects with a {@link ResultLostError} when it is gone. */
  get(uri: string): Promise<string>;
  /** Reads what lies under a key; undefined when there is nothing. */
  find(key: string): Promise<string | undefined>;
}

/** Finds the store of a function; undefined where it has none. What a store needs is loaded once somebody needs a store. */
export type FindStore = () => Promise<ResultStore | undefined>;

/** A parked result is not where its reference says: it has expired, was deleted, or was never this store's. */
export class ResultLostError extends Error {
  static override readonly name: string = 'ResultLostError';
  constructor(uri: string, why: string) {
    super(`The parked result "${uri}" cannot be read: ${why}`);
    this.name = 'ResultLostError';
  }
}

/** The part of a parked result's URI after the store's own prefix. Other stores' URIs are refused. */
export function keyIn(prefix: string, uri: string): string {
  if (!uri.startsWith(prefix)) throw new ResultLostError(uri, `this function reads results only from ${prefix}`);
  return uri.slice(prefix.length);
}
