import { seededRandom } from '../../base/random.ts';
import type { Intrinsic } from './intrinsic.ts';
import { ArgumentError, integerArgument } from './intrinsic.ts';

const SMALLEST = -2_147_483_648;
const LARGEST = 2_147_483_647;

/** The functions on numbers, and the one that makes a UUID. */
export const numberIntrinsics: Readonly<Record<string, Intrinsic>> = {
  'States.MathRandom': {
    arity: [2, 3],
    run: (args, random) => {
      const start = integerArgument(args, 0);
      const end = integerArgument(args, 1);
      if (start >= end) throw new ArgumentError('The first argument must be less than the second.');
      const source = args.length === 3 ? seededRandom(integerArgument(args, 2)) : random;
      return start + Math.floor(source.next() * (end - start));
    },
  },
  'States.MathAdd': {
    arity: [2, 2],
    run: (args) => {
      const [left, right] = [integerArgument(args, 0), integerArgument(args, 1)];
      for (const value of [left, right, left + right]) {
        if (value < SMALLEST || value > LARGEST) throw new ArgumentError('A number is outside of 32 bits.');
      }
      return left + right;
    },
  },
  'States.UUID': {
    arity: [0, 0],
    run: (_, random) => random.uuid(),
  },
};
