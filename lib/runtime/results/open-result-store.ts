import { RESULTS_BUCKET_VARIABLE } from '../../contract/environment.ts';
import type { ResultStore } from './result-store.ts';
import { s3ResultStore } from './s3-result-store.ts';

/** The result store that the environment names; undefined when it names none. */
export function openResultStore(env: Readonly<Record<string, string | undefined>>): ResultStore | undefined {
  const bucket = env[RESULTS_BUCKET_VARIABLE];
  return bucket ? s3ResultStore(bucket) : undefined;
}
