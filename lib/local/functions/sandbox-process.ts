import { randomUUID } from 'node:crypto';
import { spawn } from 'node:child_process';
import type { Duplex } from 'node:stream';
import { residentOf, watchChild } from './function-process.ts';
import type { SandboxListener, SandboxOptions, SandboxProcess } from './function-process.ts';
import type { SandboxMessage } from './sandbox-messages.ts';
import { LOG_END } from './sandbox-messages.ts';
import { sandboxProgram } from './sandbox-program.ts';

/** The part of the memory that the heap may take; the rest is the runtime's own. */
const HEAP_SHARE = 0.9;

/** Starts a process of Node for functions. Its messages come over a pipe of their own, which functions know nothing of. */
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
  const channel = child.stdio[3] as Duplex;
  channel.setEncoding('utf8').on('data', readLines(secret, listener));
  // It is broken when the process ends, which is told by the child.
  channel.on('error', () => undefined);
  channel.write(`${secret}\n`);
  watchChild(child, listener, () => channel.destroy());
  return {
    ask: (request) => channel.write(`${JSON.stringify(request)}\n`),
    kill: () => child.kill('SIGKILL'),
    resident: () => residentOf(child),
  };
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
