import { AsyncLocalStorage } from 'node:async_hooks';

/** External work that is under way. */
interface Work {
  sleeping: number;
  done: boolean;
}

/**
 * Which work the running code belongs to, by clock. Made when it is first needed, since it makes every promise dearer; and there is one
 * for all clocks: Node keeps each that ever ran, and asks all of them at every promise.
 */
let works: AsyncLocalStorage<ReadonlyMap<ExternalWork, Work>> | undefined;

/** The external work of a clock: work is awake while it does not sleep on that clock itself. */
export class ExternalWork {
  #awake = 0;
  readonly #onChange: () => void;

  /** `onChange` is called whenever work awakes, falls asleep or ends. */
  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  /** Whether any work is awake. */
  get isAwake(): boolean {
    return this.#awake > 0;
  }

  /** Does work as `Clock.external` does. */
  async run<T>(work: Promise<T> | (() => Promise<T>)): Promise<T> {
    const state: Work = { sleeping: 0, done: false };
    this.#count(1);
    try {
      if (typeof work !== 'function') return await work;
      works ??= new AsyncLocalStorage();
      return await works.run(new Map([...(works.getStore() ?? []), [this, state]]), work);
    } finally {
      state.done = true;
      if (state.sleeping === 0) this.#count(-1);
    }
  }

  /** The running code begins to sleep on the clock; what is returned ends that. */
  fallAsleep(): () => void {
    const work = works?.getStore()?.get(this);
    if (work === undefined) return () => undefined;
    if (work.sleeping++ === 0 && !work.done) this.#count(-1);
    return () => {
      if (--work.sleeping === 0 && !work.done) this.#count(1);
    };
  }

  #count(change: 1 | -1): void {
    this.#awake += change;
    this.#onChange();
  }
}
