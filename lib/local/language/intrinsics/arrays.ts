import { isDeepStrictEqual } from 'node:util';
import type { JsonValue } from '../../../json.ts';
import type { Intrinsic } from './intrinsic.ts';
import { ArgumentError, arrayArgument, integerArgument } from './intrinsic.ts';
import { isArray, isObject } from '../../base/data.ts';
import { printData } from '../../base/json-text.ts';

/** The most items that `States.ArrayRange` makes. */
const LONGEST_RANGE = 1_000;

/** The functions on arrays. */
export const arrayIntrinsics: Readonly<Record<string, Intrinsic>> = {
  'States.Array': {
    arity: [0, Infinity],
    run: (args) => args,
  },
  'States.ArrayPartition': {
    arity: [2, 2],
    run: (args) => {
      const array = arrayArgument(args, 0);
      const size = integerArgument(args, 1);
      if (size <= 0) throw new ArgumentError('The second argument must be a positive number.');
      const chunks: JsonValue[] = [];
      for (let start = 0; start < array.length; start += size) chunks.push(array.slice(start, start + size));
      return chunks;
    },
  },
  'States.ArrayContains': {
    arity: [2, 2],
    run: (args) => arrayArgument(args, 0).some((item) => isDeepStrictEqual(item, args[1])),
  },
  'States.ArrayRange': {
    arity: [3, 3],
    run: (args) => {
      const [first, last, step] = [0, 1, 2].map((index) => integerArgument(args, index)) as [number, number, number];
      if (step === 0) throw new ArgumentError('The third argument must not be zero.');
      const length = Math.max(0, Math.floor((last - first) / step) + 1);
      if (length > LONGEST_RANGE) throw new ArgumentError('The range must not hold more than 1000 items.');
      return Array.from({ length }, (_, index) => first + index * step);
    },
  },
  'States.ArrayGetItem': {
    arity: [2, 2],
    run: (args) => {
      const array = arrayArgument(args, 0);
      const index = integerArgument(args, 1);
      const item = array[index];
      if (item === undefined) throw new ArgumentError(`The index ${String(index)} is outside of the array.`);
      return item;
    },
  },
  'States.ArrayLength': {
    arity: [1, 1],
    run: (args) => arrayArgument(args, 0).length,
  },
  'States.ArrayUnique': {
    arity: [1, 1],
    run: (args) => {
      const seen = new Map<string, JsonValue>();
      for (const item of arrayArgument(args, 0)) {
        const key = canonicalText(item);
        if (!seen.has(key)) seen.set(key, item);
      }
      return [...seen.values()];
    },
  },
};

/** A text that equal values share, whatever the order of their members. */
function canonicalText(value: JsonValue): string {
  if (isArray(value)) return `[${value.map(canonicalText).join()}]`;
  if (!isObject(value)) return printData(value);
  const members = Object.entries(value).map(([key, member]) => `${JSON.stringify(key)}:${canonicalText(member)}`);
  return `{${members.sort().join()}}`;
}
