import type { JsonObject, JsonValue } from '../../json.ts';
import { isArray, isObject } from '../base/data.ts';
import { checkReferencePath } from './check-paths.ts';
import { checkAssign } from './check-variables.ts';
import { checkFieldLanguage } from './fields.ts';
import type { Problems } from './problem.ts';

const RETRIER_FIELDS = new Set([
  ...['ErrorEquals', 'IntervalSeconds', 'MaxAttempts', 'BackoffRate', 'MaxDelaySeconds', 'JitterStrategy', 'Comment'],
]);
const CATCHER_FIELDS = new Set(['ErrorEquals', 'Next', 'ResultPath', 'Output', 'Assign', 'Comment']);

/** The smallest and largest value of a retrier's numbers, and whether they must be whole. */
const RETRIER_RANGES: Readonly<Record<string, readonly [number, number, boolean]>> = {
  IntervalSeconds: [1, 99_999_999, true],
  MaxAttempts: [0, 99_999_999, true],
  BackoffRate: [1, Number.MAX_VALUE, false],
  MaxDelaySeconds: [1, 31_622_400, true],
};

/** Checks `Retry` and `Catch`. States Language: "Errors". */
export function checkRecovery(
  state: JsonObject,
  language: string | undefined,
  location: string,
  problems: Problems,
): void {
  for (const [field, known] of [
    ['Retry', RETRIER_FIELDS],
    ['Catch', CATCHER_FIELDS],
  ] as const) {
    const list = state[field];
    if (list === undefined) continue;
    if (!isArray(list)) {
      problems.schema(`${location}/${field}`, 'Expected value of type Array');
      continue;
    }
    for (const [index, entry] of list.entries()) {
      const at = `${location}/${field}[${String(index)}]`;
      if (!isObject(entry)) {
        problems.schema(at, 'Expected value of type Object');
        continue;
      }
      for (const key of Object.keys(entry)) {
        if (!known.has(key)) problems.schema(at, `Field '${key}' is not supported`);
        else if (language !== undefined) checkFieldLanguage(key, language, at, problems);
      }
      checkErrorEquals(entry['ErrorEquals'], index === list.length - 1, at, problems);
      if (field === 'Retry') checkRetrier(entry, at, problems);
      else checkCatcher(entry, language, at, problems);
    }
  }
}

function checkErrorEquals(names: JsonValue | undefined, last: boolean, at: string, problems: Problems): void {
  const location = `${at}/ErrorEquals`;
  if (names === undefined) return problems.schema(at, 'These fields are required: [ErrorEquals]');
  if (!isArray(names) || !names.every((name) => typeof name === 'string')) {
    return problems.schema(location, 'Expected value of type Array');
  }
  if (names.length === 0) problems.schema(location, 'Array must contain at least 1 element');
  if (!names.includes('States.ALL')) return;
  if (names.length > 1) problems.schema(location, "'States.ALL' must appear alone in the ErrorEquals array");
  if (!last) problems.schema(location, "'States.ALL' must appear in the last element of the array");
}

function checkRetrier(retrier: JsonObject, at: string, problems: Problems): void {
  for (const [field, [least, most, whole]] of Object.entries(RETRIER_RANGES)) {
    const value = retrier[field];
    if (value === undefined) continue;
    const location = `${at}/${field}`;
    if (typeof value !== 'number' || (whole && !Number.isInteger(value))) {
      problems.schema(location, `Expected value of type ${whole ? 'Integer' : 'Number'}`);
    } else if (value < least) problems.schema(location, `Minimum value is ${String(least)}`);
    else if (value > most) problems.schema(location, `Maximum value is ${String(most)}`);
  }
  const jitter = retrier['JitterStrategy'];
  if (jitter !== undefined) problems.checkChoice(`${at}/JitterStrategy`, jitter, ['FULL', 'NONE']);
}

function checkCatcher(catcher: JsonObject, language: string | undefined, at: string, problems: Problems): void {
  checkAssign(catcher, language, at, problems);
  if (catcher['Next'] === undefined) problems.schema(at, 'These fields are required: [Next]');
  else problems.checkText(`${at}/Next`, catcher['Next']);
  const path = catcher['ResultPath'];
  if (path !== undefined && path !== null) checkReferencePath(path, `${at}/ResultPath`, problems, true);
}
