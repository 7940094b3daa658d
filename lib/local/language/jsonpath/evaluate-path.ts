import type { JsonValue } from '../../../json.ts';
import type { MemberName, Path, Segment } from './path.ts';
import { isArray, isObject } from '../../base/data.ts';
import { holds } from './evaluate-test.ts';

/**
 * The value of a path: of a definite path the value it points at, or undefined when nothing is there; of any other path the
 * list of all values found, which is empty where a member or an item on the way is missing. Undefined as well where a path
 * steps into a value of the wrong kind, as in `$.text[0:2]`: json-path 1.0 to 2.0, which AWS behaves like, refuses that.
 */
export function evaluatePath(path: Path, root: JsonValue, from: JsonValue = root): JsonValue | undefined {
  if (path.names !== undefined) return memberAt(from, path.names);
  let found: readonly JsonValue[] = [from];
  let definite = true;
  for (const [index, segment] of path.segments.entries()) {
    const [value] = found;
    if (definite && !segment.deep && value !== undefined && !canEnter(segment, value)) return undefined;
    const last = index === path.segments.length - 1;
    const next: JsonValue[] = [];
    for (const item of found) collect(segment, last, item, root, next);
    found = next;
    definite = definite && staysDefinite(segment, last);
    if (next.length === 0 && definite) return path.definite ? undefined : [];
  }
  return path.definite ? found[0] : found;
}

/** The member that names lead to, one inside the other: what most paths are. */
function memberAt(from: JsonValue, names: readonly string[]): JsonValue | undefined {
  let value: JsonValue | undefined = from;
  for (const name of names) {
    if (!isObject(value) || !Object.hasOwn(value, name)) return undefined;
    value = value[name];
  }
  return value;
}

/** The value of a member, under the name that a path gives it. */
export function memberOf(value: Readonly<Record<string, JsonValue>>, name: MemberName): JsonValue | undefined {
  if (Object.hasOwn(value, name.written)) return value[name.written];
  return Object.hasOwn(value, name.unescaped) ? value[name.unescaped] : undefined;
}

function staysDefinite(segment: Segment, last: boolean): boolean {
  if (segment.deep) return false;
  if (segment.kind === 'names') return segment.names.length === 1 || last;
  return segment.kind === 'fromEnd' || (segment.kind === 'indexes' && segment.indexes.length === 1);
}

/** Whether a step can be taken from a value of this kind. */
export function canEnter(segment: Segment, value: JsonValue): boolean {
  switch (segment.kind) {
    case 'names':
      return isObject(value);
    case 'indexes':
    case 'slice':
    case 'fromEnd':
      return isArray(value);
    case 'filter':
      return isArray(value) || isObject(value);
    case 'wildcard':
      return true;
  }
}

function collect(segment: Segment, last: boolean, value: JsonValue, root: JsonValue, into: JsonValue[]): void {
  step(segment, last, value, root, into);
  if (!segment.deep) return;
  for (const child of children(value)) collect(segment, last, child, root, into);
}

function step(segment: Segment, last: boolean, value: JsonValue, root: JsonValue, into: JsonValue[]): void {
  switch (segment.kind) {
    case 'names':
      if (isObject(value)) stepNames(segment.names, last, value, into);
      return;
    case 'indexes':
      if (isArray(value)) for (const index of segment.indexes) pushItem(value, index, into);
      return;
    case 'slice':
      if (isArray(value)) stepSlice(segment.from, segment.to, value, into);
      return;
    case 'wildcard':
      into.push(...children(value));
      return;
    case 'filter': {
      // A filter asks an array about its items, an object about itself.
      const candidates = isArray(value) ? value : isObject(value) ? [value] : [];
      for (const item of candidates) {
        const read = (from: '@' | '$', path: Path) => evaluatePath(path, root, from === '@' ? item : root);
        if (holds(segment.test, read)) into.push(item);
      }
      return;
    }
    case 'fromEnd':
      if (isArray(value)) pushItem(value, value.length - segment.back, into);
      return;
  }
}

function stepNames(
  names: readonly MemberName[],
  last: boolean,
  value: Readonly<Record<string, JsonValue>>,
  into: JsonValue[],
): void {
  const present = names.flatMap((name) => {
    const member = memberOf(value, name);
    return member === undefined ? [] : [[name.unescaped, member] as const];
  });
  // A union of names at the end of a path gives one object of these members.
  if (names.length > 1 && last) into.push(Object.fromEntries(present));
  else for (const [, member] of present) into.push(member);
}

function stepSlice(
  from: number | undefined,
  to: number | undefined,
  value: readonly JsonValue[],
  into: JsonValue[],
): void {
  const { length } = value;
  if (from !== undefined && to !== undefined) {
    for (let index = from; index < Math.min(to, length); index += 1) {
      const item = value[index < 0 ? length + index : index];
      if (item !== undefined) into.push(item);
    }
  } else if (from !== undefined) {
    into.push(...value.slice(from < 0 ? Math.max(0, length + from) : from));
  } else if (to !== undefined) {
    into.push(...value.slice(0, to < 0 ? Math.max(0, length + to) : to));
  }
}

/** A negative index finds nothing: json-path has counted from the end since 2.1 only. */
function pushItem(value: readonly JsonValue[], index: number, into: JsonValue[]): void {
  const item = value[index];
  if (item !== undefined) into.push(item);
}

function children(value: JsonValue): readonly JsonValue[] {
  if (isArray(value)) return value;
  return isObject(value) ? Object.values(value) : [];
}
