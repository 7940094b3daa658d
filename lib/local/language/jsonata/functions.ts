import type { Expression, Focus } from 'jsonata';
import type { JsonValue } from '../../../json.ts';
import type { Clock } from '../../base/clock/clock.ts';
import { INTRINSICS } from '../intrinsics/call-intrinsic.ts';
import type { Random } from '../../base/random.ts';
import { javaRandom } from './java-random.ts';
import { parseStrictly } from './parse-strictly.ts';

/** What the functions draw on: it differs from evaluation to evaluation, while the functions belong to the expression. */
export interface Engine {
  readonly random: Random;
  readonly clock: Clock;
}

/** The most items that `$range` makes on AWS. */
const LONGEST_RANGE = 360_145;

/** The binding that holds the {@link Engine}. No expression can name it. */
export const ENGINE = ' engine';

type Implementation = Parameters<Expression['registerFunction']>[1];

/**
 * The functions that Step Functions adds to JSONata or changes, by name: what they do, and their signature.
 * Developer guide: "JSONata functions provided by Step Functions".
 */
const FUNCTIONS: Readonly<Record<string, readonly [Implementation, signature: string]>> = {
  partition: [
    (array?: readonly JsonValue[], size?: number) =>
      array === undefined || size === undefined ? undefined : sequence(partition(array, Math.trunc(size))),
    '<an:a>',
  ],
  range: [
    (first?: number, last?: number, step?: number) =>
      first === undefined || last === undefined || step === undefined
        ? undefined
        : sequence(range(Math.trunc(first), Math.trunc(last), Math.trunc(step))),
    '<nnn:a>',
  ],
  hash: [intrinsic('States.Hash'), '<ss:s>'],
  parse: [(text?: string) => (text === undefined ? undefined : parseText(text)), '<s:x>'],
  random: [
    function (seed?: number) {
      return seed === undefined ? engineOf(this).random.next() : javaRandom(seed);
    },
    '<n?:n>',
  ],
  uuid: [
    function () {
      return engineOf(this).random.uuid();
    },
    '<:s>',
  ],
  millis: [
    function () {
      return engineOf(this).clock.now();
    },
    '<:n>',
  ],
  now: [
    function (picture?: string, timezone?: string) {
      const { implementation } = this.environment.lookup('fromMillis') as { readonly implementation: Implementation };
      return implementation.call(this, engineOf(this).clock.now(), picture, timezone) as unknown;
    },
    '<s?s?:s>',
  ],
};

/** Chunks of an array; none where they would be empty. */
function partition(array: readonly JsonValue[], size: number): JsonValue[] {
  const chunks: JsonValue[] = [];
  for (let start = 0; size > 0 && start < array.length; start += size) chunks.push(array.slice(start, start + size));
  return chunks;
}

function range(first: number, last: number, step: number): JsonValue[] {
  const length = step === 0 ? 0 : Math.max(0, Math.floor((last - first) / step) + 1);
  if (length > LONGEST_RANGE) {
    throw Object.assign(new Error(`A range of ${String(length)} items is too long.`), { code: 'D2015' });
  }
  return Array.from({ length }, (_, index) => first + index * step);
}

/** A list as JSONata's own functions give it: one item stands for itself, and no item for nothing. */
function sequence(items: JsonValue[]): JsonValue | undefined {
  return items.length > 1 ? items : items[0];
}

/** The value in a JSON text. Throws a `JsonataError` for what Step Functions refuses beside mistakes of JSON. */
function parseText(text: string): unknown {
  try {
    return parseStrictly(text);
  } catch (error) {
    throw Object.assign(error instanceof Error ? error : new Error(String(error)), { code: 'D3137' });
  }
}

/** Gives an expression the functions of Step Functions, and takes `$eval` away from it. */
export function addFunctions(expression: Expression): void {
  for (const [name, [implementation, signature]] of Object.entries(FUNCTIONS)) {
    expression.registerFunction(name, implementation, signature);
  }
  expression.assign('eval', undefined);
}

function engineOf(focus: Focus): Engine {
  return focus.environment.lookup(ENGINE) as Engine;
}

/** A function that does what an intrinsic function of JSONPath does; like JSONata's own, it gives nothing for nothing. */
function intrinsic(name: string): Implementation {
  return function (...args) {
    if (args.includes(undefined)) return undefined;
    return INTRINSICS.get(name)?.run(args as JsonValue[], engineOf(this).random);
  };
}
