import { createHash } from 'node:crypto';
import type { Continuation } from '../../contract/continuation.ts';
import { requestLimit } from '../../contract/limits.ts';
import { parkedKey } from '../../contract/parked-key.ts';
import { PARKED } from '../../contract/parked-result.ts';
import type { ResultBudget } from '../../contract/step-event.ts';
import type { JsonObject } from '../../json.ts';
import { Limit } from '../../states-language/limits.ts';
import type { ObjectPlace } from '../aws/object-place.ts';
import { TaskerClientError } from '../tasker-client-error.ts';

/** With what an execution that continues a task is started. */
export interface ContinuationMeans {
  /** The request of the task, beside which the continuation travels. */
  readonly request: JsonObject;
  /** What the machine has room for; absent of one that does not tell. */
  readonly budget: ResultBudget | undefined;
  /** Finds where functions park results: only asked for what is too large to travel. It may be that there is no such place. */
  readonly findPlace: () => Promise<Pick<ObjectPlace, 'write'> | undefined>;
}

/** Results of so many bytes travel to the next run in its input; more lie beside its parked ones, so that there is room for what follows. */
const MOST_TRAVELLING_BYTES = 16_384;

/** As much as a reference to parked results takes at most. */
const REFERENCE_BYTES = 2_048;

/** The continuation, with a reference in place of results that are too large to travel. @throws TaskerClientError where it fits in no way */
export async function fitContinuation(
  continues: Continuation,
  { request, budget, findPlace }: ContinuationMeans,
): Promise<Continuation> {
  const json = JSON.stringify(continues.results);
  const bytes = Buffer.byteLength(json);
  const limit = Math.min(Limit.stateBytes, budget === undefined ? Infinity : requestLimit(budget));
  const rest = Buffer.byteLength(JSON.stringify({ ...request, continues })) - bytes;
  const fits = rest + bytes <= limit;
  if (fits && bytes <= MOST_TRAVELLING_BYTES) return continues;
  const place = await findPlace();
  if (place !== undefined && rest + REFERENCE_BYTES <= limit) {
    // Who repairs the task at the same time keeps other results elsewhere.
    const digest = createHash('sha256').update(json).digest('hex').slice(0, 16);
    const key = parkedKey(continues.task.arn, `/run-${continues.run}-${digest}`);
    return { ...continues, results: { [PARKED]: { uri: await place.write(key, json), bytes } } };
  }
  if (fits) return continues;
  throw new TaskerClientError(
    'PAYLOAD_TOO_LARGE',
    `What the task "${continues.task.id}" has done so far takes ${rest + bytes} bytes, and ${limit} fit into the request. ` +
      (place === undefined
        ? 'Its state machine has no bucket for large results, or the tag "tasker:results" does not tell it.'
        : 'Most of it is its request, and what is said of failed steps.'),
  );
}
