/** Where the engine takes its time from: milliseconds since 1970. */
export interface Clock {
  /** The time in ms since 1970. */
  now(): number;
  /** Resolves after `ms` of this clock's time; rejects with the signal's reason when that is aborted first. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /**
   * Tells the clock of work that takes wall time, such as a real handler: until it settles, time flows. Work given as a
   * function may sleep on this clock as well; while it does, it does not count.
   */
  external<T>(work: Promise<T> | (() => Promise<T>)): Promise<T>;
}

/** What any clock of this engine can be told. */
export interface HoldOption {
  /**
   * Whether no timer fires now as long as external work is under way: a debugger may have stopped a handler, and no timeout
   * shall end what one looks at. Asked whenever a timer is due.
   *
   * @default timers fire in time
   */
  readonly holds?: () => boolean;
}

/** The reason of an aborted signal, as an Error. */
export function abortReason(signal: AbortSignal): Error {
  return signal.reason instanceof Error ? signal.reason : new Error('The wait was aborted.');
}

/** Throws a RangeError for a delay that no clock can wait for. */
export function checkDelay(ms: number): void {
  if (!Number.isFinite(ms)) throw new RangeError(`A clock cannot wait for ${String(ms)} ms.`);
}
