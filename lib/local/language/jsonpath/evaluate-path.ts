import type { JsonValue } from '../../../contract/json.ts';
import type { Path, Segment } from './path.ts';
import { holds } from './evaluate-test.ts';

/**
 * The value of a path: of a definite path the value it points at, or undefined when nothing is there; of any other path
 * the list of all values found. Undefined as well where an indefinite step meets something it cannot look into while the
 * path before it is definite, as in `$.missing[*]`.
 */
export function evaluatePath(path: Path, root: JsonValue, from: JsonValue = root): JsonValue | undefined {
  let found: readonly JsonValue[] = [from];
  let definite = true;
  for (const [index, segment] of path.segments.entries()) {
    if (segment.kind === 'length') {
      const measured = lengthOf(definite ? found[0] : found);
      if (measured === undefined) return undefined;
      found = [measured];
      definite = true;
      continue;
    }
    if (definite && !segment.deep && !canEnter(segment, found[0])) return undefined;
    const last = index === path.segments.length - 1;
    const next: JsonValue[] = [];
    for (const value of found) collect(segment, last, value, root, next);
    definite = definite && staysDefinite(segment, last);
    if (definite && next.length === 0) return undefined;
    found = next;
  }
  return definite ? found[0] : found;
}

function staysDefinite(segment: Segment, last: boolean): boolean {
  if (segment.deep) return false;
  if (segment.kind === 'names') return segment.names.length === 1 || last;
  return segment.kind === 'indexes' && segment.indexes.length === 1;
}

function canEnter(segment: Segment, value: JsonValue | undefined): boolean {
  switch (segment.kind) {
    case 'names':
      return isObject(value);
    case 'indexes':
    case 'slice':
      return Array.isArray(value);
    case 'filter':
      return typeof value === 'object' && value !== null;
    default:
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
    case 'length':
      return;
  }
}

function stepNames(
  names: readonly string[],
  last: boolean,
  value: Readonly<Record<string, JsonValue>>,
  into: JsonValue[],
): void {
  const present = names.filter((name) => Object.hasOwn(value, name));
  // A union of names at the end of a path gives one object of these members.
  if (names.length > 1 && last) {
    into.push(Object.fromEntries(present.map((name) => [name, value[name] ?? null])));
    return;
  }
  for (const name of present) into.push(value[name] ?? null);
}

function stepSlice(
  from: number | undefined,
  to: number | undefined,
  value: readonly JsonValue[],
  into: JsonValue[],
): void {
  const { length } = value;
  if (from !== undefined && to !== undefined) {
    for (let index = from; index < Math.min(to, length); index += 1) pushItem(value, index, into);
  } else if (from !== undefined) {
    into.push(...value.slice(from < 0 ? Math.max(0, length + from) : from));
  } else if (to !== undefined) {
    into.push(...value.slice(0, to < 0 ? Math.max(0, length + to) : to));
  }
}

function pushItem(value: readonly JsonValue[], index: number, into: JsonValue[]): void {
  const item = value[index < 0 ? value.length + index : index];
  if (item !== undefined) into.push(item);
}

function lengthOf(value: JsonValue | undefined): number | undefined {
  if (isArray(value) || typeof value === 'string') return value.length;
  return isObject(value) ? Object.keys(value).length : undefined;
}

function children(value: JsonValue): readonly JsonValue[] {
  if (isArray(value)) return value;
  return isObject(value) ? Object.values(value) : [];
}

function isArray(value: unknown): value is readonly JsonValue[] {
  return Array.isArray(value);
}

function isObject(value: JsonValue | undefined): value is Readonly<Record<string, JsonValue>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
