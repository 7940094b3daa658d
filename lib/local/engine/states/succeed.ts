import type { SucceedState } from '../../../states-language/types.ts';
import type { Transition, Visit } from '../visit.ts';

/** Ends the machine or the branch with its input. States Language: "Succeed State". */
export async function runSucceed(visit: Visit<SucceedState>): Promise<Transition> {
  const leaving = visit.language.passOn(visit, visit.language.input(visit));
  return { next: undefined, ...(leaving instanceof Promise ? await leaving : leaving) };
}
