import type { SandboxRequest } from './sandbox-messages.ts';
import type { SandboxOptions, SandboxOutcome } from './sandbox.ts';
import { Sandbox } from './sandbox.ts';

/** Processes of one function at the same time. */
const MOST_SANDBOXES = 10;
/** An invocation that has waited so long gets a process of its own: one process serves many short ones sooner. */
const PATIENCE_MS = 50;
/** A process that nobody has needed for so long is ended. */
const IDLE_MS = 300_000;

type Request = Omit<SandboxRequest, 'deadline'>;

/** The processes of one function. They stay warm: the next invocation goes to one that is free. */
export class FunctionPool {
  readonly #options: SandboxOptions;
  readonly #timeout: number;
  readonly #all = new Set<Sandbox>();
  readonly #idle = new Map<Sandbox, NodeJS.Timeout>();
  readonly #waiting: ((sandbox: Sandbox) => void)[] = [];

  constructor(options: SandboxOptions, timeout: number) {
    this.#options = options;
    this.#timeout = timeout;
  }

  async invoke(request: Request): Promise<SandboxOutcome> {
    const sandbox = await this.#acquire();
    const outcome = await sandbox.invoke(request, this.#timeout);
    this.#release(sandbox);
    return outcome;
  }

  close(): void {
    for (const timer of this.#idle.values()) clearTimeout(timer);
    for (const sandbox of this.#all) {
      sandbox.close();
      // Who waits is told at once that there is no process any more.
      for (const take of this.#waiting.splice(0)) take(sandbox);
    }
    this.#idle.clear();
    this.#all.clear();
  }

  #acquire(): Promise<Sandbox> {
    // The one that was used last: the others may rest until they are ended.
    for (const sandbox of [...this.#idle.keys()].reverse()) {
      clearTimeout(this.#idle.get(sandbox));
      this.#idle.delete(sandbox);
      if (!sandbox.isOver) return Promise.resolve(sandbox);
      this.#all.delete(sandbox);
    }
    if (this.#all.size === 0) return Promise.resolve(this.#start());
    return new Promise((resolve) => {
      const take = (sandbox: Sandbox) => {
        clearTimeout(timer);
        resolve(sandbox);
      };
      const timer = setTimeout(() => {
        if (this.#all.size >= MOST_SANDBOXES) return;
        this.#waiting.splice(this.#waiting.indexOf(take), 1);
        resolve(this.#start());
      }, PATIENCE_MS);
      this.#waiting.push(take);
    });
  }

  #start(): Sandbox {
    const sandbox = new Sandbox(this.#options);
    this.#all.add(sandbox);
    return sandbox;
  }

  #release(sandbox: Sandbox): void {
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
    const end = () => {
      this.#idle.delete(sandbox);
      this.#all.delete(sandbox);
      sandbox.close();
    };
    this.#idle.set(sandbox, setTimeout(end, IDLE_MS).unref());
  }
}
