import { readArn } from '../../../states-language/arn.ts';
import type { JsonObject, JsonValue } from '../../../json.ts';
import { ErrorName } from '../../../states-language/error-name.ts';
import { StatesError } from '../../base/states-error.ts';
import type { Writer } from '../../language/map-fields.ts';
import type { MapRun } from './map-run.ts';
import type { MapRunChild, ResultFile } from './map-run-record.ts';
import type { ObjectStore } from './object-store.ts';
import type { Transformation } from './transform-results.ts';
import { transformResults } from './transform-results.ts';
import { printData } from '../../base/json-text.ts';

/** What the state outputs when its results are not written anywhere. */
export function resultsIn(mapRun: MapRun, config: JsonObject): JsonValue {
  return transformResults(mapRun.children, transformationIn(config) ?? 'COMPACT');
}

/**
 * Writes the results of a Map Run to the place that `ResultWriter` names, one file for each status and a manifest, and
 * returns what the state outputs instead of them. A redrive has a folder of its own, whose manifest names the results of
 * all attempts. Developer guide: "ResultWriter (Map)".
 */
export async function writeResults(store: ObjectStore | undefined, writer: Writer, mapRun: MapRun): Promise<JsonValue> {
  const { Bucket: bucket, Prefix: prefix } = writer.place ?? {};
  if (store === undefined) throw failed('The local engine was given no object store to write to.');
  if (typeof bucket !== 'string') throw failed("The field 'Bucket' of the ResultWriter must be a string.");
  const folder = folderOf(mapRun, typeof prefix === 'string' ? prefix : '');
  const lines = writer.config['OutputType'] === 'JSONL';
  const put = async (key: string, body: string): Promise<ResultFile> => {
    await store.putObject(bucket, key, body).catch((error: unknown) => {
      throw failed(error instanceof Error ? error.message : String(error));
    });
    return { Key: key, Size: Buffer.byteLength(body) };
  };
  const write = async (name: string, test: (child: MapRunChild) => boolean, isTold: boolean) => {
    const children = mapRun.children.filter(test);
    if (children.length === 0 && !isTold) return [];
    const results = transformResults(children, transformationIn(writer.config) ?? 'NONE');
    const body = lines ? results.map((result) => `${printData(result)}\n`).join('') : printData(results);
    return [await put(`${folder}/${name}_0.${lines ? 'jsonl' : 'json'}`, body)];
  };

  const isNew = ({ status, isWritten }: MapRunChild) => status === 'SUCCEEDED' && isWritten !== true;
  // A redrive tells of those that it made succeed even when there are none.
  const succeeded = [...mapRun.succeededFiles, ...(await write('SUCCEEDED', isNew, mapRun.redriveCount > 0))];
  const files = {
    FAILED: await write('FAILED', ({ status }) => status !== 'SUCCEEDED' && status !== 'PENDING', false),
    PENDING: await write('PENDING', ({ status }) => status === 'PENDING', false),
    SUCCEEDED: succeeded,
  };
  const manifest = { DestinationBucket: bucket, MapRunArn: mapRun.arn, ResultFiles: files };
  const { Key: key } = await put(`${folder}/manifest.json`, JSON.stringify(manifest));
  mapRun.written(succeeded);
  return { MapRunArn: mapRun.arn, ResultWriterDetails: { Bucket: bucket, Key: key } };
}

function folderOf({ arn, redriveCount }: MapRun, prefix: string): string {
  const { id } = readArn(arn, 'mapRun');
  const folder = prefix === '' ? id : `${prefix.replace(/\/$/, '')}/${id}`;
  return redriveCount === 0 ? folder : `${folder}/Redrive-${String(redriveCount)}`;
}

function transformationIn({ Transformation: value }: JsonObject): Transformation | undefined {
  return value === 'NONE' || value === 'COMPACT' || value === 'FLATTEN' ? value : undefined;
}

function failed(cause: string): StatesError {
  return new StatesError(ErrorName.resultWriterFailed, cause);
}
