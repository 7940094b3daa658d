import { parseTest } from './parse-test.ts';
import type { MemberName, Path, Segment } from './path.ts';
import { Scanner } from './scanner.ts';

const cache = new Map<string, Path>();
/** Paths come from definitions, so there are few; a server that sees many starts over. */
const CACHE_SIZE = 10_000;

/** Parses a whole text as a path from `$`. Throws a {@link PathSyntaxError}. */
export function parsePath(text: string): Path {
  const known = cache.get(text);
  if (known !== undefined) return known;
  const scanner = new Scanner(text);
  scanner.expect('$');
  const path = parseSegments(scanner);
  if (!scanner.done) scanner.fail(`Unexpected "${scanner.peek()}".`);
  if (cache.size >= CACHE_SIZE) cache.clear();
  cache.set(text, path);
  return path;
}

/** Parses the steps after a root (`$` or `@`), as far as they go. */
export function parseSegments(scanner: Scanner): Path {
  const start = scanner.at - 1;
  const segments: Segment[] = [];
  let segment: Segment | undefined;
  while ((segment = parseSegment(scanner)) !== undefined) segments.push(segment);
  const names = namesOf(segments);
  const index = indexOf(segments);
  return {
    text: scanner.text.slice(start, scanner.at),
    segments,
    ...(names !== undefined && { names }),
    ...(index !== undefined && { index }),
    definite: segments.every((item, index) => isDefinite(item, index === segments.length - 1)),
  };
}

/** The names of segments that are one plain name each; undefined where one is anything else. */
function namesOf(segments: readonly Segment[]): readonly string[] | undefined {
  const names: string[] = [];
  for (const segment of segments) {
    if (segment.kind !== 'names' || segment.deep) return undefined;
    const [name, ...more] = segment.names;
    if (name === undefined || more.length > 0 || name.written !== name.unescaped) return undefined;
    names.push(name.written);
  }
  return names;
}

/** The index of a single segment that is one plain index. */
function indexOf([first, ...more]: readonly Segment[]): number | undefined {
  if (first?.kind !== 'indexes' || first.deep || more.length > 0 || first.indexes.length > 1) return undefined;
  return first.indexes[0];
}

function isDefinite(segment: Segment, last: boolean): boolean {
  if (segment.deep) return false;
  switch (segment.kind) {
    case 'names':
      return segment.names.length === 1 || last;
    case 'indexes':
      return segment.indexes.length === 1;
    case 'fromEnd':
      return true;
    default:
      return false;
  }
}

function parseSegment(scanner: Scanner): Segment | undefined {
  if (scanner.skip('..')) return scanner.peek() === '[' ? parseBracket(scanner, true) : parseName(scanner, true);
  if (scanner.skip('.')) return scanner.peek() === '[' ? parseBracket(scanner, false) : parseName(scanner, false);
  return scanner.peek() === '[' ? parseBracket(scanner, false) : undefined;
}

function parseName(scanner: Scanner, deep: boolean): Segment {
  if (scanner.skip('*')) return { kind: 'wildcard', deep };
  let name = '';
  while (!scanner.done && !/[\s.[\](),<>=!&|]/.test(scanner.peek())) name += scanner.character();
  if (name === '') scanner.fail(scanner.done ? 'A path must not end with a dot.' : 'A name is missing.');
  // There are no functions: `length()` is the name of a member.
  if (scanner.skip('()')) name += '()';
  else if (scanner.peek() === '(') scanner.fail(`"${name}" is not a function that a path may call.`);
  return { kind: 'names', names: [{ written: name, unescaped: name }], deep };
}

function parseBracket(scanner: Scanner, deep: boolean): Segment {
  scanner.expect('[');
  scanner.skipSpace();
  const segment = parseInsideBracket(scanner, deep);
  scanner.skipSpace();
  scanner.expect(']');
  return segment;
}

function parseInsideBracket(scanner: Scanner, deep: boolean): Segment {
  const quote = scanner.peek();
  if (quote === "'" || quote === '"')
    return { kind: 'names', names: parseList(scanner, () => parseQuoted(scanner, quote)), deep };
  const back = scanner.match(/\(\s*@\.length\s*(?:-\s*\d+\s*)?\)/y);
  if (back !== undefined) return { kind: 'fromEnd', back: Number(/\d+/.exec(back)?.[0] ?? 0), deep };
  if (scanner.skip('*')) return { kind: 'wildcard', deep };
  if (scanner.skip('?')) {
    scanner.skipSpace();
    return { kind: 'filter', test: parseTest(scanner, parseSegments), deep };
  }
  return parseNumbers(scanner, deep);
}

function parseQuoted(scanner: Scanner, quote: string): MemberName {
  const start = scanner.at + 1;
  const unescaped = scanner.quoted(quote);
  return { written: scanner.since(start).slice(0, -1), unescaped };
}

function parseNumbers(scanner: Scanner, deep: boolean): Segment {
  const first = parseInteger(scanner);
  scanner.skipSpace();
  if (scanner.skip(':')) {
    scanner.skipSpace();
    const to = parseInteger(scanner);
    if (first === undefined && to === undefined) scanner.fail('A slice needs a start or an end.');
    return { kind: 'slice', from: first, to, deep };
  }
  if (first === undefined) return scanner.fail('Expected a name in quotes, a number, a slice, "*" or a filter.');
  const indexes = [first];
  while (scanner.skip(',')) {
    scanner.skipSpace();
    indexes.push(parseInteger(scanner) ?? scanner.fail('A number is missing.'));
    scanner.skipSpace();
  }
  return { kind: 'indexes', indexes, deep };
}

function parseInteger(scanner: Scanner): number | undefined {
  const digits = scanner.match(/-?\d+/y);
  return digits === undefined ? undefined : Number(digits);
}

function parseList<T>(scanner: Scanner, parseItem: () => T): T[] {
  const items = [parseItem()];
  scanner.skipSpace();
  while (scanner.skip(',')) {
    scanner.skipSpace();
    items.push(parseItem());
    scanner.skipSpace();
  }
  return items;
}
