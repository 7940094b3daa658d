import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { functionName } from '../function-name.ts';
import type { FoundHandlers, HandlerLocation } from '../handler-location.ts';
import { locateExport } from '../locate-export.ts';
import type { SourceProblem } from '../source-problem.ts';
import { runEsbuild } from './run-esbuild.ts';
import { exportsFunction, scanModule } from './scan-module.ts';

/**
 * The step handlers in source files, in their order: exported classes with a static `handlerName`, and values of
 * `defineHandler` and its siblings. The code is read, not run.
 *
 * @param files Absolute paths.
 */
export function findHandlers(files: readonly string[]): FoundHandlers {
  const { codeOf, problems } = readModules(files);
  const found: { handlers: HandlerLocation[]; problems: SourceProblem[] } = { handlers: [], problems: [...problems] };
  for (const file of files) {
    for (const { exportName, name, isDefined } of scanModule(codeOf(file))) {
      if (name !== undefined)
        found.handlers.push({ name, language: 'typescript', file, exportName, ...(isDefined && { isDefined }) });
      else {
        const location = locateExport({ file, exportName });
        found.problems.push({ kind: 'name-not-literal', handler: exportName, location });
      }
    }
  }
  return found;
}

/**
 * The plain Lambda functions in source files: modules that export `handler`. Each has the name of its file, or of its folder
 * where the file's says nothing.
 *
 * @param files Absolute paths.
 */
export function findFunctions(files: readonly string[]): FoundHandlers {
  const { codeOf, problems } = readModules(files);
  const handlers = files
    .filter((file) => exportsFunction(codeOf(file)))
    .map((file): HandlerLocation => ({
      name: functionName(file),
      language: 'typescript',
      file,
      exportName: 'handler',
      isFunction: true,
    }));
  return { handlers, problems };
}

/** What esbuild makes of modules, each by itself. */
export function readModules(files: readonly string[]): {
  readonly codeOf: (file: string) => string;
  readonly problems: readonly SourceProblem[];
} {
  if (files.length === 0) return { codeOf: () => '', problems: [] };
  const { outputs, problems } = runEsbuild({
    entryPoints: files.map((file, index) => ({ in: file, out: String(index) })),
    // Nothing is written there.
    outdir: join(tmpdir(), 'tasker-sfn-scan'),
    bundle: false,
    format: 'esm',
    target: 'esnext',
    supported: { 'template-literal': false },
    legalComments: 'none',
    tsconfigRaw: { compilerOptions: { useDefineForClassFields: true } },
  });
  const modules = new Map(outputs.map(({ path, text }) => [/(\d+)\.js$/.exec(path)?.[1], text]));
  return { codeOf: (file) => modules.get(String(files.indexOf(file))) ?? '', problems };
}
