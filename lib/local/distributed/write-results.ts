import type { MapState } from '../../asl/types.ts';
import type { JsonObject, JsonValue } from '../../contract/json.ts';
import { ErrorName, StatesError } from '../states-error.ts';
import type { Visit } from '../visit.ts';

/** A finished child execution, as the result files describe it. */
export interface ChildResult {
  readonly status: string;
  readonly description: JsonObject;
}

/**
 * Writes the results of a Map Run to the place that `ResultWriter` names, one file for each status and a manifest, and
 * returns what the state outputs instead of them. Developer guide: "ResultWriter (Map)".
 */
export async function writeResults(
  visit: Visit<MapState>,
  input: JsonValue,
  mapRunArn: string,
  results: readonly ChildResult[],
): Promise<JsonValue> {
  const { Bucket: bucket, Prefix: prefix } = await visit.language.writer(visit, input);
  const store = visit.run.objects;
  if (store === undefined) throw failed('The local engine was given no object store to write to.');
  if (typeof bucket !== 'string') throw failed("The field 'Bucket' of the ResultWriter must be a string.");
  const id = mapRunArn.slice(mapRunArn.lastIndexOf(':') + 1);
  const folder = typeof prefix === 'string' && prefix !== '' ? `${prefix.replace(/\/$/, '')}/${id}` : id;

  const files: Record<string, JsonValue> = { FAILED: [], PENDING: [], SUCCEEDED: [] };
  for (const status of ['FAILED', 'SUCCEEDED']) {
    const chosen = results.filter((result) => (result.status === 'SUCCEEDED' ? 'SUCCEEDED' : 'FAILED') === status);
    if (chosen.length === 0) continue;
    const key = `${folder}/${status}_0.json`;
    const body = JSON.stringify(chosen.map(({ description }) => description));
    await store.putObject(bucket, key, body);
    files[status] = [{ Key: key, Size: Buffer.byteLength(body) }];
  }
  const key = `${folder}/manifest.json`;
  await store.putObject(
    bucket,
    key,
    JSON.stringify({ DestinationBucket: bucket, MapRunArn: mapRunArn, ResultFiles: files }),
  );
  return { MapRunArn: mapRunArn, ResultWriterDetails: { Bucket: bucket, Key: key } };
}

function failed(cause: string): StatesError {
  return new StatesError(ErrorName.resultWriterFailed, cause);
}
