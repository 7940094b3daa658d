import type { CliIo } from '../io.ts';
import { writeOutput } from '../write-output.ts';
import type { RunResult } from './run-result.ts';

/** Writes the history of a run, in the form of the AWS API. */
export function writeHistory(path: string, { history }: RunResult, io: CliIo): void {
  writeOutput(path, JSON.stringify({ events: history }, null, 2) + '\n', io);
}
