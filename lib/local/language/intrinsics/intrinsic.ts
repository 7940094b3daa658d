import type { JsonValue } from '../../../json.ts';
import type { Random } from '../../base/random.ts';
import { numberOf } from '../../base/exact-number.ts';

/**
 * An intrinsic function. Throws an Error whose message says what is wrong with an argument.
 * States Language: "Intrinsic Functions".
 */
export interface Intrinsic {
  /** How many arguments it takes: at least and at most. */
  readonly arity: readonly [number, number];
  run(args: readonly JsonValue[], random: Random): JsonValue;
}

/** A failed check of an argument. */
export class ArgumentError extends Error {}

/** An argument's place in words, as in "The first argument". */
export function ordinal(index: number): string {
  return ['first', 'second', 'third', 'fourth'][index] ?? `${String(index + 1)}th`;
}

export function stringArgument(args: readonly JsonValue[], index: number): string {
  const value = args[index];
  if (typeof value !== 'string') throw new ArgumentError(`The ${ordinal(index)} argument must be a string.`);
  return value;
}

export function arrayArgument(args: readonly JsonValue[], index: number): readonly JsonValue[] {
  const value = args[index];
  if (!Array.isArray(value)) throw new ArgumentError(`The ${ordinal(index)} argument must be an array.`);
  return value as readonly JsonValue[];
}

/** A whole number; a number with a fraction is rounded, as Step Functions does. */
export function integerArgument(args: readonly JsonValue[], index: number): number {
  const value = numberOf(args[index]);
  if (value === undefined) throw new ArgumentError(`The ${ordinal(index)} argument must be a number.`);
  return Math.round(value);
}
