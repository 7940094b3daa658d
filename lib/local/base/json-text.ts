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
  const { text, count } = printMarked(value, MARK, space);
  return count === 0 ? text : text.replace(MARKED, '$1');
}

/** Whether JSON.parse keeps all numbers of a text as they are. It may answer no where it does. */
export function isPlain(text: string): boolean {
  return !SUSPECT.test(text);
}

/** Data as JavaScript has it, for code that knows nothing of exact numbers; `text` is its text. */
export function plainData(value: JsonValue, text: string): JsonValue {
  return isPlain(text) ? value : (JSON.parse(text) as JsonValue);
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
