import type { Attribute } from './attribute.ts';
import { compareDecimals, parseDecimal } from './decimal.ts';

/** Whether two values are the same; the order of a set does not matter. */
export function isSame(a: Attribute, b: Attribute): boolean {
  if (a.kind !== b.kind) return false;
  switch (a.kind) {
    case 'SS':
    case 'NS':
    case 'BS': {
      const others = new Set((b as typeof a).values);
      return a.values.length === others.size && a.values.every((value) => others.has(value));
    }
    case 'L': {
      const others = (b as typeof a).values;
      return (
        a.values.length === others.length && a.values.every((value, index) => isSameOrMissing(value, others[index]))
      );
    }
    case 'M': {
      const others = (b as typeof a).members;
      return (
        a.members.size === others.size &&
        [...a.members].every(([name, value]) => isSameOrMissing(value, others.get(name)))
      );
    }
    case 'NULL':
      return true;
    default:
      return a.value === (b as typeof a).value;
  }
}

/** Below 0, 0 or above it for two strings, numbers or binary values; undefined for values that have no order. */
export function compareAttributes(a: Attribute, b: Attribute): number | undefined {
  if (a.kind === 'S' && b.kind === 'S') return Buffer.compare(Buffer.from(a.value), Buffer.from(b.value));
  if (a.kind === 'B' && b.kind === 'B') return Buffer.compare(bytesOf(a.value), bytesOf(b.value));
  if (a.kind !== 'N' || b.kind !== 'N') return undefined;
  return compareNumbers(a.value, b.value);
}

/** Whether `whole` begins with `part`; only of strings and of binary values. */
export function beginsWith(whole: Attribute, part: Attribute): boolean {
  if (whole.kind === 'S' && part.kind === 'S') return whole.value.startsWith(part.value);
  if (whole.kind !== 'B' || part.kind !== 'B') return false;
  const start = bytesOf(part.value);
  return bytesOf(whole.value).subarray(0, start.length).equals(start);
}

/** Whether a string or a binary value has `part` in it, or a set or list has it as an element. */
export function contains(whole: Attribute, part: Attribute): boolean {
  switch (whole.kind) {
    case 'S':
      return part.kind === 'S' && whole.value.includes(part.value);
    case 'B':
      return part.kind === 'B' && bytesOf(whole.value).includes(bytesOf(part.value));
    case 'SS':
    case 'NS':
    case 'BS':
      return whole.kind === `${part.kind}S` && 'value' in part && whole.values.includes(String(part.value));
    case 'L':
      return whole.values.some((value) => isSame(value, part));
    default:
      return false;
  }
}

/** What the function `size` tells of a value; undefined for types that have none. */
export function sizeOf(attribute: Attribute): number | undefined {
  switch (attribute.kind) {
    case 'S':
      return attribute.value.length;
    case 'B':
      return bytesOf(attribute.value).length;
    case 'M':
      return attribute.members.size;
    case 'SS':
    case 'NS':
    case 'BS':
    case 'L':
      return attribute.values.length;
    default:
      return undefined;
  }
}

export function bytesOf(base64: string): Buffer {
  return Buffer.from(base64, 'base64');
}

function compareNumbers(a: string, b: string): number | undefined {
  const [left, right] = [parseDecimal(a), parseDecimal(b)];
  return left === undefined || right === undefined ? undefined : compareDecimals(left, right);
}

function isSameOrMissing(a: Attribute, b: Attribute | undefined): boolean {
  return b !== undefined && isSame(a, b);
}
