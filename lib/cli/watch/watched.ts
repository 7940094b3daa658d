import { resolve } from 'node:path';
import type { Watched } from './watch-files.ts';

/** What makes a project: templates, the folder of handlers, and the sources that handlers are made from, wherever these lie. */
export function watchedOf(
  templates: readonly string[],
  handlers: string,
  sources: readonly string[],
  cwd: string,
): Watched {
  const own = sources.filter((file) => !/[\\/]node_modules[\\/]/.test(file));
  return {
    files: [...templates.map((path) => resolve(cwd, path)), ...own],
    folders: [...templates, handlers].map((path) => resolve(cwd, path)),
  };
}
