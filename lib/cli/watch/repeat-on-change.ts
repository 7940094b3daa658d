import { relative } from 'node:path';
import { ExitCode } from '../exit-code.ts';
import type { CliIo } from '../io.ts';
import { watchedOf } from './watched.ts';
import { watchFiles } from './watch-files.ts';

/** Something that was done once, well or not. */
export interface Turn {
  readonly code: ExitCode;
  /** The files that it was made from beside those that were named, all absolute; none when they are not known. */
  readonly sources: readonly string[];
}

/** Does something, and again whenever one of the files or folders changes, or a source, until the user interrupts. */
export async function repeatOnChange(
  paths: readonly string[],
  once: () => Promise<Turn>,
  io: CliIo,
): Promise<ExitCode> {
  const watcher = watchFiles();
  let sources: readonly string[] = [];
  const watch = () => watcher.watch(watchedOf(paths, sources, io.cwd));
  watch();
  try {
    for (;;) {
      const turn = await once();
      if (turn.code === ExitCode.interrupted) return turn.code;
      if (turn.sources.length > 0) sources = turn.sources;
      watch();
      io.stderr.write('\nWaiting for files to change. Press Ctrl-C to stop.\n');
      const stopListening = io.onInterrupt(() => {
        watcher.close();
      });
      const changed = await watcher.next();
      stopListening();
      if (changed === undefined) return turn.code;
      const files = [...changed].map((file) => relative(io.cwd, file)).sort();
      io.stderr.write(`\nAgain, since these have changed: ${files.join(', ')}\n`);
    }
  } finally {
    watcher.close();
  }
}
