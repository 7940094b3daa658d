import { resolve } from 'node:path';
import { buildSync, type BuildOptions, type Message, type OutputFile } from 'esbuild';
import type { SourceProblem } from '../source-problem.ts';

/** What esbuild makes, or every mistake that it finds in the sources. */
export interface EsbuildOutcome {
  readonly outputs: readonly OutputFile[];
  readonly problems: readonly SourceProblem[];
  /** The files that each output is made from, by the output's path; all absolute. */
  readonly inputs: ReadonlyMap<string, readonly string[]>;
  /** What each output exports, by the output's path. */
  readonly exports: ReadonlyMap<string, readonly string[]>;
}

/** Runs esbuild once; nothing is written. */
export function runEsbuild(options: BuildOptions): EsbuildOutcome {
  try {
    const { outputFiles, metafile } = buildSync({ ...options, write: false, metafile: true, logLevel: 'silent' });
    const made = Object.entries(metafile.outputs).map(([path, output]) => ({ ...output, path: resolve(path) }));
    const inputs = made.map((each) => [each.path, Object.keys(each.inputs).map((file) => resolve(file))] as const);
    const exports = made.map((each) => [each.path, each.exports] as const);
    return { outputs: outputFiles, problems: [], inputs: new Map(inputs), exports: new Map(exports) };
  } catch (error) {
    const { errors } = error as { errors?: readonly Message[] };
    const problems = errors?.flatMap(problemOf) ?? [];
    if (problems.length > 0) return { outputs: [], problems, inputs: new Map(), exports: new Map() };
    throw error;
  }
}

/** An error without a place is none in the sources. */
function problemOf({ text, location }: Message): SourceProblem[] {
  if (location === null) return [];
  const place = { file: resolve(location.file), line: location.line, column: location.column + 1 };
  const isNative = text.startsWith('No loader is configured for ".node" files');
  return [
    isNative ? { kind: 'native-module', location: place } : { kind: 'build-failed', reason: text, location: place },
  ];
}
