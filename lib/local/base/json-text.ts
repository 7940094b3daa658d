import { randomUUID } from 'node:crypto';
import type { JsonValue } from '../../json.ts';
import { exactNumber, printMarked } from './exact-number.ts';
import { doubleText } from './double-text.ts';

/** Stands before the text of an exact number while it is a string. No data has it. */
const MARK = `exact number ${randomUUID()} `;
const MARKED = new RegExp(`"${MARK}([^"]*)"`, 'g');

/** A text that may hold a number which JavaScript prints otherwise: it is long, or has a zero at its end or an exponent. */
const SUSPECT = /(?:^|[[:,\s])-?(?:\d[\d.]{15}|(?:0|[1-9]\d*)(?:\.\d*0(?=[\s,}\]]|$)|\.0{6}|(?:\.\d+)?[eE][-+]?\d))/;
const STRINGS_AND_NUMBERS = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?/gs;

/** The value of a JSON text of the data, with all numbers as AWS keeps them. Throws a `SyntaxError`. */
export function parseData(text: string): JsonValue {
  const value = JSON.parse(text) as JsonValue;
  if (isPlain(text)) return value;
  let found = false;
  const marked = text.replace(STRINGS_AND_NUMBERS, (token) => {
    const exact = token.startsWith('"') ? undefined : exactText(token);
    if (exact === undefined) return token;
    found = true;
    return `"${MARK}${exact}"`;
  });
  if (!found) return value;
  return JSON.parse(marked, (_, member: JsonValue) =>
    typeof member === 'string' && member.startsWith(MARK) ? exactNumber(member.slice(MARK.length)) : member,
  ) as JsonValue;
}

/** The JSON text of data, with all numbers as they were written. */
export function printData(value: JsonValue, space?: number): string {
  return printCounted(value, space).text;
}

/** The JSON text of data, and how many numbers in it have a text of their own. */
export function printCounted(value: JsonValue, space?: number): { readonly text: string; readonly count: number } {
  const { text, count } = printMarked(value, MARK, space);
  return { text: count === 0 ? text : text.replace(MARKED, '$1'), count };
}

const labels = new Map<string, string>();
/** Most names of members come from definitions, so there are few; a server that sees many starts over. */
const MOST_LABELS = 10_000;

/** What stands before the value of a member, such as `"id":`. */
export function labelOf(name: string): string {
  const known = labels.get(name);
  if (known !== undefined) return known;
  if (labels.size >= MOST_LABELS) labels.clear();
  const label = `${JSON.stringify(name)}:`;
  labels.set(name, label);
  return label;
}

/** Whether JSON.parse keeps all numbers of a text as they are. It may answer no where it does. */
export function isPlain(text: string): boolean {
  return !SUSPECT.test(text);
}

/**
 * The text that a number has in the data, where it is not the one that JavaScript prints: whole numbers are exact to 64 bits
 * and doubles beyond, and others keep their text.
 */
function exactText(token: string): string | undefined {
  const number = Number(token);
  const text = /[.eE]/.test(token) ? token : wholeText(token, number);
  return text === String(number) ? undefined : text;
}

function wholeText(token: string, number: number): string {
  const whole = BigInt(token);
  return BigInt.asIntN(64, whole) === whole || !Number.isFinite(number) ? String(whole) : doubleText(number);
}
