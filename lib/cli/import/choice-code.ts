import type { JsonValue } from '../../json.ts';
import type { Comparison } from '../../states-language/types.ts';
import { dataAt, unknownIn, type Data } from './data.ts';
import { codeOf, quoted } from './data-code.ts';

/** A rule as a condition in TypeScript; undefined where it is one that this command cannot say. */
export function conditionOf(rule: Comparison, input: Data): string | undefined {
  if (rule.And !== undefined) return joined(rule.And, ' && ', input);
  if (rule.Or !== undefined) return joined(rule.Or, ' || ', input);
  if (rule.Not !== undefined) {
    const inner = conditionOf(rule.Not, input);
    return inner && `!(${inner})`;
  }
  if (rule.Variable === undefined) return undefined;
  const variable = dataAt(rule.Variable, input);
  const operator = Object.keys(rule).find((key) => key in OPERATORS || key.replace(/Path$/, '') in OPERATORS);
  if (operator === undefined || unknownIn(variable).length > 0) return undefined;
  const given = rule[operator] as JsonValue;
  const make = OPERATORS[operator] ?? OPERATORS[operator.replace(/Path$/, '')];
  const isPath = !(operator in OPERATORS);
  const other = isPath ? dataAt(textOf(given), input) : ({ kind: 'literal', value: given } as const);
  if (unknownIn(other).length > 0) return undefined;
  return make?.({ value: codeOf(variable), name: quoted(rule.Variable), other: codeOf(other), given });
}

function joined(rules: readonly Comparison[], sign: string, input: Data): string | undefined {
  const parts = rules.map((rule) => conditionOf(rule, input));
  return parts.every((part) => part !== undefined) ? parts.map((part) => `(${part})`).join(sign) : undefined;
}

interface Operands {
  /** The variable, as code. */
  readonly value: string;
  /** Its path, as code. */
  readonly name: string;
  /** What it is compared with, as code. */
  readonly other: string;
  readonly given: JsonValue;
}

type Make = (operands: Operands) => string;

const found = ({ value, name }: Operands) => `found(${value}, ${name})`;
const compare =
  (kind: 'text' | 'number' | 'time', sign: string): Make =>
  (operands) =>
    `compare('${kind}', ${found(operands)}, '${sign}', ${operands.other})`;
const is =
  (test: (value: string) => string): Make =>
  (operands) =>
    operands.given === false ? `!(${test(found(operands))})` : test(found(operands));

/** The operators of Choice, in TypeScript. A comparison of values of different types does not hold, as on AWS. */
const OPERATORS: Readonly<Record<string, Make>> = {
  StringEquals: compare('text', '=='),
  StringLessThan: compare('text', '<'),
  StringGreaterThan: compare('text', '>'),
  StringLessThanEquals: compare('text', '<='),
  StringGreaterThanEquals: compare('text', '>='),
  StringMatches: (operands) => `${globOf(textOf(operands.given))}.test(String(${found(operands)}))`,
  NumericEquals: compare('number', '=='),
  NumericLessThan: compare('number', '<'),
  NumericGreaterThan: compare('number', '>'),
  NumericLessThanEquals: compare('number', '<='),
  NumericGreaterThanEquals: compare('number', '>='),
  TimestampEquals: compare('time', '=='),
  TimestampLessThan: compare('time', '<'),
  TimestampGreaterThan: compare('time', '>'),
  TimestampLessThanEquals: compare('time', '<='),
  TimestampGreaterThanEquals: compare('time', '>='),
  BooleanEquals: (operands) => `${found(operands)} === ${operands.other}`,
  IsPresent: ({ value, given }) => `${value} ${given === false ? '===' : '!=='} undefined`,
  IsNull: is((value) => `${value} === null`),
  IsString: is((value) => `typeof ${value} === 'string'`),
  IsNumeric: is((value) => `typeof ${value} === 'number'`),
  IsBoolean: is((value) => `typeof ${value} === 'boolean'`),
  IsTimestamp: is((value) => `isTime(${value})`),
};

function textOf(value: JsonValue): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** A pattern with `*`, and `\*` for the star itself, as a regular expression. */
function globOf(pattern: string): string {
  const source = pattern
    .replace(/\\\*/g, '\u0000')
    .replace(/[.+?^${}()|[\]\\/]/g, '\\$&')
    .replaceAll('*', '[^]*')
    .replaceAll('\u0000', '\\*');
  return `/^${source}$/`;
}
