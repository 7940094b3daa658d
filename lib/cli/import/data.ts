import type { JsonObject, JsonValue } from '../../json.ts';
import { isJsonObject } from '../../json.ts';

/** Where the data of a state comes from, as far as it can be told without running it. */
export type Data =
  /** The execution's input: the task's context. */
  | { readonly kind: 'request' }
  /** What the handler of a step returned. */
  | { readonly kind: 'result'; readonly step: string }
  /** The results of all workers of a batch, in the order of the items. */
  | { readonly kind: 'workers'; readonly worker: string }
  /** The item of an iteration, and its number. */
  | { readonly kind: 'item' }
  | { readonly kind: 'index' }
  | { readonly kind: 'task-id' }
  | { readonly kind: 'literal'; readonly value: JsonValue }
  | { readonly kind: 'object'; readonly members: Readonly<Record<string, Data>> }
  | { readonly kind: 'list'; readonly items: readonly Data[] }
  | { readonly kind: 'at'; readonly base: Data; readonly path: Path }
  | { readonly kind: 'put'; readonly base: Data; readonly path: Path; readonly value: Data }
  /** Which it is depends on the way that the task took; the last holds where no other does. */
  | { readonly kind: 'either'; readonly cases: readonly { readonly way: Way; readonly data: Data }[] }
  /** An expression that cannot be said in TypeScript by this command. */
  | { readonly kind: 'unknown'; readonly text: string };

/** The keys and indexes that lead to a value. */
export type Path = readonly (string | number)[];

/** How one sees that a task came this way: one of these steps has run, or a decision has chosen this state. */
export type Way = readonly ({ readonly ran: string } | { readonly decision: string; readonly chose: string })[];

export const REQUEST: Data = { kind: 'request' };

/** The value at a path; what is known of it without running anything is taken at once. */
export function at(base: Data, path: Path): Data {
  const [first, ...rest] = path;
  if (first === undefined) return base;
  switch (base.kind) {
    case 'at':
      return { kind: 'at', base: base.base, path: [...base.path, ...path] };
    case 'object': {
      const member = base.members[first];
      return member === undefined ? { kind: 'at', base, path } : at(member, rest);
    }
    case 'list': {
      const item = typeof first === 'number' ? base.items[first] : undefined;
      return item === undefined ? { kind: 'at', base, path } : at(item, rest);
    }
    case 'put':
      if (startsWith(path, base.path)) return at(base.value, path.slice(base.path.length));
      return startsWith(base.path, path) ? { kind: 'at', base, path } : at(base.base, path);
    default:
      return { kind: 'at', base, path };
  }
}

/** The data with a value at a path. */
export function put(base: Data, path: Path, value: Data): Data {
  return path.length === 0 ? value : { kind: 'put', base, path, value };
}

/** The data of the ways on which control came: one, where they do not differ. */
export function either(cases: readonly { readonly way: Way; readonly data: Data }[]): Data {
  const [first, ...others] = cases;
  if (first === undefined) return REQUEST;
  const text = JSON.stringify(first.data);
  return others.every(({ data }) => JSON.stringify(data) === text) ? first.data : { kind: 'either', cases };
}

function startsWith(path: Path, start: Path): boolean {
  return start.every((key, index) => path[index] === key);
}

const STEP = /\.([A-Za-z_][\w-]*)|\['([^']*)'\]|\["([^"]*)"\]|\[(\d+)\]/y;

/** The keys of a reference path after its first character; undefined for a path that finds several values, or computes. */
export function readPath(text: string): Path | undefined {
  const path: (string | number)[] = [];
  STEP.lastIndex = 0;
  while (STEP.lastIndex < text.length) {
    const match = STEP.exec(text);
    if (match === null) return undefined;
    const [, name, single, double, index] = match;
    path.push(index === undefined ? (name ?? single ?? double ?? '') : Number(index));
  }
  return path;
}

/** What a path such as `$.order` or `$$.Execution.Input` stands for. */
export function dataAt(text: string, input: Data): Data {
  const path = readPath(text.replace(/^\$\$?/, ''));
  if (path === undefined || !text.startsWith('$')) return { kind: 'unknown', text };
  if (!text.startsWith('$$')) return at(input, path);
  const name = path.slice(0, 3).join('.');
  if (name.startsWith('Execution.Input')) return at(REQUEST, path.slice(2));
  if (name === 'Map.Item.Value') return at({ kind: 'item' }, path.slice(3));
  if (name === 'Map.Item.Index') return { kind: 'index' };
  if (name === 'Execution.Name' || name === 'Execution.Id') return { kind: 'task-id' };
  return { kind: 'unknown', text };
}

/** A payload template: keys that end with `.$` hold paths. */
export function fromTemplate(template: JsonValue, input: Data): Data {
  if (Array.isArray(template))
    return { kind: 'list', items: template.map((item: JsonValue) => fromTemplate(item, input)) };
  if (!isJsonObject(template)) return { kind: 'literal', value: template };
  return { kind: 'object', members: membersOf(template, input) };
}

function membersOf(template: JsonObject, input: Data): Readonly<Record<string, Data>> {
  return Object.fromEntries(
    Object.entries(template).map(([key, value]): [string, Data] =>
      key.endsWith('.$') && typeof value === 'string'
        ? [key.slice(0, -2), dataAt(value, input)]
        : [key, fromTemplate(value, input)],
    ),
  );
}

/** The expressions in it that cannot be said. */
export function unknownIn(data: Data): readonly string[] {
  switch (data.kind) {
    case 'unknown':
      return [data.text];
    case 'object':
      return Object.values(data.members).flatMap(unknownIn);
    case 'list':
      return data.items.flatMap(unknownIn);
    case 'at':
      return unknownIn(data.base);
    case 'put':
      return [...unknownIn(data.base), ...unknownIn(data.value)];
    case 'either':
      return data.cases.flatMap((each) => unknownIn(each.data));
    default:
      return [];
  }
}
