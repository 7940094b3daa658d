import type { MapState } from '../../../states-language/types.ts';
import type { JsonValue } from '../../../contract/json.ts';
import type { Item } from '../distributed/items.ts';
import { STATE_DATA, toItems } from '../distributed/items.ts';
import { EvaluationError } from '../../base/states-error.ts';
import type { Eventually, Visit } from '../visit.ts';

/** The items that a Map takes from its input, or from `Items`. */
export function mapItems(visit: Visit<MapState>, input: JsonValue): Eventually<readonly Item[]> {
  const found = visit.language.items(visit, input);
  return found instanceof Promise ? mapItemsOf(visit, found) : toItems(found, STATE_DATA);
}

/** The history tells of items that JSONata could not find as if the state had not been entered yet. */
async function mapItemsOf(visit: Visit<MapState>, found: Promise<Parameters<typeof toItems>[0]>) {
  try {
    return toItems(await found, STATE_DATA);
  } catch (error) {
    const entered = visit.run.history.events[visit.entered - 1];
    if (error instanceof EvaluationError && entered !== undefined) visit.track.previous = entered.previousEventId;
    throw error;
  }
}
