import type { StepResponse } from '../client/responses/step-response.ts';
import { isParked, PARKED } from '../contract/parked-result.ts';
import { ApiError } from './api-error.ts';

/** Reads the JSON of a parked result at the address that its reference names, such as `s3://bucket/key`. */
export type ReadParked = (uri: string) => Promise<string>;

/** Lambda answers with 6 MB at most, what it adds to the text included. */
const MOST_BYTES = 5_500_000;

/** The whole result of a step, as JSON, whether it travelled or was parked. */
export async function stepResult({ name, results }: StepResponse, readParked: ReadParked | undefined): Promise<string> {
  if (results === null || !results.success) {
    throw new ApiError('NOT_FOUND', `The step "${name}" has no result${results === null ? ' yet' : ': it failed'}.`);
  }
  const { result } = results;
  if (!isParked(result)) return JSON.stringify(result);
  const { uri, bytes } = result[PARKED];
  if (bytes > MOST_BYTES) {
    throw new ApiError(
      'PAYLOAD_TOO_LARGE',
      `The result has ${bytes} bytes, more than an answer may have. It lies at ${uri}.`,
    );
  }
  if (readParked === undefined) {
    throw new ApiError(
      'NOT_IMPLEMENTED',
      `The result is parked at ${uri}, and the API has not been told how to read there.`,
    );
  }
  return readParked(uri);
}
