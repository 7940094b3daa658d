import type { ChoiceState } from '../../../states-language/types.ts';
import { EvaluationError } from '../../base/states-error.ts';
import { whenSettled } from '../../language/eventually.ts';
import type { Transition } from '../../language/query-language.ts';
import type { Visit } from '../visit.ts';

/**
 * Goes where the first rule that holds leads. States Language: "Choice State".
 *
 * 1. The rules are tried in the order of the list; the first that holds says where to go.
 * 2. When none holds, control goes to `Default`.
 * 3. Without a `Default`, the execution fails: States.NoChoiceMatched in the specification, States.Runtime on AWS.
 */
export async function runChoice(visit: Visit<ChoiceState>): Promise<Transition> {
  const { language } = visit;
  return whenSettled(language.choose(visit, language.input(visit)), (transition) => {
    if (transition.next !== undefined) return transition;
    throw new EvaluationError('Failed to transition out of the state. The state does not point to a next state.');
  });
}
