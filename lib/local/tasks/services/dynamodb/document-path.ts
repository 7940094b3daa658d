import type { Attribute, Item } from './attribute.ts';
import type { DocumentPath } from './expression.ts';

/** The value that a path leads to; undefined when there is none. */
export function valueAt(path: DocumentPath, item: Item): Attribute | undefined {
  let value: Attribute | undefined = { kind: 'M', members: item };
  for (const key of path) value = value === undefined ? undefined : memberOf(value, key);
  return value;
}

/**
 * The item with a value at a path, or without it when the value is undefined. What is put behind the end of a list comes at
 * its end. Undefined when nothing is there that could hold the value.
 */
export function withValueAt(path: DocumentPath, item: Item, value: Attribute | undefined): Item | undefined {
  const changed = place(path, { kind: 'M', members: item }, value);
  return changed?.kind === 'M' ? changed.members : undefined;
}

/** The parts of an item that paths lead to, at their places; lists have those elements alone. */
export function project(paths: readonly DocumentPath[], item: Item): Item {
  const projected = select(paths, { kind: 'M', members: item });
  return projected?.kind === 'M' ? projected.members : new Map();
}

function memberOf(value: Attribute, key: string | number): Attribute | undefined {
  if (typeof key === 'number') return value.kind === 'L' ? value.values[key] : undefined;
  return value.kind === 'M' ? value.members.get(key) : undefined;
}

function place(path: DocumentPath, target: Attribute, value: Attribute | undefined): Attribute | undefined {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  const before = memberOf(target, key);
  const isLast = rest.length === 0;
  const member = isLast ? value : before === undefined ? undefined : place(rest, before, value);
  if (!isLast && member === undefined) return undefined;
  if (typeof key === 'string') {
    if (target.kind !== 'M') return undefined;
    const members = new Map(target.members);
    if (member === undefined) members.delete(key);
    else members.set(key, member);
    return { kind: 'M', members };
  }
  if (target.kind !== 'L') return undefined;
  if (member === undefined) return { kind: 'L', values: target.values.filter((_, index) => index !== key) };
  if (key >= target.values.length) return { kind: 'L', values: [...target.values, member] };
  return { kind: 'L', values: target.values.with(key, member) };
}

function select(paths: readonly DocumentPath[], value: Attribute): Attribute | undefined {
  if (paths.some((path) => path.length === 0)) return value;
  const keys = [...new Set(paths.map(([key]) => key))];
  const parts = keys.flatMap((key): readonly (readonly [string | number, Attribute])[] => {
    const member = key === undefined ? undefined : memberOf(value, key);
    if (key === undefined || member === undefined) return [];
    const part = select(
      paths.filter(([first]) => first === key).map((path) => path.slice(1)),
      member,
    );
    return part === undefined ? [] : [[key, part]];
  });
  if (parts.length === 0) return undefined;
  if (value.kind === 'M') return { kind: 'M', members: new Map(parts.map(([key, part]) => [String(key), part])) };
  return { kind: 'L', values: parts.sort(([a], [b]) => Number(a) - Number(b)).map(([, part]) => part) };
}
