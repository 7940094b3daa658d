import { isParked } from '../../contract/parked-result.ts';
import type { StepCall } from '../adapter/step-call.ts';
import { loadStorage } from '../later/load-storage.ts';
import type { FindStore } from './result-store.ts';
import { plainSource, type ResultSource } from './result-source.ts';

/**
 * The results of all ancestors that completed, so that handlers can read them synchronously: each is made when it is first read, since of
 * a large batch there may be more than the memory holds at once.
 */
export async function readDependencies(call: StepCall, findStore: FindStore): Promise<readonly ResultSource[]> {
  return plainSources(call) ?? (await loadStorage()).fetchSources(call, await findStore());
}

/** Where all of them lie in the state data. */
function plainSources({ ancestors, listed }: StepCall): readonly ResultSource[] | undefined {
  if (listed.length > 0) return undefined;
  const sources: ResultSource[] = [];
  for (const [step, entry] of ancestors) {
    if (!('result' in entry) || entry.result === null || isParked(entry.result)) return undefined;
    sources.push(plainSource(step, entry.result));
  }
  return sources;
}
