import { ErrorName } from '../../states-language/error-name.ts';
import { EvaluationError, FatalStatesError, StatesError } from '../base/states-error.ts';
import { record } from './record.ts';
import type { Visit } from './visit.ts';

/**
 * A failed evaluation as the error that it raises in its state; other errors stay as they are. The history tells of one in
 * JSONata, mostly with the field.
 */
export function raise(thrown: unknown, visit: Visit): unknown {
  if (!(thrown instanceof EvaluationError)) return thrown;
  const { run, track, name, entered } = visit;
  const { error, location } = thrown;
  const prefix = `An error occurred while executing the state '${name}' (entered at the event id #${String(entered)}). `;
  const cause = run.test === undefined ? prefix + thrown.message : thrown.message;
  if (error === ErrorName.queryEvaluationError) {
    const where = location === undefined ? {} : { location };
    record(run, track, 'EvaluationFailed', { evaluationFailedEventDetails: { state: name, error, cause, ...where } });
  }
  const Kind = error === ErrorName.runtime ? FatalStatesError : StatesError;
  return new Kind(error, cause);
}
