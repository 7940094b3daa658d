import type { JsonValue } from '../../json.ts';
import { parsePath } from './jsonpath/parse-path.ts';
import type { Segment } from './jsonpath/path.ts';
import { ErrorName } from '../../states-language/error-name.ts';
import { EvaluationError } from '../base/states-error.ts';
import { isArray, isObject } from '../base/data.ts';
import { printData } from '../base/json-text.ts';

/**
 * The input with the result placed at `path`: `$` replaces it, null keeps the input alone. Objects on the way are made
 * when they are missing; the input itself is not changed. States Language: "ResultPath".
 */
export function placeResult(path: string | null | undefined, input: JsonValue, result: JsonValue): JsonValue {
  if (path === undefined || path === '$') return result;
  if (path === null) return input;
  const keys = referenceKeys(path);
  if (keys === undefined) throw new EvaluationError(`Invalid path '${path}': ResultPath must be a Reference Path.`);
  const placed = place(keys, 0, input, result);
  if (placed !== undefined) return placed;
  throw new EvaluationError(
    `Unable to apply ReferencePath ${path} to input ${printData(input)}`,
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
  target: JsonValue | undefined,
  result: JsonValue,
): JsonValue | undefined {
  const key = keys[depth];
  if (key === undefined) return result;
  if (typeof key === 'number') {
    if (!isArray(target) || key >= target.length) return undefined;
    const item = place(keys, depth + 1, target[key], result);
    return item === undefined ? undefined : target.with(key, item);
  }
  if (target !== undefined && !isObject(target)) return undefined;
  const member = place(
    keys,
    depth + 1,
    target !== undefined && Object.hasOwn(target, key) ? target[key] : undefined,
    result,
  );
  return member === undefined ? undefined : { ...target, [key]: member };
}
