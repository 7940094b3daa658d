import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { SandboxMessage, SandboxRequest } from './sandbox-messages.ts';

/** How long the last words of a process that has ended may be under way, in ms. A child of its own may hold its output open for ever. */
const LAST_WORDS_MS = 100;

/** What a process for functions is started with. */
export interface SandboxOptions {
  /** MB that the function may take. */
  readonly memory: number;
  /** Whether stack traces name the lines of the sources; code takes longer to load then. */
  readonly sourceMaps: boolean;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** A runtime of another kind than Node: its process asks the Runtime API for events. @default Node, with our own program */
  readonly runtime?: CustomRuntime;
}

/** A program that runs functions by itself. */
export interface CustomRuntime {
  /** The program and its arguments. */
  readonly command: readonly string[];
  /** The folder with the function's code, in which the program is started. */
  readonly folder: string;
}

/** Who is told what a process does. */
export interface SandboxListener {
  readonly told: (message: SandboxMessage) => void;
  readonly wrote: (text: string) => void;
  /** `reason` says how it ended, as Lambda does. */
  readonly ended: (reason: string) => void;
}

/** A process for functions. */
export interface SandboxProcess {
  /** MB of memory that it takes now; undefined where the system does not tell. */
  resident(): number | undefined;
  ask(request: SandboxRequest): void;
  /** Ends it at once, whatever a function does. */
  kill(): void;
}

/** Tells the listener what a process writes, and how it ends. `end` is called before that. */
export function watchChild(child: ChildProcess, { wrote, ended }: SandboxListener, end: () => void): void {
  const outputs = [child.stdout, child.stderr].filter((stream) => stream !== null);
  for (const stream of outputs) stream.setEncoding('utf8').on('data', wrote);
  let isOver = false;
  const over = (reason: string) => {
    if (isOver) return;
    isOver = true;
    for (const stream of outputs) stream.destroy();
    end();
    ended(reason);
  };
  child.on('error', (error) => {
    over(error.message);
  });
  child.on('exit', (code, signal) => {
    const reason = exitReason(code, signal);
    const timer = setTimeout(over, LAST_WORDS_MS, reason);
    child.once('close', () => {
      clearTimeout(timer);
      over(reason);
    });
  });
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

const PAGE_BYTES = 4096;

/** The resident memory of a process in MB, as Linux tells it. */
export function residentOf({ pid }: ChildProcess): number | undefined {
  if (pid === undefined) return undefined;
  try {
    const [, pages] = readFileSync(`/proc/${String(pid)}/statm`, 'utf8').split(' ');
    return (Number(pages) * PAGE_BYTES) / 1_048_576;
  } catch {
    // Another system, or a process that has just ended.
    return undefined;
  }
}
