import type { JsonValue } from '../../../json.ts';
import { matchesWildcard } from './matches-wildcard.ts';
import { parseTimestamp } from '../../base/timestamp.ts';
import { comparable, numberOf } from '../../base/exact-number.ts';

/** Compares the variable with the operand; a pair of other types than the operator is for does not match. */
export type Operator = (variable: JsonValue, operand: JsonValue) => boolean;

/** What is compared: whole numbers beyond 2^53 by all of their digits. */
type Comparable = number | bigint | string;

type Ordering = (left: Comparable, right: Comparable) => boolean;

const ORDERINGS: Readonly<Record<string, Ordering>> = {
  Equals: (left, right) => left >= right && left <= right,
  LessThan: (left, right) => left < right,
  GreaterThan: (left, right) => left > right,
  LessThanEquals: (left, right) => left <= right,
  GreaterThanEquals: (left, right) => left >= right,
};

/** How each type reads a value; undefined when the value is not of the type. */
const READERS: Readonly<Record<string, (value: JsonValue) => Comparable | undefined>> = {
  String: (value) => (typeof value === 'string' ? value : undefined),
  Numeric: comparable,
  Timestamp: (value) => (typeof value === 'string' ? parseTimestamp(value) : undefined),
};

/**
 * The operators that compare with a value. Each of them but `StringMatches` also has a form that ends in `Path` and takes
 * the value from the input. States Language: "Choice State", "Data-test expression".
 */
export const COMPARISONS: ReadonlyMap<string, Operator> = new Map([
  ...Object.entries(READERS).flatMap(([type, read]) =>
    Object.entries(ORDERINGS).map(([name, ordering]): [string, Operator] => [type + name, ordered(read, ordering)]),
  ),
  ['BooleanEquals', (variable, operand) => typeof variable === 'boolean' && variable === operand],
  [
    'StringMatches',
    (variable, operand) =>
      typeof variable === 'string' && typeof operand === 'string' && matchesWildcard(operand, variable),
  ],
]);

function ordered(read: (value: JsonValue) => Comparable | undefined, ordering: Ordering): Operator {
  return (variable, operand) => {
    const [left, right] = [read(variable), read(operand)];
    return left !== undefined && right !== undefined && ordering(left, right);
  };
}

/** The operators that ask for a value's type: their operand says whether it must be so. */
export const TYPE_TESTS: ReadonlyMap<string, (variable: JsonValue) => boolean> = new Map([
  ['IsNull', (variable: JsonValue) => variable === null],
  ['IsNumeric', (variable: JsonValue) => numberOf(variable) !== undefined],
  ['IsString', (variable: JsonValue) => typeof variable === 'string'],
  ['IsBoolean', (variable: JsonValue) => typeof variable === 'boolean'],
  ['IsTimestamp', (variable: JsonValue) => typeof variable === 'string' && parseTimestamp(variable) !== undefined],
]);
