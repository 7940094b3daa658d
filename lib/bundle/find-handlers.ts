import { readFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { canonicalCallable } from '../contract/callable.ts';
import { HandlerError, type HandlerProblem, type Place } from './handler-problem.ts';
import { listSources } from './list-sources.ts';
import { runEsbuild } from './run-esbuild.ts';
import { scanModule } from './scan-module.ts';

/** Where a handler is written. */
export interface HandlerLocation {
  /** The handler's name as its module spells it. */
  readonly name: string;
  /** Absolute. */
  readonly file: string;
  readonly exportName: string;
}

/**
 * The step handlers in a folder and those below it, by their canonical name: exported classes with a static
 * `handlerName`, and values of `defineHandler` and its siblings. The code is read, not run.
 *
 * @throws HandlerError when the folder is missing, a file has a syntax error, a name is computed or given twice
 */
export function findHandlers(dir: string): ReadonlyMap<string, HandlerLocation> {
  const files = listSources(resolve(dir));
  if (files.length === 0) return new Map();
  const outputs = runEsbuild({
    entryPoints: files.map((file, index) => ({ in: file, out: String(index) })),
    outdir: resolve(dir, '.scan'),
    bundle: false,
    format: 'esm',
    target: 'esnext',
    supported: { 'template-literal': false },
    legalComments: 'none',
    tsconfigRaw: { compilerOptions: { useDefineForClassFields: true } },
  });
  const modules = new Map(outputs.map(({ path, text }) => [/(\d+)\.js$/.exec(path)?.[1], text]));

  const problems: HandlerProblem[] = [];
  const found = new Map<string, HandlerLocation>();
  for (const [index, file] of files.entries()) {
    for (const { exportName, name } of scanModule(modules.get(String(index)) ?? '')) {
      if (name === undefined) {
        problems.push({ kind: 'name-not-literal', handler: exportName, place: placeOf(file, exportName) });
        continue;
      }
      const callable = canonicalCallable(name);
      const first = found.get(callable);
      if (first === undefined) found.set(callable, { name, file, exportName });
      else {
        problems.push({
          kind: 'conflict',
          callable: name,
          first: placeOf(first.file, first.exportName),
          second: placeOf(file, exportName),
        });
      }
    }
  }
  if (problems.length > 0) throw new HandlerError(problems);
  return found;
}

/** Where the file declares a name: its first line that has it as a word of its own. */
function placeOf(file: string, exportName: string): Place {
  const word = new RegExp(`(?<![\\w$])${exportName.replaceAll('$', '\\$')}(?![\\w$])`);
  const lines = readFileSync(file, 'utf8').split('\n');
  const line = Math.max(
    0,
    lines.findIndex((text) => word.test(text)),
  );
  return { file: relative('', file), line: line + 1, column: (lines[line]?.search(word) ?? -1) + 1 || 1 };
}
