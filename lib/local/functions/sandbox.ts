import { setTimeout as sleep } from 'node:timers/promises';
import type { ErrorPayload } from './error-payload.ts';
import { errorPayload } from './error-payload.ts';
import { mayBeDebugged } from './may-be-debugged.ts';
import type { SandboxMessage, SandboxRequest, ThrownValue } from './sandbox-messages.ts';
import { LOG_END } from './sandbox-messages.ts';
import type { SandboxOptions, SandboxProcess } from './function-process.ts';
import { startRuntime } from './runtime-process.ts';
import { startSandbox } from './sandbox-process.ts';

/** Lambda gives a function so long to load. */
const INIT_MS = 10_000;
/** The log that is kept of one invocation, in characters. */
const LONGEST_LOG = 1_048_576;
/** How long the end of the log is waited for after the answer: a function may have closed its output. */
const LOG_MS = 200;

/** How often the memory of a process is looked at. */
const WATCH_MS = 50;
/** MB of Node itself, which functions on Lambda do not pay for as dearly. */
const RUNTIME_MB = 128;

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
  /** ms that it took to load the function; only of its first invocation in a process. */
  readonly initDuration?: number;
}

type Answer = Pick<SandboxOutcome, 'payload' | 'failed'>;

/** The invocation that is under way. */
interface Invocation {
  readonly requestId: string;
  readonly asked: number;
  begun: number | undefined;
  initDuration: number | undefined;
  log: string;
  /** Resolves when the function is loaded. */
  readonly begin: () => void;
  readonly answer: (answer: Answer) => void;
  /** Resolves when all of the log is there. */
  readonly endLog: () => void;
}

/**
 * A process that runs functions, one invocation at a time. Whatever a function does to its process, the host goes on: a crash
 * and a timeout are errors of the invocation, as on Lambda.
 */
export class Sandbox {
  readonly #process: SandboxProcess;
  /** MB. */
  readonly #memory: number;
  readonly #ended: Promise<string>;
  /** Resolves when the process can take requests, or has ended. */
  readonly ready: Promise<void>;
  #current: Invocation | undefined;
  /** Whether a debugger can stop the process, or may do so before it is ready: then nothing limits its time. */
  isDebugged: boolean;
  /** Whether the process is not ready yet. */
  isLoading = true;
  /** Whether the process can take no more invocations. */
  isOver = false;

  constructor(options: SandboxOptions) {
    this.#memory = options.memory;
    this.isDebugged = mayBeDebugged(options.environment);
    let tellReady = () => {};
    let tellEnd: (reason: string) => void = () => {};
    this.ready = new Promise((resolve) => (tellReady = resolve));
    this.#ended = new Promise((resolve) => (tellEnd = resolve));
    const listener = {
      told: (message: SandboxMessage) => {
        if (message.kind === 'ready') {
          this.isLoading = false;
          this.isDebugged = message.isDebugged;
          tellReady();
        } else this.#take(message);
      },
      wrote: (text: string) => {
        this.#note(text);
      },
      ended: (reason: string) => {
        this.isLoading = false;
        this.isOver = true;
        tellReady();
        tellEnd(reason);
      },
    };
    const { runtime } = options;
    this.#process = runtime === undefined ? startSandbox(options, listener) : startRuntime(runtime, options, listener);
  }

  /** Runs a function once. Never rejects. */
  async invoke(request: SandboxRequest): Promise<SandboxOutcome> {
    const limit = new AbortController();
    const begun = deferred();
    const answered = deferred<Answer>();
    const logged = deferred();
    const invocation: Invocation = {
      ...{ requestId: request.requestId, asked: performance.now(), begun: undefined, initDuration: undefined, log: '' },
      ...{ begin: begun.resolve, answer: answered.resolve, endLog: logged.resolve },
    };
    this.#current = invocation;
    this.#process.ask(request);
    const watch = setInterval(() => {
      this.#endGreedy();
    }, WATCH_MS);
    const answer = await Promise.race([
      answered.promise,
      this.#ended.then((reason) => faultOf('Runtime.ExitError', request, `Runtime exited ${reason}`)),
      this.#timeLimit(request, begun.promise, limit.signal),
    ]);
    const duration = performance.now() - (invocation.begun ?? invocation.asked);
    limit.abort();
    clearInterval(watch);
    // The log comes another way than the answer: it may be the later one.
    const patience = new AbortController();
    await Promise.race([logged.promise, this.#ended, sleep(LOG_MS, undefined, { signal: patience.signal })]);
    patience.abort();
    this.#current = undefined;
    if (this.isOver) this.#process.kill();
    const { log, initDuration } = invocation;
    return { ...answer, log: shown(log), duration, ...(initDuration !== undefined && { initDuration }) };
  }

  /** Ends the process. */
  close(): void {
    this.isOver = true;
    this.#process.kill();
  }

  /** The heap has a limit of its own; buffers and native code do not. */
  #endGreedy(): void {
    if ((this.#process.resident() ?? 0) > this.#memory + RUNTIME_MB) this.close();
  }

  #take(message: Exclude<SandboxMessage, { kind: 'ready' }>): void {
    const invocation = this.#current;
    if (message.kind === 'crashed' || (message.kind === 'failed' && message.isOver)) this.isOver = true;
    if (invocation === undefined || message.requestId !== invocation.requestId) return;
    switch (message.kind) {
      case 'begun':
        invocation.begun = performance.now();
        if (message.isFirst) invocation.initDuration = invocation.begun - invocation.asked;
        invocation.begin();
        break;
      case 'result':
        invocation.answer({ payload: message.payload, failed: false });
        break;
      case 'failed':
        invocation.answer({ payload: message.payload, failed: true });
        break;
      case 'logged':
        invocation.endLog();
        break;
      case 'thrown':
      case 'crashed':
        invocation.answer(failure(errorPayload(revive(message.thrown))));
        break;
    }
  }

  #note(text: string): void {
    const invocation = this.#current;
    if (invocation === undefined) return;
    if (invocation.log.length < LONGEST_LOG) invocation.log += text;
    if (invocation.log.length >= LONGEST_LOG || invocation.log.includes(`${LOG_END}${invocation.requestId}\n`)) {
      invocation.endLog();
    }
  }

  async #timeLimit(request: SandboxRequest, begun: Promise<void>, signal: AbortSignal): Promise<Answer> {
    await Promise.race([begun, sleep(INIT_MS, undefined, { signal })]);
    await sleep(request.timeout, undefined, { signal });
    if (this.isDebugged) return new Promise<never>(() => undefined);
    this.close();
    return faultOf('Sandbox.Timedout', request, `Task timed out after ${(request.timeout / 1000).toFixed(2)} seconds`);
  }
}

function deferred<T = void>(): { readonly promise: Promise<T>; readonly resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((settle) => (resolve = settle));
  return { promise, resolve };
}

function shown(log: string): string {
  return log.replaceAll(new RegExp(`${LOG_END}.*\n`, 'g'), '');
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
