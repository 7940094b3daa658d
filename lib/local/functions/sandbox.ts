import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import type { ErrorPayload } from './error-payload.ts';
import { errorPayload } from './error-payload.ts';
import type { SandboxMessage, SandboxRequest, ThrownValue } from './sandbox-messages.ts';
import { LOG_END } from './sandbox-messages.ts';
import { sandboxProgram } from './sandbox-program.ts';

/** Lambda gives a function so long to load. */
const INIT_MS = 10_000;
/** The part of the memory that the heap may take; the rest is the runtime's own. */
const HEAP_SHARE = 0.9;
/** The log that is kept of one invocation, in characters. */
const LONGEST_LOG = 1_048_576;

/** What a function's process is started with. */
export interface SandboxOptions {
  readonly file: string;
  readonly memory: number;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** How an invocation ended. */
export interface SandboxOutcome {
  /** The result or the error, as JSON text. */
  readonly payload: string;
  /** Whether the payload is an error. */
  readonly failed: boolean;
  /** What the function wrote. */
  readonly log: string;
  /** ms that the function ran. */
  readonly duration: number;
  /** ms that the process took to load the function; only of its first invocation. */
  readonly initDuration?: number;
}

type Answer = Pick<SandboxOutcome, 'payload' | 'failed'>;

/**
 * A process that runs one function, one invocation at a time. Whatever the function does to its process, the host goes on:
 * a crash and a timeout are errors of the invocation, as on Lambda.
 */
export class Sandbox {
  readonly #child: ChildProcess;
  readonly #ended: Promise<string>;
  /** Resolves when the function is loaded; to an answer when it cannot be. */
  readonly ready: Promise<Answer | undefined>;
  #log = '';
  #initDuration: number | undefined;
  /** What the function has answered, though its process may not have told its log yet, or end. */
  #answer: Answer | undefined;
  #onMessage: (message: SandboxMessage) => void = () => undefined;
  #onOutput: () => void = () => undefined;
  /** Whether the function is not loaded yet. */
  isLoading = true;
  /** Whether the process can take no more invocations. */
  isOver = false;

  constructor({ file, memory, environment }: SandboxOptions) {
    const began = performance.now();
    const load = `() => import(${JSON.stringify(pathToFileURL(file).href)})`;
    this.#child = spawn(
      process.execPath,
      [
        '--enable-source-maps',
        `--max-old-space-size=${String(Math.floor(memory * HEAP_SHARE))}`,
        '--eval',
        // Whatever has transformed our sources may have put calls of esbuild's helper `__name` into the text.
        `const __name = (value) => value; (${sandboxProgram.toString()})(${load}, ${JSON.stringify(LOG_END)})`,
      ],
      { stdio: ['ignore', 'pipe', 'pipe', 'ipc'], serialization: 'advanced', env: environment },
    );
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        if (this.#log.length < LONGEST_LOG) this.#log += text;
        this.#onOutput();
      });
    }
    this.#child.on('message', (message: SandboxMessage) => {
      this.#onMessage(message);
    });
    this.#ended = new Promise((resolve) => {
      this.#child.on('error', (error) => {
        this.isOver = true;
        resolve(error.message);
      });
      this.#child.on('close', (code, signal) => {
        this.isLoading = false;
        this.isOver = true;
        resolve(exitReason(code, signal));
      });
    });
    this.ready = new Promise((resolve) => {
      this.#onMessage = (message) => {
        this.isLoading = false;
        this.#initDuration = performance.now() - began;
        resolve(message.kind === 'thrown' ? failure(errorPayload(revive(message.thrown))) : undefined);
      };
    });
  }

  /** Runs the function once. Never rejects. */
  async invoke(request: Omit<SandboxRequest, 'deadline'>, timeout: number): Promise<SandboxOutcome> {
    const limit = new AbortController();
    let began = performance.now();
    const answer = await Promise.race([
      this.#run(request, timeout, () => (began = performance.now())),
      this.#ended.then((reason) => this.#answer ?? faultOf('Runtime.ExitError', request, `Runtime exited ${reason}`)),
      this.#timeLimit(timeout, request, limit.signal),
    ]);
    limit.abort();
    return this.#outcome(answer, began);
  }

  /** Ends the process. */
  close(): void {
    this.isOver = true;
    this.#child.kill('SIGKILL');
  }

  async #run(request: Omit<SandboxRequest, 'deadline'>, timeout: number, started: () => void): Promise<Answer> {
    const broken = await this.ready;
    if (broken !== undefined) {
      this.close();
      return broken;
    }
    started();
    const answered = new Promise<Answer>((resolve) => {
      this.#onMessage = (message) => {
        if (message.kind === 'ready') return;
        this.#answer =
          message.kind === 'result'
            ? { payload: message.payload, failed: false }
            : failure(errorPayload(revive(message.thrown)));
        resolve(this.#answer);
      };
    });
    // The log comes another way than the answer: it may be the later one.
    const end = `${LOG_END}${request.requestId}\n`;
    const logged = new Promise<void>((resolve) => {
      this.#onOutput = () => {
        if (this.#log.length >= LONGEST_LOG || this.#log.includes(end)) resolve();
      };
    });
    this.#child.send({ ...request, deadline: Date.now() + timeout * 1000 } satisfies SandboxRequest);
    const [answer] = await Promise.all([answered, logged]);
    return answer;
  }

  async #timeLimit(timeout: number, request: { readonly requestId: string }, signal: AbortSignal): Promise<Answer> {
    await Promise.race([this.ready, sleep(INIT_MS, undefined, { signal })]);
    await sleep(timeout * 1000, undefined, { signal });
    this.close();
    return faultOf('Sandbox.Timedout', request, `Task timed out after ${timeout.toFixed(2)} seconds`);
  }

  #outcome(answer: Answer, began: number): SandboxOutcome {
    const log = this.#log.replaceAll(new RegExp(`${LOG_END}.*\n`, 'g'), '');
    const initDuration = this.#initDuration;
    this.#log = '';
    this.#answer = undefined;
    this.#initDuration = undefined;
    this.#onMessage = () => undefined;
    this.#onOutput = () => undefined;
    const duration = performance.now() - began;
    return { ...answer, log, duration, ...(initDuration !== undefined && { initDuration }) };
  }
}

function faultOf(errorType: string, { requestId }: { readonly requestId: string }, what: string): Answer {
  return failure({ errorType, errorMessage: `RequestId: ${requestId} Error: ${what}` });
}

function failure(error: ErrorPayload): Answer {
  return { payload: JSON.stringify(error), failed: true };
}

/** What was thrown, as it was. */
function revive(thrown: ThrownValue): unknown {
  if ('name' in thrown) {
    const error = new Error(thrown.message);
    error.name = thrown.name;
    error.stack = thrown.stack;
    return error;
  }
  return thrown.type === 'string' ? thrown.text : { toString: () => thrown.text };
}

const SIGNALS: Readonly<Record<string, string>> = {
  SIGKILL: 'killed',
  SIGABRT: 'aborted',
  SIGSEGV: 'segmentation fault',
};

function exitReason(code: number | null, signal: NodeJS.Signals | null): string {
  if (signal !== null) return `with error: signal: ${SIGNALS[signal] ?? signal}`;
  return code === 0 ? 'without providing a reason' : `with error: exit status ${String(code)}`;
}
