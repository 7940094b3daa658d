import { existsSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { projectAbove } from '../bundle-parts.ts';

/** From where the modules of handlers are named. */
export interface ModuleRoots {
  /** The folder with the handlers. */
  readonly dir: string;
  /** Above the packages that the handlers' folder is in: names begin here. */
  readonly top: string;
  /** The project: what handlers import lies in it, and its paths are those of the deployed code. */
  readonly project: string;
}

/** By these, a folder is a project. */
const MARKS = [
  'pyproject.toml',
  'requirements.txt',
  'uv.lock',
  'poetry.lock',
  'setup.py',
  'setup.cfg',
  'package.json',
  '.git',
];

/** The roots for a folder with handlers; its path is a real one. */
export function rootsOf(dir: string): ModuleRoots {
  let top = dir;
  while (existsSync(join(top, '__init__.py'))) top = dirname(top);
  return { dir, top, project: projectAbove(top, MARKS) };
}

/** The names by which code imports a file that lies in a folder of handlers: from that folder, and from the project. */
export function moduleNamesOf(file: string, dir: string): readonly string[] {
  const roots = rootsOf(dir);
  return [...new Set([roots.top, roots.project].map((top) => moduleNameOf(file, { ...roots, top })))];
}

/** The name by which a file is imported, such as `shop.charge`. */
export function moduleNameOf(file: string, { top }: ModuleRoots): string {
  return relative(top, file)
    .replace(/(?:[\\/]__init__)?\.py$/, '')
    .split(sep)
    .join('.');
}
