import type { JsonataError } from 'jsonata';
import type { JsonValue } from '../../../json.ts';
import { ErrorName } from '../../../states-language/error-name.ts';
import { EvaluationError } from '../../base/states-error.ts';
import type { Compiled } from './compile-expression.ts';
import { compileExpression, recompileInOrder } from './compile-expression.ts';
import type { Engine } from './functions.ts';
import { ENGINE } from './functions.ts';

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
  try {
    found = await inTurn(() => valueOf(text, frame));
  } catch (error) {
    throw failed(`${subject} threw an error during evaluation${reasonOf(error as JsonataError)}`, location);
  }
  if (found === undefined) throw failed(`${subject} returned nothing (undefined).`, location);
  const { functions, numbers } = unwritableIn(found);
  if (functions) throw failed(`${subject} returned an unsupported result type.`, location);
  return numbers ? withNames(found) : copy(found as JsonValue);
}

async function valueOf(text: string, frame: JsonataFrame): Promise<unknown> {
  const compiled = compileExpression(text);
  try {
    return await compiled.expression.evaluate(undefined, bindings(compiled, frame));
  } catch (error) {
    const again = (error as JsonataError).code === 'D1011' ? recompileInOrder(text) : undefined;
    if (again === undefined) throw error;
    return again.evaluate(undefined, bindings(compiled, frame));
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
function inTurn(evaluate: () => Promise<unknown>): Promise<unknown> {
  const turn = last.then(evaluate);
  last = turn.catch(() => undefined);
  return turn;
}

/** A failed evaluation, as an error of the state. */
export function failed(detail: string, location: string): EvaluationError {
  return new EvaluationError(detail, ErrorName.queryEvaluationError, location);
}

function bindings({ names }: Compiled, { states, variable, engine }: JsonataFrame): Record<string, unknown> {
  const bound: Record<string, unknown> = { [ENGINE]: engine };
  for (const name of names) {
    const value = name === 'states' ? lazily(states) : copy(variable(name));
    if (value !== undefined) bound[name] = value;
  }
  return bound;
}

/** An object whose members are copied when they are first read. */
function lazily(members: JsonataFrame['states']): object {
  const object = {};
  for (const [name, get] of Object.entries(members)) {
    Object.defineProperty(object, name, {
      enumerable: true,
      configurable: true,
      get() {
        const value = copy(get());
        Object.defineProperty(object, name, { enumerable: true, value });
        return value;
      },
    });
  }
  return object;
}

/** The library marks arrays that it was given, and its own are marked: what goes in and what comes out is a copy. */
function copy<T extends JsonValue | undefined>(value: T): T {
  return typeof value === 'object' && value !== null ? (JSON.parse(JSON.stringify(value)) as T) : value;
}

/** What a value holds that JSON has no way to write. */
interface Unwritable {
  /** A function, or a regular expression. */
  functions: boolean;
  /** A number that is infinite, or none. */
  numbers: boolean;
}

function unwritableIn(value: unknown, found: Unwritable = { functions: false, numbers: false }): Unwritable {
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) found.numbers = true;
  } else if (typeof value === 'function') found.functions = true;
  else if (typeof value === 'object' && value !== null) {
    // Not by its keys: the library gives lists a method of their own.
    if (Array.isArray(value)) for (const item of value) unwritableIn(item, found);
    else if ('_jsonata_lambda' in value || '_jsonata_function' in value) found.functions = true;
    else for (const member of Object.values(value)) unwritableIn(member, found);
  }
  return found;
}

/** A value with the name of each number that JSON cannot write in its place, as AWS writes it. */
function withNames(value: unknown): JsonValue {
  const text = JSON.stringify(value, (_key, member: unknown) =>
    typeof member === 'number' && !Number.isFinite(member) ? String(member) : member,
  );
  return JSON.parse(text) as JsonValue;
}
