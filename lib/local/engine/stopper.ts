import { setMaxListeners } from 'node:events';

/**
 * Tells those who listen that something must stop, once. An `AbortController` in little: its signal, which costs more than most
 * tasks, is made only for those who ask for it.
 */
export class Stopper {
  #reason: Error | undefined;
  #controller: AbortController | undefined;
  #listener: (() => void) | undefined;
  /** Mostly there is one listener. */
  #others: Set<() => void> | undefined;

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
    if (this.#listener === undefined && this.#others === undefined) this.#listener = listener;
    else (this.#others ??= new Set()).add(listener);
  }

  /** Forgets a listener. */
  remove(listener: () => void): void {
    if (this.#listener === listener) this.#listener = undefined;
    else this.#others?.delete(listener);
  }

  /** Stops, and tells why. Only the first reason counts. */
  stop(reason: Error): void {
    if (this.#reason !== undefined) return;
    this.#reason = reason;
    this.#listener?.();
    for (const listener of this.#others ?? []) listener();
    this.#listener = this.#others = undefined;
    this.#controller?.abort(reason);
  }
}
