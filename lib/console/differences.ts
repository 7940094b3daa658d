import type { JsonValue } from '../json.ts';

/** A place at which two values differ. */
export interface Difference {
  /** A JSON Pointer. */
  readonly path: string;
  /** What is there; undefined where there is nothing. */
  readonly before: JsonValue | undefined;
  readonly after: JsonValue | undefined;
}

/** Where two values differ, each as deep within them as can be. */
export function differencesOf(
  before: JsonValue | undefined,
  after: JsonValue | undefined,
  path = '',
): readonly Difference[] {
  if (before === after) return [];
  if (!isContainer(before) || !isContainer(after) || Array.isArray(before) !== Array.isArray(after)) {
    return [{ path, before, after }];
  }
  const [first, second] = [new Map(Object.entries(before)), new Map(Object.entries(after))];
  return [...new Set([...first.keys(), ...second.keys()])].flatMap((key) =>
    differencesOf(first.get(key), second.get(key), `${path}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`),
  );
}

function isContainer(value: JsonValue | undefined): value is Extract<JsonValue, object> {
  return typeof value === 'object' && value !== null;
}
