import type { PassState } from '../../../states-language/types.ts';
import { toData } from '../../base/data.ts';
import { whenSettled } from '../../language/eventually.ts';
import type { Transition } from '../../language/query-language.ts';
import type { Visit } from '../visit.ts';

/**
 * Hands on its input, or a fixed result. States Language: "Pass State".
 *
 * 1. `Result`, when there is one, is treated as the output of a virtual task.
 * 2. Otherwise the output is the effective input.
 */
export async function runPass(visit: Visit<PassState>): Promise<Transition> {
  const { language, state } = visit;
  return whenSettled(language.payload(visit, language.input(visit)), (input) =>
    whenSettled(language.output(visit, state.Result === undefined ? input : toData(state.Result)), (leaving) => ({
      next: state.Next,
      ...leaving,
    })),
  );
}
