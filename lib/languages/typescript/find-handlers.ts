import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, parse } from 'node:path';
import type { SourceLocation, SourceProblem } from '../source-problem.ts';
import { runEsbuild } from './run-esbuild.ts';
import { exportsFunction, scanModule } from './scan-module.ts';

/** Where a handler is written. */
export interface HandlerLocation {
  /** The handler's name as its module spells it. */
  readonly name: string;
  /** Absolute. */
  readonly file: string;
  readonly exportName: string;
  /** Made of a function, so that it has the method `call` alone. @default a class */
  readonly isDefined?: true;
  /** A plain Lambda function, which is bundled as it is. @default a step handler */
  readonly isFunction?: true;
}

/** The handlers in some files, and what stands in the way of finding others. */
export interface FoundHandlers {
  readonly handlers: readonly HandlerLocation[];
  readonly problems: readonly SourceProblem[];
}

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
      if (name !== undefined) found.handlers.push({ name, file, exportName, ...(isDefined && { isDefined }) });
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
    .map((file): HandlerLocation => ({ name: functionName(file), file, exportName: 'handler', isFunction: true }));
  return { handlers, problems };
}

function functionName(file: string): string {
  const name = parse(file).name;
  return /^(?:index|app|main|handler)$/.test(name) ? basename(dirname(file)) : name;
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

/** Where a file declares a name: its first line that has it as a word of its own. */
export function locateExport({ file, exportName }: Pick<HandlerLocation, 'file' | 'exportName'>): SourceLocation {
  const word = new RegExp(`(?<![\\w$])${exportName.replaceAll('$', '\\$')}(?![\\w$])`);
  const lines = readFileSync(file, 'utf8').split('\n');
  const line = Math.max(
    0,
    lines.findIndex((text) => word.test(text)),
  );
  return { file, line: line + 1, column: (lines[line]?.search(word) ?? -1) + 1 || 1 };
}
