import { createHash } from 'node:crypto';
import { ALGORITHMS } from '../intrinsics/encoding.ts';
import { javaRandom } from './java-random.ts';

/** The most items that `$range` makes on AWS. */
const LONGEST_RANGE = 360_145;

/** The largest text that an expression may make, in characters, as AWS counts them. */
const LONGEST_TEXT = 6_990_256;

/** An error of the library, which makes its message of the code and of what comes with it. */
function jsonataError(code: string, details: object): Error {
  return Object.assign(new Error(), { code, ...details });
}

function mismatch(token: string, index: number): Error {
  return jsonataError('T0410', { token, index });
}

export function outOfMemory(): Error {
  return jsonataError('D2015', {});
}

/** Throws where there are more arguments than a function takes. */
function atMost(token: string, args: readonly unknown[], count: number): void {
  if (args.length > count) throw mismatch(token, count + 1);
}

/** A whole number; a fraction is cut off. */
function whole(token: string, args: readonly unknown[], index: number): number {
  const value = args[index];
  if (typeof value !== 'number') throw mismatch(token, index + 1);
  return Math.trunc(value);
}

/**
 * `$partition(array, size)`: no items and a size of 0 give nothing, and without a size all items are one chunk. Unlike `$range`
 * it makes a list also of one chunk.
 */
export function partition(args: readonly unknown[]): unknown {
  atMost('partition', args, 2);
  const [array, size] = args;
  if (array === undefined) return undefined;
  if (!Array.isArray(array)) throw jsonataError('T0412', { token: 'partition', index: 1 });
  if (size === undefined) return args.length > 1 || array.length > 0 ? [[...(array as unknown[])]] : undefined;
  const step = whole('partition', args, 1);
  if (step < 0) throw Object.assign(new Error('Second argument must be zero or greater'), { code: 'D3137' });
  if (step === 0 || array.length === 0) return undefined;
  const chunks: unknown[] = [];
  for (let start = 0; start < array.length; start += step) chunks.push(array.slice(start, start + step));
  return chunks;
}

/** `$range(first, last, step)`: a sequence, of which one item stands for itself and no item for nothing. */
export function range(args: readonly unknown[]): unknown {
  atMost('range', args, 3);
  if (args.length < 2) throw mismatch('range', args.length + 1);
  if (args.length < 3 || args.includes(undefined)) return undefined;
  const [first, last, step] = [whole('range', args, 0), whole('range', args, 1), whole('range', args, 2)];
  const length = step === 0 ? 0 : Math.max(0, Math.floor((last - first) / step) + 1);
  if (length > LONGEST_RANGE) throw outOfMemory();
  const items = Array.from({ length }, (_, index) => first + index * step);
  return items.length > 1 ? items : items[0];
}

/** `$hash(text, algorithm)`, in hexadecimal digits. */
export function hash(args: readonly unknown[]): string | undefined {
  atMost('hash', args, 2);
  if (args.length === 0) throw mismatch('hash', 1);
  const [text, algorithm = null] = args;
  if (text === undefined) return undefined;
  if (typeof text !== 'string') throw mismatch('hash', 1);
  if (args.length === 1) return undefined;
  if (algorithm !== null && typeof algorithm !== 'string') throw mismatch('hash', 2);
  const name = algorithm === null ? undefined : ALGORITHMS.get(algorithm);
  if (name !== undefined) return createHash(name).update(text).digest('hex');
  const known = 'SHA-1, SHA-384, SHA-256, SHA-512, MD5';
  throw Object.assign(new Error(`Hash algorithm '${String(algorithm)}' must be one of ${known}`), { code: 'D3137' });
}

/** `$parse(text)`, with what reads the text. */
export function parse(args: readonly unknown[], read: (text: string) => unknown): unknown {
  atMost('parse', args, 1);
  const [text] = args;
  if (text === undefined) return undefined;
  if (typeof text !== 'string') throw mismatch('parse', 1);
  try {
    return read(text);
  } catch {
    throw Object.assign(new Error('Invalid JSON'), { code: 'D3137' });
  }
}

/** `$random(seed)`: the same seed gives the same number. */
export function random(args: readonly unknown[], next: () => number): number {
  atMost('random', args, 1);
  return args[0] === undefined ? next() : javaRandom(whole('random', args, 0));
}

/** `$uuid()`. */
export function uuid(args: readonly unknown[], next: () => string): string {
  atMost('uuid', args, 0);
  return next();
}

/** Two texts as one. */
export function join(left: string, right: string): string {
  if (left.length + right.length > LONGEST_TEXT) throw outOfMemory();
  return left + right;
}

/** `$decodeUrlComponent(text)`: a plus is a space, and bytes that are no UTF-8 are told by the sign for that. */
export function decodeUrl(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  if (/%(?![0-9A-Fa-f]{2})/.test(text)) {
    throw jsonataError('D3140', { functionName: 'decodeUrlComponent', value: text });
  }
  const pluses = text.replaceAll('+', ' ');
  return pluses.replace(/(?:%[0-9A-Fa-f]{2})+/g, (bytes) =>
    Buffer.from(bytes.replaceAll('%', ''), 'hex').toString('utf8'),
  );
}

/** `$base64decode(text)`, with or without its padding. */
export function decodeBase64(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  if (/[^A-Za-z0-9+/=]/.test(text)) throw Object.assign(new Error('The text is not Base64.'), { code: 'D3137' });
  return Buffer.from(text, 'base64').toString('utf8');
}
