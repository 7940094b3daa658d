import type { MapState } from '../../../states-language/types.ts';
import type { Data } from '../../base/data.ts';
import type { Item } from '../distributed/items.ts';
import { STATE_DATA, toItems } from '../distributed/items.ts';
import { EvaluationError } from '../../base/states-error.ts';
import type { Eventually } from '../../language/eventually.ts';
import { whenSettled } from '../../language/eventually.ts';
import type { Visit } from '../visit.ts';

/** The items that a Map takes from its input, or from `Items`. */
export function mapItems(visit: Visit<MapState>, input: Data): Eventually<readonly Item[]> {
  return whenSettled(
    visit.language.items(visit, input),
    (items) => toItems(items, STATE_DATA),
    (error) => {
      // The history tells of items that JSONata could not find as if the state had not been entered yet.
      const entered = visit.run.history.events[visit.entered - 1];
      if (error instanceof EvaluationError && entered !== undefined) visit.track.previous = entered.previousEventId;
      throw error;
    },
  );
}
