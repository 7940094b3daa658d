import type { JsonValue } from '../../../json.ts';
import { numberOf } from '../../base/exact-number.ts';
import { parseData } from '../../base/json-text.ts';

/** Parses JSON, but not a text in which an object has a member twice, or a number that no 64 bits can hold. */
export function parseStrictly(text: string): JsonValue {
  const value = parseData(text);
  if (hasInfinity(value)) throw new Error('A number is out of range.');
  const repeated = repeatedMember(text);
  if (repeated !== undefined) throw new Error(`Duplicate field '${repeated}'`);
  return value;
}

function hasInfinity(value: JsonValue): boolean {
  const number = numberOf(value);
  if (number !== undefined) return !Number.isFinite(number);
  return typeof value === 'object' && value !== null && Object.values(value).some(hasInfinity);
}

/** The name of a member that an object of the text has twice. The text is JSON, so its marks tell where members are. */
function repeatedMember(text: string): string | undefined {
  /** The members of the objects around, so far; of arrays nothing. */
  const open: (Set<string> | undefined)[] = [];
  let string = '';
  for (const [mark] of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\]:]/g)) {
    if (mark === '{') open.push(new Set());
    else if (mark === '[') open.push(undefined);
    else if (mark === '}' || mark === ']') open.pop();
    else if (mark !== ':') string = mark;
    else {
      const name = JSON.parse(string) as string;
      const members = open.at(-1);
      if (members?.has(name) === true) return name;
      members?.add(name);
    }
  }
  return undefined;
}
