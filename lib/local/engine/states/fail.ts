import type { FailState } from '../../../states-language/types.ts';
import { StatesError } from '../../base/states-error.ts';
import { inOrder, whenSettled } from '../../language/eventually.ts';
import type { Visit } from '../visit.ts';

/**
 * Ends the machine or the branch with an error. States Language: "Fail State": a terminal state, whose `Error` and `Cause`
 * may be given by `ErrorPath` and `CausePath`, or by expressions.
 */
export async function runFail(visit: Visit<FailState>): Promise<never> {
  const { language, raw } = visit;
  const told = inOrder<[string | undefined, string | undefined]>(
    () => language.text(visit, raw, 'Error'),
    () => language.text(visit, raw, 'Cause'),
  );
  return whenSettled(told, ([error, cause]): never => {
    throw new StatesError(error, cause);
  });
}
