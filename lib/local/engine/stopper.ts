import { setMaxListeners } from 'node:events';

/**
 * Tells those who listen that something must stop, once. An `AbortController` in little: its signal, which costs more than most
 * tasks, is made only for those who ask for it.
 */
export class Stopper {
  #reason: Error | undefined;
  #controller: AbortController | undefined;
  #listeners: Set<() => void> | undefined;

  /** Why it has stopped; undefined while it has not. */
  get reason(): Error | undefined {
    return this.#reason;
  }

  /** The signal that is aborted when it stops. */
  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController();
      // As many wait as a state asks for: their number is not a leak.
      setMaxListeners(0, this.#controller.signal);
      if (this.#reason !== undefined) this.#controller.abort(this.#reason);
    }
    return this.#controller.signal;
  }

  /** Calls `listener` when it stops. */
  add(listener: () => void): void {
    (this.#listeners ??= new Set()).add(listener);
  }

  /** Forgets a listener. */
  remove(listener: () => void): void {
    this.#listeners?.delete(listener);
  }

  /** Stops, and tells why. Only the first reason counts. */
  stop(reason: Error): void {
    if (this.#reason !== undefined) return;
    this.#reason = reason;
    for (const listener of this.#listeners ?? []) listener();
    this.#listeners = undefined;
    this.#controller?.abort(reason);
  }
}
