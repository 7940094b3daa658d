import { randomUUID } from 'node:crypto';
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { Duplex } from 'node:stream';
import type { SandboxMessage, SandboxRequest } from './sandbox-messages.ts';
import { LOG_END } from './sandbox-messages.ts';
import { sandboxProgram } from './sandbox-program.ts';

/** The part of the memory that the heap may take; the rest is the runtime's own. */
const HEAP_SHARE = 0.9;
/** How long the last words of a process that has ended may be under way, in ms. A child of its own may hold its output open for ever. */
const LAST_WORDS_MS = 100;

/** What a process for functions is started with. */
export interface SandboxOptions {
  /** MB that the heap may take. */
  readonly memory: number;
  /** Whether stack traces name the lines of the sources; code takes longer to load then. */
  readonly sourceMaps: boolean;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Who is told what a process does. */
export interface SandboxListener {
  told(message: SandboxMessage): void;
  wrote(text: string): void;
  /** `reason` says how it ended, as Lambda does. */
  ended(reason: string): void;
}

/** A process for functions. */
export interface SandboxProcess {
  /** MB of memory that it takes now; undefined where the system does not tell. */
  resident(): number | undefined;
  ask(request: SandboxRequest): void;
  /** Ends it at once, whatever a function does. */
  kill(): void;
}

/** Starts a process for functions. Its messages come over a pipe of their own, which functions know nothing of. */
export function startSandbox(
  { memory, sourceMaps, environment }: SandboxOptions,
  listener: SandboxListener,
): SandboxProcess {
  const secret = randomUUID();
  const child = spawn(
    process.execPath,
    [
      ...(sourceMaps ? ['--enable-source-maps'] : []),
      `--max-old-space-size=${String(Math.floor(memory * HEAP_SHARE))}`,
      '--eval',
      // Whatever has transformed our sources may have put calls of esbuild's helper `__name` into the text.
      `const __name = (value) => value; (${sandboxProgram.toString()})((url) => import(url), ${JSON.stringify(LOG_END)})`,
    ],
    { stdio: ['ignore', 'pipe', 'pipe', 'pipe'], env: environment },
  );
  const outputs = [child.stdout, child.stderr].filter((stream) => stream !== null);
  for (const stream of outputs) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      listener.wrote(text);
    });
  }
  const channel = child.stdio[3] as Duplex;
  channel.setEncoding('utf8').on('data', readLines(secret, listener));
  // It is broken when the process ends, which is told below.
  channel.on('error', () => undefined);
  channel.write(`${secret}\n`);

  const end = (reason: string) => {
    for (const stream of [...outputs, channel]) stream.destroy();
    listener.ended(reason);
  };
  child.on('error', (error) => {
    end(error.message);
  });
  child.on('exit', (code, signal) => {
    const reason = exitReason(code, signal);
    const timer = setTimeout(end, LAST_WORDS_MS, reason);
    child.once('close', () => {
      clearTimeout(timer);
      end(reason);
    });
  });
  return {
    ask: (request) => channel.write(`${JSON.stringify(request)}\n`),
    kill: () => child.kill('SIGKILL'),
    resident: () => (child.pid === undefined ? undefined : residentOf(child.pid)),
  };
}

const PAGE_BYTES = 4096;

/** The resident memory of a process in MB, as Linux tells it. */
function residentOf(pid: number): number | undefined {
  try {
    const [, pages] = readFileSync(`/proc/${String(pid)}/statm`, 'utf8').split(' ');
    return (Number(pages) * PAGE_BYTES) / 1_048_576;
  } catch {
    // Another system, or a process that has just ended.
    return undefined;
  }
}

/** Tells the listener of messages; whatever else comes is not the program's. */
function readLines(secret: string, listener: SandboxListener): (text: string) => void {
  let unread = '';
  return (text) => {
    const lines = (unread + text).split('\n');
    unread = lines.pop() ?? '';
    for (const line of lines) {
      if (line.startsWith(`${secret} `)) listener.told(JSON.parse(line.slice(secret.length + 1)) as SandboxMessage);
    }
  };
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
