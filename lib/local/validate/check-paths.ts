import { isArray, isObject } from '../base/data.ts';
import { referenceKeys } from '../language/result-path.ts';
import { INTRINSICS } from '../language/intrinsics/call-intrinsic.ts';
import type { Expression } from '../language/intrinsics/parse-expression.ts';
import { parseExpression } from '../language/intrinsics/parse-expression.ts';
import type { Problems } from './problem.ts';

/** Checks a path of `$`, `$$` or a variable; with `calls`, an intrinsic function may stand in its place. */
export function checkPath(value: unknown, location: string, problems: Problems, calls = false): void {
  if (!problems.checkText(location, value)) return;
  const expression = parsed(value);
  const valid = expression !== undefined && (calls || 'path' in expression) && isCallable(expression);
  if (!valid) problems.schema(location, 'Value is not a valid JSONPath');
}

/** Checks a path that must point at one place; `writable` ones may not lie in the context object. */
export function checkReferencePath(value: unknown, location: string, problems: Problems, writable = false): void {
  if (!problems.checkText(location, value)) return;
  const text = writable ? value : value.replace(/^\$(\$|\p{ID_Start}\p{ID_Continue}*)/u, '$');
  try {
    if (referenceKeys(text) !== undefined) return;
  } catch {
    // A path that cannot be read is no Reference Path either.
  }
  problems.schema(location, 'Value is not a Reference Path');
}

/** Checks the members of a payload template whose names end in `.$`. */
export function checkTemplate(template: unknown, location: string, problems: Problems): void {
  if (isArray(template)) {
    for (const [index, item] of template.entries()) checkTemplate(item, `${location}[${String(index)}]`, problems);
    return;
  }
  if (!isObject(template)) return;
  for (const [key, value] of Object.entries(template)) {
    if (!key.endsWith('.$')) {
      if (typeof value === 'string' && /^\$(\$)?\.[A-Za-z]/.test(value)) {
        problems.warn(
          'NO_DOLLAR',
          `${location}/${key}`,
          `Field '${key}' looks like a path but its name does not end in '.$'`,
        );
      }
      checkTemplate(value, `${location}/${key}`, problems);
      continue;
    }
    const expression = typeof value === 'string' ? parsed(value) : undefined;
    if (expression !== undefined && isCallable(expression)) continue;
    problems.schema(
      location,
      `The value for the field '${key}' must be a valid JSONPath or a valid intrinsic function call`,
    );
  }
}

function parsed(text: string): Expression | undefined {
  try {
    return parseExpression(text);
  } catch {
    return undefined;
  }
}

/** Whether all functions exist and get as many arguments as they take. */
function isCallable(expression: Expression): boolean {
  if (expression.kind !== 'call') return true;
  const intrinsic = INTRINSICS.get(expression.name);
  if (intrinsic === undefined) return false;
  const [least, most] = intrinsic.arity;
  const { length } = expression.args;
  return length >= least && length <= most && expression.args.every(isCallable);
}
