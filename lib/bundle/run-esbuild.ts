import { relative } from 'node:path';
import { buildSync, type BuildOptions, type Message, type OutputFile } from 'esbuild';
import { HandlerError, type HandlerProblem } from './handler-problem.ts';

/** Runs esbuild once and returns what it makes. @throws HandlerError with every mistake that it finds in the sources */
export function runEsbuild(options: BuildOptions): readonly OutputFile[] {
  try {
    return buildSync({ ...options, write: false, logLevel: 'silent' }).outputFiles;
  } catch (error) {
    const { errors } = error as { errors?: readonly Message[] };
    const problems = errors?.flatMap(problemOf) ?? [];
    throw problems.length > 0 ? new HandlerError(problems) : error;
  }
}

/** An error without a place is none in the sources. */
function problemOf({ text, location }: Message): HandlerProblem[] {
  if (location === null) return [];
  const { file, line, column, length, lineText } = location;
  const place = { file: relative('', file), line, column: column + 1 };
  return [{ kind: 'build-failed', place, reason: text, frame: frameOf(line, column, length, lineText) }];
}

function frameOf(line: number, column: number, length: number, lineText: string): string {
  const gutter = `${line} | `;
  // Tabs stay, so that the mark stands below its text.
  const indent = ' '.repeat(gutter.length - 2) + '| ' + lineText.slice(0, column).replace(/[^\t]/g, ' ');
  return `${gutter}${lineText}\n${indent}${'^'.repeat(Math.max(1, length))}`;
}
