import type { JsonObject } from '../json.ts';
import { countOf } from './count-violations.ts';
import { judgeOf } from './judge.ts';
import { partsOf } from './schema.ts';

/** So many violations are told to a person. */
const MOST_TOLD = 20;

/** How a task's context breaks its template's `input_schema`, one sentence per violation, and one more where some are left out. */
export function checkContext(schema: JsonObject, context: JsonObject): readonly string[] {
  return check(schema, context, 'The context');
}

/** How an operator's result breaks its step's `result_schema`, told in the same way. */
export function checkResult(schema: JsonObject, result: JsonObject): readonly string[] {
  return check(schema, result, 'The result');
}

function check(schema: JsonObject, value: JsonObject, whole: string): readonly string[] {
  const verdict = judgeOf(schema)(value);
  const told = verdict.violations.slice(0, MOST_TOLD).map(({ path, message }) => {
    const place = path === '' ? whole : `"${partsOf(path).join('.')}"`;
    return `${place} ${message}.`;
  });
  const hasMore = verdict.violations.length + verdict.others > told.length;
  return hasMore ? [...told, `There are ${countOf(verdict)} violations; these are the first ${told.length}.`] : told;
}
