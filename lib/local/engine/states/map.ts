import type { MapState } from '../../../states-language/types.ts';
import { runDistributed } from '../distributed/run-distributed.ts';
import { runIterations } from '../map/map-iterations.ts';
import { recover } from '../recover.ts';
import { toData } from '../../base/data.ts';
import { isDistributed } from '../../base/state-fields.ts';
import type { Transition } from '../../language/query-language.ts';
import type { Visit } from '../visit.ts';

/**
 * Runs its processor for every item; its result is the list of their outputs. States Language: "Map State".
 *
 * 1. The items come from the effective input (`ItemsPath`, `Items`), or from a resource (`ItemReader`).
 * 2. `ItemSelector` makes the input of each iteration; `ItemBatcher` puts several into one.
 * 3. At most `MaxConcurrency` iterations run at a time.
 * 4. When an iteration fails, the others are ended and the state fails; a distributed Map tolerates some failures.
 * 5. The result is the list of the outputs, in the order of the items, or what `ResultWriter` writes.
 */
export async function runMap(visit: Visit<MapState>): Promise<Transition> {
  const work = isDistributed(visit.state) ? runDistributed : runIterations;
  return recover(visit, async () => {
    const result = await work(visit, visit.language.input(visit));
    return visit.language.output(visit, toData(result));
  });
}
