import type { JsonValue } from '../../json.ts';
import { ExactNumber } from './exact-number.ts';
import { printData } from './json-text.ts';

/** A value that flows between states, with its text as the history shows it: each state's output is another's input. */
export interface Data {
  readonly value: JsonValue;
  readonly text: string;
}

/** The data of a value; `known` is used again when the value is the same. */
export function toData(value: JsonValue, known?: Data): Data {
  return known !== undefined && known.value === value ? known : { value, text: printData(value) };
}

/** Whether a JSON text takes more than `limit` bytes in UTF-8. */
export function exceeds(text: string, limit: number): boolean {
  if (text.length * 3 <= limit) return false;
  return text.length > limit || Buffer.byteLength(text) > limit;
}

/** Whether a value is an object, and neither a list nor a number with a text of its own. */
export function isObject(value: unknown): value is Readonly<Record<string, JsonValue>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof ExactNumber);
}

/** Whether a value is a list. */
export function isArray(value: unknown): value is readonly JsonValue[] {
  return Array.isArray(value);
}
