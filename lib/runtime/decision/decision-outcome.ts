import type { JsonObject, JsonValue } from '../../json.ts';
import { PermanentError } from '../errors.ts';
import { writeLog } from '../log/log-scope.ts';
import { DecisionType } from './decision-handler.ts';

/** A decision names no more steps than these. Tasker: "Decision points". */
const MOST_NAMES = 100;

/** So many of the steps that an outcome may name are told in a message. */
const MOST_TOLD = 20;

/**
 * The steps that a decision's result names, as the machine asks for them. An outcome that cannot be followed is the handler's
 * mistake, and another attempt would repeat it.
 *
 * @param branches The steps that it may name.
 */
export function activationOf(result: JsonObject, branches: readonly string[]): Readonly<Record<string, true>> {
  if (result.dynamic_steps !== undefined && result.dynamic_steps !== null) {
    writeLog(
      'WARN',
      'The decision brings "dynamic_steps", which are ignored: a machine has the steps of its template alone',
      {},
    );
  }
  const invalid = (why: string) =>
    new PermanentError(`The decision's outcome cannot be followed: ${why} ${allowance(branches)}`, {
      errorCode: 'INVALID_DECISION_OUTCOME',
    });
  const names = [...new Set(namesIn(result.decision_point_outcome, invalid))];
  if (names.length > MOST_NAMES)
    throw invalid(`it names ${names.length} steps, and ${MOST_NAMES} at most are allowed.`);
  const allowed = new Set(branches);
  const wrong = names.filter((name) => !allowed.has(name));
  if (wrong.length > 0) throw invalid(`it names ${told(wrong)}.`);
  return Object.fromEntries(names.map((name) => [name, true]));
}

function namesIn(outcome: JsonValue | undefined, invalid: (why: string) => PermanentError): readonly string[] {
  if (outcome === undefined || outcome === null) {
    throw invalid(
      'there is no "decision_point_outcome" in the result. Return what decisionSuccess() or skipBranches() makes.',
    );
  }
  if (typeof outcome !== 'object' || Array.isArray(outcome)) throw invalid('"decision_point_outcome" is no object.');
  const { type, step_names: names } = outcome as JsonObject;
  if (type === DecisionType.NO_BRANCHES) return [];
  if (type !== DecisionType.CREATE_STEPS) {
    throw invalid(`its "type" is neither "${DecisionType.CREATE_STEPS}" nor "${DecisionType.NO_BRANCHES}".`);
  }
  if (!Array.isArray(names) || !names.every((name) => typeof name === 'string')) {
    throw invalid('its "step_names" is no list of strings.');
  }
  return names;
}

function allowance(branches: readonly string[]): string {
  return branches.length === 0 ? 'No step follows that it may name.' : `It may name ${told(branches)}.`;
}

function told(names: readonly string[]): string {
  const some = names.slice(0, MOST_TOLD).map((name) => JSON.stringify(name));
  return names.length > MOST_TOLD ? `${some.join(', ')} and ${names.length - MOST_TOLD} more` : some.join(', ');
}
