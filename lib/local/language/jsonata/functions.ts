import type { Expression, Focus } from 'jsonata';
import type { Clock } from '../../base/clock/clock.ts';
import { ExactNumber } from '../../base/exact-number.ts';
import type { Random } from '../../base/random.ts';
import type { Numbers } from './numbers.ts';
import { decodeBase64, decodeUrl, hash, join, parse, partition, random, range, uuid } from './own-functions.ts';
import { parseStrictly } from './parse-strictly.ts';
import { textOf } from './text-of.ts';

/** What the functions draw on: it differs from evaluation to evaluation, while the functions belong to the expression. */
export interface Engine {
  readonly random: Random;
  readonly clock: Clock;
}

/** The bindings that hold the {@link Engine} and the {@link Numbers}, and the function for `&`. No expression can name them. */
export const ENGINE = ' engine';
export const NUMBERS = ' numbers';
const JOIN = ' join';

type Implementation = Parameters<Expression['registerFunction']>[1];

/**
 * The functions that Step Functions adds to JSONata or changes, by name: what they do, and their signature where the library
 * checks the arguments. Developer guide: "JSONata functions provided by Step Functions".
 */
const FUNCTIONS: Readonly<Record<string, readonly [Implementation, signature?: string]>> = {
  partition: [(...args) => partition(args)],
  range: [(...args) => range(args)],
  hash: [(...args) => hash(args)],
  parse: [
    function (...args) {
      const numbers = numbersOf(this);
      return parse(args, (text) => taken(parseStrictly(text), numbers));
    },
  ],
  random: [
    function (...args) {
      return random(args, () => engineOf(this).random.next());
    },
  ],
  uuid: [
    function (...args) {
      return uuid(args, () => engineOf(this).random.uuid());
    },
  ],
  string: [
    function (value?: unknown, prettify?: boolean) {
      return textOf(value, numbersOf(this), prettify);
    },
    '<x-b?:s>',
  ],
  [JOIN]: [
    function (left?: unknown, right?: unknown) {
      const numbers = numbersOf(this);
      return join(textOf(left, numbers) ?? '', textOf(right, numbers) ?? '');
    },
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
  decodeUrlComponent: [(text?: string) => decodeUrl(text), '<s-:s>'],
  base64decode: [(text?: string) => decodeBase64(text), '<s-:s>'],
};

/** Gives an expression the functions of Step Functions, and takes `$eval` away from it. */
export function addFunctions(expression: Expression): void {
  for (const [name, [implementation, signature]] of Object.entries(FUNCTIONS)) {
    expression.registerFunction(name, implementation, signature);
  }
  expression.assign('eval', undefined);
  joinByFunction(expression.ast());
}

/** Makes each `&` of a tree a call of our function, since the library's operator writes numbers in its own way. */
function joinByFunction(tree: unknown): void {
  if (typeof tree !== 'object' || tree === null) return;
  for (const part of Object.values(tree)) joinByFunction(part);
  const node = tree as Record<string, unknown>;
  if (node['type'] !== 'binary' || node['value'] !== '&') return;
  const { lhs, rhs, position } = node;
  Object.assign(node, {
    type: 'function',
    value: '(',
    procedure: { type: 'variable', value: JOIN, position },
    arguments: [lhs, rhs],
  });
}

/** Data as the library holds it: plain values, and doubles for numbers beyond them. */
export function taken(value: unknown, numbers: Numbers): unknown {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? value : numbers.take(String(value));
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof ExactNumber) return numbers.take(value.text);
  if (Array.isArray(value)) return value.map((item: unknown) => taken(item, numbers));
  const object: Record<string, unknown> = {};
  for (const [key, member] of Object.entries(value)) setMember(object, key, taken(member, numbers));
  return object;
}

/** Sets a member, also one whose name an assignment would take for the prototype. */
export function setMember<T>(object: Record<string, T>, key: string, value: T): void {
  if (key === '__proto__')
    Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
  else object[key] = value;
}

function engineOf(focus: Focus): Engine {
  return focus.environment.lookup(ENGINE) as Engine;
}

function numbersOf(focus: Focus): Numbers {
  return focus.environment.lookup(NUMBERS) as Numbers;
}
