import type { FailState } from '../../asl/types.ts';
import { StatesError } from '../states-error.ts';
import type { Visit } from '../visit.ts';

/** Ends the machine or the branch with an error. States Language: "Fail State". */
export function runFail(visit: Visit<FailState>): never {
  const input = visit.raw.value;
  throw new StatesError(visit.language.text(visit, input, 'Error'), visit.language.text(visit, input, 'Cause'));
}
