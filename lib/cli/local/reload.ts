import { relative } from 'node:path';
import type { Outcome } from '../../diagnostics/outcome.ts';
import { handlersIn } from '../handlers-flag.ts';
import type { CliIo } from '../io.ts';
import { printDiagnostics } from '../print-diagnostics.ts';
import { watchedOf } from '../watch/watched.ts';
import { watchFiles } from '../watch/watch-files.ts';
import { loadProject, servedPaths, type LoadedProject } from './load-project.ts';
import type { LocalFlags } from './local-flags.ts';

/**
 * Loads a project, and says what is wrong with it. With `--watch` that is waited for until it is mended, or the user interrupts; a program
 * that reads JSON is answered at once.
 */
export async function load(flags: LocalFlags, io: CliIo): Promise<Outcome<LoadedProject>> {
  let loaded = loadProject(flags, io);
  printDiagnostics(loaded.diagnostics, io);
  if (loaded.value !== undefined || flags.watch !== true || flags.json === true) return loaded;
  const watcher = watchFiles();
  const stopListening = io.onInterrupt(() => {
    watcher.close();
  });
  try {
    while (loaded.value === undefined) {
      watcher.watch(watchedOf(projectPaths(flags, io), [], io.cwd));
      io.stderr.write('Nothing is served yet. Waiting for files to change. Press Ctrl-C to stop.\n');
      if ((await watcher.next()) === undefined) return loaded;
      loaded = loadProject(flags, io);
      printDiagnostics(loaded.diagnostics, io);
    }
    return loaded;
  } finally {
    stopListening();
    watcher.close();
  }
}

/** Loads a project anew whenever its files change, and says so. While something is wrong with it, the earlier one is kept. */
export async function reloadUntil(
  ended: Promise<void>,
  project: LoadedProject,
  take: (project: LoadedProject) => Promise<void>,
  flags: LocalFlags,
  io: CliIo,
): Promise<void> {
  const watcher = watchFiles();
  const watch = ({ handlers: { sources } }: LoadedProject) =>
    watcher.watch(watchedOf(projectPaths(flags, io), sources, io.cwd));
  void ended.then(() => {
    watcher.close();
  });
  watch(project);
  let current = project;
  for (let changed = await watcher.next(); changed !== undefined; changed = await watcher.next()) {
    const begun = performance.now();
    const loaded = loadProject(flags, io);
    printDiagnostics(loaded.diagnostics, io);
    const files = [...changed].map((file) => relative(io.cwd, file)).sort();
    if (loaded.value === undefined) {
      io.stderr.write(`Not reloaded: ${files.join(', ')}. What was loaded before is served until this is mended.\n`);
    } else {
      current = loaded.value;
      await take(current);
      io.stderr.write(`Reloaded in ${Math.round(performance.now() - begun)} ms: ${files.join(', ')}\n`);
    }
    watch(current);
  }
}

/** The files and folders that make a project, as they were named. */
function projectPaths(flags: LocalFlags, io: CliIo): readonly string[] {
  return [...servedPaths(flags, io), handlersIn(flags)];
}
