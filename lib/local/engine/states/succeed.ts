import type { SucceedState } from '../../../states-language/types.ts';
import { whenSettled } from '../../language/eventually.ts';
import type { Transition } from '../../language/query-language.ts';
import type { Visit } from '../visit.ts';

/**
 * Ends the machine or the branch with its input. States Language: "Succeed State": a terminal state, with neither `Next`
 * nor `End`, that ends a machine, a branch of a Parallel, or an iteration of a Map.
 */
export async function runSucceed(visit: Visit<SucceedState>): Promise<Transition> {
  const { language } = visit;
  return whenSettled(language.passOn(visit, language.input(visit)), (leaving) => ({ next: undefined, ...leaving }));
}
