import { resolve } from 'node:path';
import { buildSync, type BuildOptions, type Message, type OutputFile } from 'esbuild';
import type { SourceProblem } from '../source-problem.ts';

/** What esbuild makes, or every mistake that it finds in the sources. */
export interface EsbuildOutcome {
  readonly outputs: readonly OutputFile[];
  readonly problems: readonly SourceProblem[];
}

/** Runs esbuild once; nothing is written. */
export function runEsbuild(options: BuildOptions): EsbuildOutcome {
  try {
    const { outputFiles } = buildSync({ ...options, write: false, logLevel: 'silent' });
    return { outputs: outputFiles, problems: [] };
  } catch (error) {
    const { errors } = error as { errors?: readonly Message[] };
    const problems = errors?.flatMap(problemOf) ?? [];
    if (problems.length > 0) return { outputs: [], problems };
    throw error;
  }
}

/** An error without a place is none in the sources. */
function problemOf({ text, location }: Message): SourceProblem[] {
  if (location === null) return [];
  const { file, line, column } = location;
  return [{ kind: 'build-failed', reason: text, location: { file: resolve(file), line, column: column + 1 } }];
}
