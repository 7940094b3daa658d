import { relative } from 'node:path';
import { ExitCode } from '../exit-code.ts';
import type { CliIo } from '../io.ts';
import { watchedOf } from '../watch/watched.ts';
import { watchFiles } from '../watch/watch-files.ts';

/** A run that has ended, well or not. */
export interface FinishedRun {
  readonly code: ExitCode;
  /** The files that its handlers are made from, all absolute; none when they are not known. */
  readonly sources: readonly string[];
}

/** Runs a template, and again whenever it or one of its handlers changes, until the user interrupts. */
export async function runOnChange(
  template: string,
  handlers: string,
  runOnce: () => Promise<FinishedRun>,
  io: CliIo,
): Promise<ExitCode> {
  const watcher = watchFiles();
  let sources: readonly string[] = [];
  const watch = () => watcher.watch(watchedOf([template], handlers, sources, io.cwd));
  watch();
  try {
    for (;;) {
      const finished = await runOnce();
      if (finished.code === ExitCode.interrupted) return finished.code;
      if (finished.sources.length > 0) sources = finished.sources;
      watch();
      io.stderr.write('\nRuns again when a file changes. Press Ctrl-C to stop.\n');
      const stopListening = io.onInterrupt(() => {
        watcher.close();
      });
      const changed = await watcher.next();
      stopListening();
      if (changed === undefined) return finished.code;
      const files = [...changed].map((file) => relative(io.cwd, file)).sort();
      io.stderr.write(`\nRunning again: ${files.join(', ')}\n`);
    }
  } finally {
    watcher.close();
  }
}
