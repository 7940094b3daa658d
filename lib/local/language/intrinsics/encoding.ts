import { createHash } from 'node:crypto';
import type { Intrinsic } from './intrinsic.ts';
import { ArgumentError, stringArgument } from './intrinsic.ts';
import { printData } from '../../base/json-text.ts';

/** The longest text that the encoding and hash functions take, in characters. */
const LONGEST_TEXT = 10_000;

/** The algorithms of hashes, by the names that AWS has for them: what Node calls each. */
export const ALGORITHMS: ReadonlyMap<string, string> = new Map([
  ['MD5', 'md5'],
  ['SHA-1', 'sha1'],
  ['SHA-256', 'sha256'],
  ['SHA-384', 'sha384'],
  ['SHA-512', 'sha512'],
]);

/** The functions that encode and hash. */
export const encodingIntrinsics: Readonly<Record<string, Intrinsic>> = {
  'States.Base64Encode': {
    arity: [1, 1],
    run: (args) => Buffer.from(shortText(stringArgument(args, 0))).toString('base64'),
  },
  'States.Base64Decode': {
    arity: [1, 1],
    run: (args) => {
      const text = shortText(stringArgument(args, 0));
      const bytes = Buffer.from(text, 'base64');
      if (bytes.toString('base64').replace(/=+$/, '') !== text.replace(/=+$/, '')) {
        throw new ArgumentError('The first argument is not Base64.');
      }
      return bytes.toString('utf8');
    },
  },
  'States.Hash': {
    arity: [2, 2],
    run: (args) => {
      const [data] = args;
      const text = typeof data === 'string' ? data : printData(data ?? null);
      const algorithm = ALGORITHMS.get(stringArgument(args, 1));
      if (algorithm === undefined) {
        throw new ArgumentError(`The second argument must be one of ${[...ALGORITHMS.keys()].join(', ')}.`);
      }
      return createHash(algorithm).update(shortText(text)).digest('hex');
    },
  },
};

function shortText(text: string): string {
  if (text.length > LONGEST_TEXT) throw new ArgumentError('The text must not be longer than 10000 characters.');
  return text;
}
