import { appendFileSync, mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { EVENT_BUS_VARIABLE } from '../../contract/environment.ts';
import { reasonOf } from '../../project/index.ts';
import { UsageError } from '../exit-code.ts';
import type { CliIo } from '../io.ts';

/**
 * What tells the functions of `local` where domain events go: the file of `--events`, or the bus that the user's environment
 * names, as on AWS, or else a file in the folder of results, which nobody reads.
 *
 * @throws UsageError when the file cannot be written
 */
export function eventsEnvironment(
  events: string | undefined,
  resultsUrl: string,
  { env, cwd }: Pick<CliIo, 'env' | 'cwd'>,
): Readonly<Record<string, string | undefined>> {
  if (events === undefined) return { [EVENT_BUS_VARIABLE]: env[EVENT_BUS_VARIABLE] ?? `${resultsUrl}/events.jsonl` };
  const file = resolve(cwd, events);
  try {
    mkdirSync(dirname(file), { recursive: true });
    appendFileSync(file, '');
  } catch (error) {
    throw new UsageError(`--events: "${events}" cannot be written: ${reasonOf(error)}.`, { cause: error });
  }
  return { [EVENT_BUS_VARIABLE]: pathToFileURL(file).href };
}
