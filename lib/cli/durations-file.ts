import { UsageError } from './exit-code.ts';
import { readJsonFile } from './files.ts';
import type { CliIo } from './io.ts';

/** Reads how long steps usually take from the JSON file that `--durations` names, if it does: `{"step": milliseconds}`. */
export async function readDurations(
  path: string | undefined,
  io: CliIo,
): Promise<ReadonlyMap<string, number> | undefined> {
  if (path === undefined) return undefined;
  const value = await readJsonFile(path, '--durations', io);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new UsageError(`The file "${path}" of --durations must hold a JSON object, such as {"step": 250}.`);
  }
  return new Map(
    Object.entries(value).map(([step, duration]: [string, unknown]) => {
      if (typeof duration === 'number' && duration > 0) return [step, duration];
      throw new UsageError(`The file "${path}" of --durations gives "${step}" no duration in ms above 0.`);
    }),
  );
}
