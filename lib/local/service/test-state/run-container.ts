import type { MapState, ParallelState } from '../../../states-language/types.ts';
import type { JsonObject, JsonValue } from '../../../json.ts';
import type { Data } from '../../base/data.ts';
import { toData } from '../../base/data.ts';
import { batchItems } from '../../engine/distributed/batch-items.ts';
import type { Item } from '../../engine/distributed/items.ts';
import { inputOf, STATE_DATA, toItems } from '../../engine/distributed/items.ts';
import { parseItems } from '../../engine/distributed/parse-items.ts';
import { recover } from '../../engine/recover.ts';
import { ErrorName } from '../../../states-language/error-name.ts';
import { StatesError } from '../../base/states-error.ts';
import type { Transition } from '../../language/query-language.ts';
import type { Visit } from '../../engine/visit.ts';
import { withItem } from '../../engine/visit.ts';
import type { Inspection } from './inspection.ts';
import { exceedsTolerance, watchLimits } from './inspection.ts';
import { printData } from '../../base/json-text.ts';

/** What stands for the work of a state: its result, or its error. */
export type StateMock = { readonly result: JsonValue } | { readonly error: StatesError };

/** What a test says of the iterations of a Map. */
export interface MapConditions {
  /** How many iterations failed. */
  readonly failures: number;
  /** The text that an `ItemReader` finds. */
  readonly readerData: string | undefined;
}

/** Does what a Map or a Parallel does with its data, with a mock in place of the states inside. */
export function runContainer(
  visit: Visit<MapState | ParallelState>,
  mock: StateMock,
  conditions: MapConditions,
  seen: Inspection,
): Promise<Transition> {
  const { language, state } = visit;
  return recover(visit, async () => {
    const input = language.input(visit);
    if (state.Type === 'Map') {
      await prepareMap({ ...visit, state }, input, conditions, seen);
    } else {
      await language.payload(visit, input);
    }
    if ('error' in mock) throw mock.error;
    if (state.Type === 'Map' && exceedsTolerance(conditions.failures, mock.result, seen)) {
      throw new StatesError(
        ErrorName.exceedToleratedFailureThreshold,
        'The specified tolerated failure threshold was exceeded',
      );
    }
    return language.output(visit, toData(mock.result));
  });
}

/** Evaluates what a Map evaluates before its first iteration. */
async function prepareMap(
  visit: Visit<MapState>,
  input: Data,
  { readerData }: MapConditions,
  seen: Inspection,
): Promise<void> {
  const { language, state } = visit;
  const items =
    state.ItemReader === undefined
      ? toItems(await language.items(visit, input), STATE_DATA)
      : await readItems(visit, input, readerData, seen);
  const inputs: JsonValue[] = [];
  for (const [index, item] of items.entries()) {
    const { key, value, source } = item;
    const place = { Index: index, ...(key !== undefined && { Key: key }), Value: value, Source: source };
    inputs.push((await language.item(withItem(visit, place), input, inputOf(item))).value);
  }
  if (state.ItemSelector !== undefined) seen.afterItemSelector = printData(inputs);
  if (state.ItemBatcher !== undefined) {
    const batches = batchItems(inputs, await language.batching(visit, input));
    seen.afterItemBatcher = printData(batches.map((batch) => batch.input));
  }
  await watchLimits(visit, input, seen);
}

/** The items in the data that a test gives in place of an object; none when it gives none. */
async function readItems(
  visit: Visit<MapState>,
  input: Data,
  readerData: string | undefined,
  seen: Inspection,
): Promise<readonly Item[]> {
  const { config, source, maxItems } = await visit.language.reader(visit, input);
  if (readerData === undefined) return [];
  const items = parseItems(readerData, config, uriOf(source));
  if (config['ItemsPointer'] !== undefined) seen.afterItemsPointer = printData(items.map(({ value }) => value));
  return maxItems === undefined || maxItems === 0 ? items : items.slice(0, maxItems);
}

function uriOf({ Bucket: bucket, Key: key }: JsonObject): string {
  return `s3://${typeof bucket === 'string' ? bucket : ''}/${typeof key === 'string' ? key : ''}`;
}
