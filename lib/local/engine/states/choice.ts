import type { ChoiceState } from '../../../states-language/types.ts';
import { EvaluationError } from '../../base/states-error.ts';
import type { Transition, Visit } from '../visit.ts';

/** Goes where the first rule that holds leads. States Language: "Choice State". */
export async function runChoice(visit: Visit<ChoiceState>): Promise<Transition> {
  const chosen = visit.language.choose(visit, visit.language.input(visit));
  const transition = chosen instanceof Promise ? await chosen : chosen;
  if (transition.next !== undefined) return transition;
  throw new EvaluationError('Failed to transition out of the state. The state does not point to a next state.');
}
