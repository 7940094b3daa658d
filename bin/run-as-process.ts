import type { CliIo, Output } from '../lib/cli/io.ts';

/** Runs a program on the streams of this process and ends the process with its exit code, once all is written. */
export async function runAsProcess(main: (argv: readonly string[], io: CliIo) => Promise<number>): Promise<void> {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', endOnWriteError);
  const code = await main(process.argv.slice(2), {
    stdout: outputOf(process.stdout),
    stderr: outputOf(process.stderr),
    env: process.env,
    cwd: process.cwd(),
    now: Date.now,
    onInterrupt: (listener) => {
      const stop = () => void process.off('SIGINT', once).off('SIGTERM', once);
      const once = () => {
        stop();
        listener();
      };
      process.on('SIGINT', once).on('SIGTERM', once);
      return stop;
    },
  });
  // Sockets and timers may be open still: end the process all the same, but not before the last byte is out.
  await Promise.all([flush(process.stdout), flush(process.stderr)]);
  process.exit(code);
}

function outputOf(stream: NodeJS.WriteStream): Output {
  return {
    write: (text) => void stream.write(text),
    get isTTY() {
      return stream.isTTY === true; // undefined on a pipe
    },
    get columns() {
      return stream.columns || undefined; // some terminals say 0
    },
  };
}

function flush(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => stream.write('', () => resolve()));
}

/** Whoever reads our output may stop at any time (`… | head`): that is no failure. A full disk is. */
function endOnWriteError({ code, message }: NodeJS.ErrnoException): void {
  if (code === 'EPIPE') process.exit(0);
  process.stderr.write(`error: The output cannot be written: ${message}\n`, () => process.exit(1));
}
