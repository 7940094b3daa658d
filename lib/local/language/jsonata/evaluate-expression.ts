import type { JsonataError } from 'jsonata';
import type { JsonValue } from '../../../json.ts';
import { ErrorName } from '../../../states-language/error-name.ts';
import { EvaluationError } from '../../base/states-error.ts';
import type { Compiled } from './compile-expression.ts';
import { beginEvaluation, compileExpression, recompileInOrder } from './compile-expression.ts';
import { alongNames } from './direct-expression.ts';
import type { Engine } from './functions.ts';
import { ENGINE, NUMBERS, setMember, taken } from './functions.ts';
import { Numbers } from './numbers.ts';

/** What an expression may read. */
export interface JsonataFrame {
  /** The members of `$states`; each is asked for at most once, and only when an expression names it. */
  readonly states: Readonly<Record<string, () => JsonValue>>;
  readonly variable: (name: string) => JsonValue | undefined;
  readonly engine: Engine;
}

/** The value of an expression in the field at `location`. Rejects with an {@link EvaluationError}. */
export async function evaluateExpression(text: string, location: string, frame: JsonataFrame): Promise<JsonValue> {
  const subject = `The JSONata expression '${text}' specified for the field '${location}'`;
  let found: unknown;
  let numbers: Numbers;
  try {
    const compiled = compileExpression(text);
    ({ found, numbers } = directly(compiled, frame) ?? (await inTurn(() => valueOf(text, compiled, frame))));
  } catch (error) {
    throw failed(`${subject} threw an error during evaluation${reasonOf(error as JsonataError)}`, location);
  }
  if (found === undefined) throw failed(`${subject} returned nothing (undefined).`, location);
  const { value, isWritable } = writable(found, numbers);
  if (!isWritable) throw failed(`${subject} returned an unsupported result type.`, location);
  return value;
}

/** What an evaluation has found, with the numbers that doubles stand for in it. */
interface Found {
  readonly found: unknown;
  readonly numbers: Numbers;
}

/** The value of a simple expression; undefined where the library must be asked. */
function directly({ direct, literals }: Compiled, { states, variable }: JsonataFrame): Found | undefined {
  if (direct === undefined) return undefined;
  const numbers = new Numbers(literals);
  const read = (name: string, [first, ...path]: readonly string[]) => {
    if (name !== 'states')
      return taken(alongNames(variable(name), first === undefined ? [] : [first, ...path]), numbers);
    const member = first !== undefined && Object.hasOwn(states, first) ? states[first] : undefined;
    return taken(alongNames(member?.(), path), numbers);
  };
  const found = direct({ read });
  return found === undefined ? undefined : { found, numbers };
}

async function valueOf(text: string, compiled: Compiled, frame: JsonataFrame): Promise<Found> {
  const numbers = new Numbers(compiled.literals);
  beginEvaluation();
  try {
    return { found: await compiled.expression.evaluate(undefined, bindings(compiled, frame, numbers)), numbers };
  } catch (error) {
    const again = (error as JsonataError).code === 'D1011' ? recompileInOrder(text) : undefined;
    if (again === undefined) throw error;
    beginEvaluation();
    return { found: await again.evaluate(undefined, bindings(compiled, frame, numbers)), numbers };
  }
}

const MEMORY = 'Expression evaluation memory limit exceeded: Check for excessive memory usage';

/** What AWS says, without a code, of an expression that goes beyond a bound of its evaluation. */
const BOUND_REASONS: ReadonlyMap<string | undefined, string> = new Map([
  ['D1011', 'Stack overflow error: Check for non-terminating recursive function. Consider rewriting as tail-recursive'],
  ['D1012', 'Expression evaluation timeout: Check for infinite loop'],
  ['D2014', MEMORY],
  ['D2015', MEMORY],
]);

function reasonOf({ code, message }: Partial<JsonataError>): string {
  const bound = BOUND_REASONS.get(code);
  if (bound !== undefined) return `: ${bound}`;
  return code === undefined ? `: ${message ?? ''}` : `. ${code}: ${message ?? ''}`;
}

let last: Promise<unknown> = Promise.resolve();

/**
 * Evaluates one after the other. An evaluation is many small steps, whose time the library counts from the first to the last:
 * with thousands under way at once, each would seem to take as long as all of them.
 */
function inTurn(evaluate: () => Promise<Found>): Promise<Found> {
  const turn = last.then(evaluate);
  last = turn.catch(() => undefined);
  return turn;
}

/** A failed evaluation, as an error of the state. */
export function failed(detail: string, location: string): EvaluationError {
  return new EvaluationError(detail, ErrorName.queryEvaluationError, location);
}

function bindings(
  { names }: Compiled,
  { states, variable, engine }: JsonataFrame,
  numbers: Numbers,
): Record<string, unknown> {
  const bound: Record<string, unknown> = { [ENGINE]: engine, [NUMBERS]: numbers };
  for (const name of names) {
    const value = name === 'states' ? lazily(states, numbers) : taken(variable(name), numbers);
    if (value !== undefined) bound[name] = value;
  }
  return bound;
}

/**
 * An object whose members are copied when they are first read. The library marks arrays that it was given, and its own are
 * marked: what goes in and what comes out is a copy.
 */
function lazily(members: JsonataFrame['states'], numbers: Numbers): object {
  const object = {};
  for (const [name, get] of Object.entries(members)) {
    Object.defineProperty(object, name, {
      enumerable: true,
      configurable: true,
      get() {
        const value = taken(get(), numbers);
        Object.defineProperty(object, name, { enumerable: true, value });
        return value;
      },
    });
  }
  return object;
}

/**
 * A copy of a value as JSON has it: without members that are undefined, and with the name of each number that JSON cannot
 * write in its place, as AWS writes it. There is none of a value that holds a function or a regular expression.
 */
function writable(value: unknown, numbers: Numbers): { readonly value: JsonValue; readonly isWritable: boolean } {
  let isWritable = true;
  // What a function holds may hold the function.
  const none = (): undefined => {
    isWritable = false;
    return undefined;
  };
  const copyOf = (part: unknown): JsonValue | undefined => {
    switch (typeof part) {
      case 'number':
        return numbers.give(part);
      case 'object':
        return part === null ? null : Array.isArray(part) ? part.map((item) => copyOf(item) ?? null) : objectOf(part);
      case 'string':
      case 'boolean':
        return part;
      case 'function':
        return none();
      default:
        return undefined;
    }
  };
  const objectOf = (part: object): JsonValue | undefined => {
    if ('_jsonata_lambda' in part || '_jsonata_function' in part) return none();
    const object: Record<string, JsonValue> = {};
    for (const [key, member] of Object.entries(part)) {
      const copied = copyOf(member);
      if (copied !== undefined) setMember(object, key, copied);
    }
    return object;
  };
  return { value: copyOf(value) ?? null, isWritable };
}
