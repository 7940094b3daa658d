import type { JsonObject, JsonValue } from '../../json.ts';
import { isObject } from '../base/data.ts';
import { mayBeExpression } from './check-jsonata.ts';
import { checkReferencePath } from './check-paths.ts';
import { checkFieldLanguage } from './fields.ts';
import type { Problems } from './problem.ts';

/** Checks which members an object of a field has; whether there are any to look at. */
export function checkMembers(
  value: JsonValue | undefined,
  allowed: readonly string[],
  required: readonly string[],
  language: string | undefined,
  location: string,
  problems: Problems,
): value is JsonObject {
  if (value === undefined) return false;
  if (!isObject(value)) {
    problems.schema(location, 'Expected value of type Object');
    return false;
  }
  for (const member of Object.keys(value)) {
    if (!allowed.includes(member)) problems.schema(location, `Field '${member}' is not supported`);
    else if (language !== undefined) checkFieldLanguage(member, language, location, problems);
  }
  const missing = required.filter((member) => value[member] === undefined);
  if (missing.length > 0) problems.schema(location, `These fields are required: [${missing.join(', ')}]`);
  return true;
}

/** Checks that an object has one of these members at least. */
export function checkOneOf(object: JsonObject, members: readonly string[], location: string, problems: Problems): void {
  if (members.some((member) => object[member] !== undefined)) return;
  problems.schema(location, `One of these fields is required: [${members.join(', ')}]`);
}

/** Checks a member that may have one of a few values. */
export function checkValue(
  object: JsonObject,
  member: string,
  values: readonly string[],
  language: string | undefined,
  location: string,
  problems: Problems,
): void {
  const value = object[member];
  if (value === undefined || mayBeExpression(value, language)) return;
  problems.checkChoice(`${location}/${member}`, value, values);
}

/** Checks a member that holds a number, or says in another, ending in `Path`, where to find it. */
export function checkNumber(
  object: JsonObject,
  member: string,
  [least, most]: readonly [number, number],
  language: string | undefined,
  location: string,
  problems: Problems,
): void {
  const value = object[member];
  const path = object[`${member}Path`];
  if (path !== undefined) checkReferencePath(path, `${location}/${member}Path`, problems);
  if (path !== undefined && value !== undefined) {
    problems.schema(location, `Only one of these fields is allowed: [${member}, ${member}Path]`);
  }
  if (value === undefined || mayBeExpression(value, language)) return;
  const at = `${location}/${member}`;
  if (typeof value !== 'number' || !Number.isInteger(value)) problems.schema(at, 'Expected value of type Integer');
  else if (value < least) problems.schema(at, `Minimum value is ${String(least)}`);
  else if (value > most) problems.schema(at, `Maximum value is ${String(most)}`);
}
