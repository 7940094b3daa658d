import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Where the handlers of this machine park results that are too large to travel. */
export interface ResultsFolder {
  /** The value of the variable that tells handlers where to park results. */
  readonly url: string;
  /** Removes what is there for this process alone. */
  remove(): Promise<void>;
}

/** A folder that is gone when it is removed. */
export async function temporaryResults(): Promise<ResultsFolder> {
  const path = await mkdtemp(join(tmpdir(), 'tasker-sfn-results-'));
  return { url: pathToFileURL(path).href, remove: () => rm(path, { recursive: true, force: true }) };
}

/** A folder that is kept with the other data of the service. */
export function keptResults(dataFolder: string): ResultsFolder {
  return { url: pathToFileURL(join(dataFolder, 'results')).href, remove: async () => undefined };
}
