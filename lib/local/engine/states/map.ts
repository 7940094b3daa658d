import type { MapState } from '../../../states-language/types.ts';
import { runDistributed } from '../distributed/run-distributed.ts';
import { runIterations } from '../map/map-iterations.ts';
import { recover } from '../recover.ts';
import { isDistributed } from '../../base/state-fields.ts';
import type { Transition, Visit } from '../visit.ts';

/** Runs its processor for every item; its result is the list of their outputs. States Language: "Map State". */
export async function runMap(visit: Visit<MapState>): Promise<Transition> {
  const distributed = isDistributed(visit.state);
  return recover(visit, async () => {
    const input = visit.language.input(visit);
    const result = distributed ? await runDistributed(visit, input) : await runIterations(visit, input);
    return visit.language.output(visit, result);
  });
}
