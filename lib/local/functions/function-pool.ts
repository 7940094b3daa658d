import type { SandboxRequest } from './sandbox-messages.ts';
import type { SandboxOptions } from './function-process.ts';
import type { SandboxOutcome } from './sandbox.ts';
import { Sandbox } from './sandbox.ts';

/** Processes of one function at the same time. */
const MOST_SANDBOXES = 10;
/** How often a queue is looked at. */
const REVIEW_MS = 50;
/** A queue that is expected to take so long is worth another process: about what it costs to start one. */
const WORTH_MS = 200;
/** A process that nobody has needed for so long is ended. */
const IDLE_MS = 300_000;
/** How much the last invocation counts in the average duration. */
const WEIGHT = 0.2;

/**
 * The processes of one function, or of several that share them. They stay warm: the next invocation goes to one that is free. Where Lambda would start
 * another one at once, short invocations wait for each other here: on one machine that is sooner.
 */
export class FunctionPool {
  readonly #options: SandboxOptions;
  readonly #all = new Set<Sandbox>();
  readonly #idle = new Map<Sandbox, NodeJS.Timeout>();
  /** Where each function ran last, by its module. */
  readonly #latest = new Map<string, Sandbox>();
  readonly #waiting: ((sandbox: Sandbox) => void)[] = [];
  /** ms of an invocation, on average. */
  #average = 0;
  /** When an invocation last ended, or a process was last ready. */
  #progress = 0;
  #review: NodeJS.Timeout | undefined;

  constructor(options: SandboxOptions) {
    this.#options = options;
  }

  /** Starts processes before they are needed. */
  prepare(count: number): void {
    for (let index = 0; index < count; index += 1) this.#rest(this.#start());
  }

  /** Whether a debugger can stop one of the processes. */
  get isDebugged(): boolean {
    return [...this.#all].some((sandbox) => sandbox.isDebugged);
  }

  async invoke(request: SandboxRequest): Promise<SandboxOutcome> {
    const sandbox = await this.#acquire(request.module);
    this.#latest.set(request.module, sandbox);
    const outcome = await sandbox.invoke(request);
    this.#average += (outcome.duration - this.#average) * WEIGHT;
    this.#release(sandbox);
    return outcome;
  }

  close(): void {
    clearTimeout(this.#review);
    for (const timer of this.#idle.values()) clearTimeout(timer);
    for (const sandbox of this.#all) {
      sandbox.close();
      // Who waits is told at once that there is no process any more.
      for (const take of this.#waiting.splice(0)) take(sandbox);
    }
    this.#idle.clear();
    this.#all.clear();
  }

  #acquire(module: string): Promise<Sandbox> {
    // The one that the function was in last, which has it loaded; else the one that was used last: the others may rest until
    // they are ended.
    const latest = this.#latest.get(module);
    const idle = [...this.#idle.keys()].reverse();
    for (const sandbox of latest !== undefined && this.#idle.has(latest) ? [latest, ...idle] : idle) {
      clearTimeout(this.#idle.get(sandbox));
      this.#idle.delete(sandbox);
      if (!sandbox.isOver) return Promise.resolve(sandbox);
      this.#all.delete(sandbox);
    }
    if (this.#all.size === 0) return Promise.resolve(this.#start());
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      this.#reviewLater();
    });
  }

  #start(): Sandbox {
    const sandbox = new Sandbox(this.#options);
    this.#all.add(sandbox);
    void sandbox.ready.then(() => (this.#progress = performance.now()));
    return sandbox;
  }

  #release(sandbox: Sandbox): void {
    this.#progress = performance.now();
    if (sandbox.isOver) {
      this.#all.delete(sandbox);
      this.#waiting.shift()?.(this.#start());
      return;
    }
    const next = this.#waiting.shift();
    if (next !== undefined) {
      next(sandbox);
      return;
    }
    this.#rest(sandbox);
  }

  #rest(sandbox: Sandbox): void {
    const end = () => {
      this.#idle.delete(sandbox);
      this.#all.delete(sandbox);
      sandbox.close();
    };
    this.#idle.set(sandbox, setTimeout(end, IDLE_MS).unref());
  }

  #reviewLater(): void {
    this.#review ??= setTimeout(() => {
      this.#review = undefined;
      if (this.#waiting.length === 0) return;
      if (this.#isWorthAnother()) this.#waiting.shift()?.(this.#start());
      this.#reviewLater();
    }, REVIEW_MS);
  }

  #isWorthAnother(): boolean {
    const sandboxes = [...this.#all];
    // One starts at a time: many at once would only be slower.
    if (sandboxes.length >= MOST_SANDBOXES || sandboxes.some(({ isLoading }) => isLoading)) return false;
    const each = Math.max(this.#average, performance.now() - this.#progress);
    return (this.#waiting.length * each) / sandboxes.length > WORTH_MS;
  }
}
