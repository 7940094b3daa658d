import type { FailState } from '../../../states-language/types.ts';
import { StatesError } from '../../base/states-error.ts';
import type { Visit } from '../visit.ts';

/** Ends the machine or the branch with an error. States Language: "Fail State". */
export async function runFail(visit: Visit<FailState>): Promise<never> {
  const { language, raw } = visit;
  const error = language.text(visit, raw.value, 'Error');
  const name = error instanceof Promise ? await error : error;
  const cause = language.text(visit, raw.value, 'Cause');
  throw new StatesError(name, cause instanceof Promise ? await cause : cause);
}
