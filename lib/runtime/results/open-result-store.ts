import { RESULTS_BUCKET_VARIABLE } from '../../contract/environment.ts';
import { folderResultStore } from './folder-result-store.ts';
import type { ResultStore } from './result-store.ts';
import { s3ResultStore } from './s3-result-store.ts';

/** The result store that the environment names, a bucket or the `file:` URL of a folder; undefined when it names none. */
export function openResultStore(env: Readonly<Record<string, string | undefined>>): ResultStore | undefined {
  const bucket = env[RESULTS_BUCKET_VARIABLE];
  if (!bucket) return undefined;
  return bucket.startsWith('file:') ? folderResultStore(bucket) : s3ResultStore(bucket);
}
