import type { ChoiceState } from '../../asl/types.ts';
import { EvaluationError } from '../states-error.ts';
import type { Transition, Visit } from '../visit.ts';

/** Goes where the first rule that holds leads. States Language: "Choice State". */
export function runChoice(visit: Visit<ChoiceState>): Transition {
  const input = visit.language.input(visit);
  const next = visit.language.choose(visit, input);
  if (next === undefined) {
    throw new EvaluationError('Failed to transition out of the state. The state does not point to a next state.');
  }
  return { next, output: visit.language.passOn(visit, input) };
}
