import { resolve } from 'node:path';
import type { Watched } from './watch-files.ts';

/** What makes a project: files and folders such as those of templates and handlers, and the sources of handlers, wherever these lie. */
export function watchedOf(paths: readonly string[], sources: readonly string[], cwd: string): Watched {
  const named = paths.map((path) => resolve(cwd, path));
  return { files: [...named, ...sources.filter((file) => !/[\\/]node_modules[\\/]/.test(file))], folders: named };
}
