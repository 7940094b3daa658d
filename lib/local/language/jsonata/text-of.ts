import { exactNumber, isWhole } from '../../base/exact-number.ts';
import { printData } from '../../base/json-text.ts';
import type { JsonValue } from '../../../json.ts';
import type { Numbers } from './numbers.ts';

/** The significant digits of a number with a fraction. */
const DIGITS = 15;

/** A number in a text, as AWS writes it: a whole number in full below 1e21, any other rounded down to 15 digits. */
export function numberText(double: number, numbers: Numbers): string {
  if (Number.isInteger(double)) {
    const text = numbers.textOf(double);
    return text === undefined || isWhole(text) ? (text ?? String(double)) : String(Number(text));
  }
  const [mantissa = '', power = ''] = Math.abs(double).toExponential().split('e');
  const written = mantissa.replace('.', '');
  const cut = BigInt(written.slice(0, DIGITS)) + (double < 0 && written.length > DIGITS ? 1n : 0n);
  // A nine that was rounded up has made one digit more.
  const exponent = Number(power) + String(cut).length - Math.min(written.length, DIGITS);
  const digits = String(cut).replace(/0+$/, '');
  return (double < 0 ? '-' : '') + decimal(digits, exponent);
}

/** Digits with the point behind the first of them, times ten to the power of `exponent`; as `BigDecimal` of Java writes it. */
function decimal(digits: string, exponent: number): string {
  const after = digits.length - 1 - exponent;
  if (after < 0 || exponent < -6) {
    const point = digits.length === 1 ? '' : '.';
    return `${digits.slice(0, 1)}${point}${digits.slice(1)}e${exponent < 0 ? '' : '+'}${String(exponent)}`;
  }
  if (after === 0) return digits;
  const padded = digits.padStart(after + 1, '0');
  return `${padded.slice(0, -after)}.${padded.slice(-after)}`;
}

/** What `$string` and `&` make of a value that is no text; a function is an empty text. */
export function textOf(value: unknown, numbers: Numbers, prettify = false): string | undefined {
  if (value === undefined || typeof value === 'string') return value;
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw Object.assign(new Error('Not a number.'), { code: 'D3001', value });
    return numberText(value, numbers);
  }
  if (isFunction(value)) return '';
  const text = printData(written(value, numbers), prettify ? 2 : 0);
  // AWS escapes no control characters but those that have an escape of their own.
  return text.replace(/\\(?:u00([01][0-9a-f])|.)/g, (escape, code: string | undefined) =>
    code === undefined ? escape : String.fromCharCode(parseInt(code, 16)),
  );
}

function written(value: unknown, numbers: Numbers): JsonValue {
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw Object.assign(new Error('Not a number.'), { code: 'D1001', value });
    return exactNumber(numberText(value, numbers));
  }
  if (Array.isArray(value)) return value.map((item: unknown) => written(item, numbers));
  if (typeof value !== 'object' || value === null) return value === undefined ? null : (value as JsonValue);
  if (isFunction(value)) return '';
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(members.map(([key, member]) => [key, written(member, numbers)]));
}

function isFunction(value: unknown): boolean {
  if (typeof value === 'function') return true;
  return typeof value === 'object' && value !== null && ('_jsonata_lambda' in value || '_jsonata_function' in value);
}
