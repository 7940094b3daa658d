import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { askReader, type SourceReader } from '../source-reader.ts';
import { moduleNamesOf } from './module-roots.ts';
import { runtimeFolder } from './runtime-folder.ts';

/** The user's Python: the one that TASKER_SFN_PYTHON names, that of the virtual environment, or `python3`. */
export const pythonReader: SourceReader = {
  language: 'python',
  needs: 'Python 3.10 or later',
  variable: 'TASKER_SFN_PYTHON',
  commandsFrom: (folder) => {
    const active = process.env['VIRTUAL_ENV'];
    return [...environmentsAbove(folder), ...(active === undefined ? [] : [pythonIn(active)]), 'python3', 'python'];
  },
  options: ['-I', '-S'],
  program: () => join(runtimeFolder(), 'tools', 'read_handlers.py'),
  tooOld: /SyntaxError/,
  // As Tasker's resolver for classes finds them.
  classNames: (file, name, dir) => moduleNamesOf(file, dir).map((module) => `${module}.${name}`),
  words: {
    steps: /handler_name|Handler\s*[,)]|step_handler|decision_handler|batch_analyzer|batch_worker|api_handler/,
    resolvers: /def (?:resolve|resolve_handler)\(/,
    events: /publisher_name|subscribes_to/,
    functions: /^(?:\s*)def handler\(/m,
  },
};

interface Request {
  readonly close: readonly { readonly module: string; readonly roots: readonly string[] }[];
}

/**
 * Lets the user's Python read what modules are made of.
 *
 * @param from The folder from which an environment of the project is looked for.
 */
export function runPython(request: Request, from: string): ReturnType<typeof askReader> {
  return askReader(pythonReader, request, from);
}

function environmentsAbove(folder: string): readonly string[] {
  const own = ['.venv', 'venv'].map((name) => pythonIn(join(folder, name))).filter((file) => existsSync(file));
  const parent = dirname(folder);
  return parent === folder ? own : [...own, ...environmentsAbove(parent)];
}

function pythonIn(environment: string): string {
  return process.platform === 'win32' ? join(environment, 'Scripts', 'python.exe') : join(environment, 'bin', 'python');
}
