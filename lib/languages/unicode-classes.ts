import type { JsonValue } from '../json.ts';
import type { Publication } from './publication.ts';

/** `\p{…}` and `\P{…}`; any other escape, so that its backslash is no half of one of these. */
const CLASS = /\\[pP]\{[^}]*\}|\\.|[[\]]/gsu;

/**
 * The patterns in the schemas of events that name classes of Unicode (`\p{L}`), each with the characters themselves in their place. Not
 * every language knows these classes, and none all that JavaScript knows.
 */
export function spelledPatterns({ steps }: Publication): Readonly<Record<string, string>> {
  const spelled: Record<string, string> = {};
  const visit = (value: JsonValue): void => {
    if (typeof value !== 'object' || value === null) return;
    if (Array.isArray(value)) {
      value.forEach(visit);
      return;
    }
    for (const [name, each] of Object.entries(value)) {
      if (name === 'pattern' && typeof each === 'string') add(each);
      if (name === 'patternProperties' && typeof each === 'object' && each !== null) Object.keys(each).forEach(add);
      visit(each);
    }
  };
  const add = (pattern: string) => {
    const text = spellClasses(pattern);
    if (text !== pattern) spelled[pattern] = text;
  };
  for (const { events } of steps) for (const { schema } of events) visit(schema);
  return spelled;
}

function spellClasses(pattern: string): string {
  let isWithin = false;
  return pattern.replace(CLASS, (part) => {
    if (part === '[') isWithin = true;
    if (part === ']') isWithin = false;
    if (!/^\\p\{/i.test(part)) return part;
    const ranges = rangesOf(part);
    return isWithin ? ranges : `[${ranges}]`;
  });
}

/** The characters that an expression matches, as the inside of a class. Halves of pairs are none that a text of JSON has. */
function rangesOf(source: string): string {
  const expression = new RegExp(`^${source}$`, 'u');
  const ranges: string[] = [];
  let first: number | undefined;
  for (let code = 0; code <= 0x110000; code++) {
    const isSurrogate = code >= 0xd800 && code <= 0xdfff;
    const isOne = code < 0x110000 && !isSurrogate && expression.test(String.fromCodePoint(code));
    if (isOne) first ??= code;
    else if (first !== undefined) {
      ranges.push(code - first === 1 ? hex(first) : `${hex(first)}-${hex(code - 1)}`);
      first = undefined;
    }
  }
  return ranges.join('');
}

function hex(code: number): string {
  return `\\u{${code.toString(16)}}`;
}
