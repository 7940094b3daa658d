import type { JsonValue } from '../../json.ts';

/** Numbers print with their text while this is set, and as numbers of JavaScript while it is not. */
let mark: string | undefined;
let printed = 0;

/**
 * A number of the data that JavaScript would print otherwise than it was written: a whole number beyond 2^53, or a text
 * such as `0.0`. It counts as its number, and is printed with its text by `printData`.
 */
export class ExactNumber {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  valueOf(): number {
    return Number(this.text);
  }

  toString(): string {
    return this.text;
  }

  toJSON(): number | string {
    if (mark === undefined) return this.valueOf();
    printed += 1;
    return mark + this.text;
  }
}

/** A number with a text of its own, as data: JSON has no other numbers. */
export function exactNumber(text: string): JsonValue {
  return new ExactNumber(text) as unknown as number;
}

/** The value of a number, exact or not; undefined for all else. */
export function numberOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  return value instanceof ExactNumber ? value.valueOf() : undefined;
}

/** A number as numbers are compared: whole numbers beyond 2^53 by all of their digits. */
export function comparable(value: unknown): number | bigint | undefined {
  return value instanceof ExactNumber && isWhole(value.text) ? BigInt(value.text) : numberOf(value);
}

/** Whether a number's text is that of a whole number, and so not that of a double. */
export function isWhole(text: string): boolean {
  return /^-?\d+$/.test(text);
}

/** JSON text in which each exact number is a string that begins with `prefix`, and how many there are. */
export function printMarked(
  value: JsonValue,
  prefix: string,
  space?: number,
): { readonly text: string; readonly count: number } {
  mark = prefix;
  printed = 0;
  try {
    return { text: JSON.stringify(value, undefined, space), count: printed };
  } finally {
    mark = undefined;
  }
}
