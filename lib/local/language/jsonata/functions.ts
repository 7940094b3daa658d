import type { Expression, Focus } from 'jsonata';
import type { JsonValue } from '../../../contract/json.ts';
import type { Clock } from '../../base/clock/clock.ts';
import { INTRINSICS } from '../intrinsics/call-intrinsic.ts';
import type { Random } from '../../base/random.ts';
import { javaRandom } from './java-random.ts';

/** What the functions draw on: it differs from evaluation to evaluation, while the functions belong to the expression. */
export interface Engine {
  readonly random: Random;
  readonly clock: Clock;
}

/** The binding that holds the {@link Engine}. No expression can name it. */
export const ENGINE = ' engine';

type Implementation = Parameters<Expression['registerFunction']>[1];

/**
 * The functions that Step Functions adds to JSONata or changes, by name: what they do, and their signature.
 * Developer guide: "JSONata functions provided by Step Functions".
 */
const FUNCTIONS: Readonly<Record<string, readonly [Implementation, signature: string]>> = {
  partition: [intrinsic('States.ArrayPartition'), '<an:a>'],
  range: [intrinsic('States.ArrayRange'), '<nnn:a>'],
  hash: [intrinsic('States.Hash'), '<ss:s>'],
  parse: [(text?: string) => (text === undefined ? undefined : JSON.parse(text)) as unknown, '<s:x>'],
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
