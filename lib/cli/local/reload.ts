import { relative } from 'node:path';
import { handlersIn } from '../handlers-flag.ts';
import type { CliIo } from '../io.ts';
import { printDiagnostics } from '../print-diagnostics.ts';
import { watchedOf } from '../watch/watched.ts';
import { watchFiles } from '../watch/watch-files.ts';
import { loadProject, servedPaths, type LoadedProject } from './load-project.ts';
import type { LocalFlags } from './local-flags.ts';

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
    watcher.watch(watchedOf([...servedPaths(flags, io), handlersIn(flags)], sources, io.cwd));
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
