import { parsePath } from './jsonpath/parse-path.ts';
import type { Segment } from './jsonpath/path.ts';
import { ErrorName } from '../../states-language/error-name.ts';
import { withMember } from '../base/with-member.ts';
import { EvaluationError } from '../base/states-error.ts';
import { Data, isArray, isObject, ObjectData } from '../base/data.ts';

/**
 * The input with the result placed at `path`: `$` replaces it, null keeps the input alone. Objects on the way are made
 * when they are missing; the input itself is not changed. States Language: "ResultPath".
 */
export function placeResult(path: string | null | undefined, input: Data, result: Data): Data {
  if (path === undefined || path === '$') return result;
  if (path === null) return input;
  const keys = referenceKeys(path);
  if (keys === undefined) throw new EvaluationError(`Invalid path '${path}': ResultPath must be a Reference Path.`);
  const placed = place(keys, 0, input, result);
  if (placed !== undefined) return placed;
  throw new EvaluationError(
    `Unable to apply ReferencePath ${path} to input ${input.text}`,
    ErrorName.resultPathMatchFailure,
  );
}

/** The names and indexes of a Reference Path; undefined when a path can point at more than one place. */
export function referenceKeys(path: string): readonly (string | number)[] | undefined {
  const keys: (string | number)[] = [];
  for (const segment of parsePath(path).segments) {
    if (segment.deep) return undefined;
    const [key, ...more] = keysOf(segment);
    if (key === undefined || more.length > 0 || (typeof key === 'number' && key < 0)) return undefined;
    keys.push(key);
  }
  return keys;
}

function keysOf(segment: Segment): readonly (string | number)[] {
  if (segment.kind === 'names') return segment.names.map(({ unescaped }) => unescaped);
  return segment.kind === 'indexes' ? segment.indexes : [];
}

function place(
  keys: readonly (string | number)[],
  depth: number,
  target: Data | undefined,
  result: Data,
): Data | undefined {
  const key = keys[depth];
  if (key === undefined) return result;
  const into = target?.value;
  if (typeof key === 'number') {
    if (!isArray(into) || key >= into.length) return undefined;
    const item = place(keys, depth + 1, target?.item(key), result);
    return item === undefined ? undefined : new Data(into.with(key, item.value));
  }
  if (into !== undefined && !isObject(into)) return undefined;
  const member = place(keys, depth + 1, target?.member(key), result);
  if (member === undefined) return undefined;
  const value = withMember(into, key, member.value);
  const members = target === undefined ? {} : target.members();
  return members === undefined ? new Data(value) : new ObjectData(value, withMember(members, key, member));
}
