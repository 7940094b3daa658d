import type { JsonObject, JsonValue } from '../../json.ts';
import type { Data } from '../base/data.ts';
import { isArray, isObject, toData } from '../base/data.ts';
import { parseOffsetDateTime } from '../base/timestamp.ts';
import { expressionIn } from './jsonata/compile-expression.ts';
import type { JsonataFrame } from './jsonata/evaluate-expression.ts';
import { failed } from './jsonata/evaluate-expression.ts';
import { fillTemplate } from './jsonata/fill-template.ts';
import type { NumberField } from '../base/ranges.ts';
import { RANGES } from '../base/ranges.ts';
import { ErrorName } from '../../states-language/error-name.ts';
import { EvaluationError } from '../base/states-error.ts';
import { fieldsOf, isDistributed, objectOf } from '../base/state-fields.ts';
import type { Eventually } from './eventually.ts';
import { whenSettled } from './eventually.ts';
import type { Leaving, QueryLanguage, Turn } from './query-language.ts';
import { printData } from '../base/json-text.ts';
import { numberOf } from '../base/exact-number.ts';

/**
 * JSONata: `Arguments`, `Output`, `Condition`, `Items`, and expressions in the other fields.
 * States Language: "Input and Output Processing", "Reserved Variables in JSONata Expressions: $states". A state
 *
 * 1. works on its raw input, which expressions read as `$states.input`;
 * 2. sends what `Arguments` makes;
 * 3. leaves what `Output` makes, where `$states.result` is the result; without `Output` it leaves the result itself;
 * 4. sets the variables that `Assign` makes, of the same data and of the values that variables had before.
 */
export const jsonataLanguage: QueryLanguage = {
  input: (turn) => turn.raw,

  payload: async (turn, input) => {
    const { Arguments } = fieldsOf(turn.state);
    return Arguments === undefined ? input : toData(await fill(turn, Arguments, 'Arguments'));
  },

  role: (turn) => {
    const { Credentials } = turn.state;
    return Credentials && typed(turn, Credentials['RoleArn'], 'Credentials/RoleArn', 'string');
  },

  output: (turn, result) => {
    const made = turn.state.Type === 'Pass' ? {} : { result: result.value };
    return leave(turn, fieldsOf(turn.state), '', made, result);
  },

  passOn: (turn, input) => leave(turn, fieldsOf(turn.state), '', {}, input),

  caught: (turn, catcher, errorOutput) => {
    const { Catch: catchers = [] } = fieldsOf(turn.state);
    const made = { errorOutput: errorOutput.value };
    return leave(turn, catcher, `Catch[${String(catchers.indexOf(catcher))}]/`, made, errorOutput);
  },

  number: (turn, _input, field) =>
    whenSettled(typed(turn, fieldsOf(turn.state)[field], field, 'number'), (value) =>
      value === undefined ? undefined : inRange(value, field),
    ),

  text: (turn, _input, field) =>
    whenSettled(typed(turn, fieldsOf(turn.state)[field], field, 'string'), (value) => {
      if (field === 'Timestamp' && value !== undefined && parseOffsetDateTime(value) === undefined) {
        throw failed(
          `The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: ${value}`,
          field,
        );
      }
      return value;
    }),

  choose: async (turn, input) => {
    for (const [index, rule] of turn.state.Choices.entries()) {
      const at = `Choices[${String(index)}]/`;
      if ((await typed(turn, rule.Condition, `${at}Condition`, 'boolean')) !== true) continue;
      return { next: rule.Next, ...(await leave(turn, rule, at, {}, input)) };
    }
    return { next: turn.state.Default, ...(await leave(turn, fieldsOf(turn.state), '', {}, input)) };
  },

  items: async (turn, input) => {
    const { Items } = turn.state;
    const items = Items === undefined ? input.value : await fill(turn, Items, 'Items');
    if (isDistributed(turn.state) && isObject(items)) return items;
    if (Items === undefined && !isArray(items)) {
      const text = `Map state input must be an array but was: ${printData(items)}`;
      throw new EvaluationError(text, ErrorName.queryEvaluationError);
    }
    return requireType(items, Items, 'Items', 'array');
  },

  item: async (turn, _input, value) => toData(await fill(turn, turn.state.ItemSelector, 'ItemSelector', {}, value)),

  reader: async (turn) => {
    const { Resource, Arguments = {}, ReaderConfig } = objectOf(turn.state.ItemReader);
    const config = objectOf(ReaderConfig);
    return {
      resource: typeof Resource === 'string' ? Resource : '',
      source: objectOf(await fill(turn, Arguments, 'ItemReader/Arguments')),
      config,
      maxItems: await member(turn, config, 'ItemReader/ReaderConfig', 'MaxItems'),
    };
  },

  batching: async (turn) => {
    const batcher = objectOf(turn.state.ItemBatcher);
    const { BatchInput } = batcher;
    return {
      maxItems: await member(turn, batcher, 'ItemBatcher', 'MaxItemsPerBatch'),
      maxBytes: await member(turn, batcher, 'ItemBatcher', 'MaxInputBytesPerBatch'),
      batchInput: BatchInput === undefined ? undefined : await fill(turn, BatchInput, 'ItemBatcher/BatchInput'),
    };
  },

  writer: async (turn) => {
    const { Resource, Arguments = {}, WriterConfig = {} } = objectOf(turn.state.ResultWriter);
    return {
      place: Resource === undefined ? undefined : objectOf(await fill(turn, Arguments, 'ResultWriter/Arguments')),
      config: objectOf(await fill(turn, WriterConfig, 'ResultWriter/WriterConfig')),
    };
  },
};

/** What `$states` has beside the input and the context, where it has it. */
interface Made {
  readonly result?: JsonValue;
  readonly errorOutput?: JsonValue;
}

/** The value of a field with its expressions evaluated; `otherwise` when the state does not have it. */
async function fill(
  turn: Turn,
  field: JsonValue | undefined,
  location: string,
  made: Made = {},
  otherwise: JsonValue = null,
): Promise<JsonValue> {
  return field === undefined ? otherwise : fillTemplate(field, location, frameOf(turn, made));
}

/** `Output` and `Assign` of a state, or of the rule or catcher that takes its place. */
async function leave(
  turn: Turn,
  { Output, Assign }: { readonly Output?: JsonValue; readonly Assign?: JsonObject },
  at: string,
  made: Made,
  otherwise: Data,
): Promise<Leaving> {
  const output = Output === undefined ? otherwise : toData(await fill(turn, Output, `${at}Output`, made), turn.raw);
  const assigned = Assign === undefined ? undefined : objectOf(await fill(turn, Assign, `${at}Assign`, made));
  return { output, assigned };
}

/** The types that a field may ask for, by their names. */
interface Types {
  readonly number: number;
  readonly string: string;
  readonly boolean: boolean;
  readonly array: readonly JsonValue[];
}

/** The value of a field that must be of a type; undefined when the state does not have the field. */
function typed<T extends keyof Types>(
  turn: Turn,
  field: JsonValue | undefined,
  location: string,
  type: T,
): Eventually<Types[T] | undefined> {
  if (field === undefined) return undefined;
  return whenSettled(fill(turn, field, location), (value) => requireType(value, field, location, type));
}

/** The value, when it is of the type; `field` is what the definition has in its place. */
function requireType<T extends keyof Types>(
  value: JsonValue,
  field: JsonValue | undefined,
  location: string,
  type: T,
): Types[T] {
  const plain = numberOf(value) ?? value;
  if (isOf(plain, type)) return plain;
  const expression = typeof field === 'string' ? expressionIn(field) : undefined;
  const subject =
    expression === undefined
      ? `The field '${location}'`
      : `The JSONata expression '${expression}' specified for the field '${location}' returned`;
  throw failed(
    `${subject} an unexpected result type. Expected '${type}', but was '${typeOf(plain)}' for value: ${printData(value)}`,
    location,
  );
}

function isOf<T extends keyof Types>(value: JsonValue, type: T): value is Types[T] {
  return typeOf(value) === type;
}

function typeOf(value: JsonValue): string {
  return value === null ? 'null' : isArray(value) ? 'array' : typeof value;
}

async function member(turn: Turn, object: JsonObject, at: string, field: string): Promise<number | undefined> {
  return typed(turn, object[field], `${at}/${field}`, 'number');
}

/** A number that the field can take. */
function inRange(value: number, field: NumberField): number {
  if (!Number.isInteger(value) && field !== 'ToleratedFailurePercentage') {
    throw failed(`The ${field} field cannot be parsed as an integer: ${String(value)}`, field);
  }
  const [least, most] = RANGES[field];
  // How long a Wait may be is asked when it begins.
  if (value >= least && (value <= most || field === 'Seconds')) return value;
  throw failed(`${field} must be between ${String(least)} and ${String(most)} but was: ${String(value)}`, field);
}

function frameOf(turn: Turn, { result, errorOutput }: Made): JsonataFrame {
  const { run, track, raw } = turn;
  return {
    states: {
      input: () => raw.value,
      context: () => turn.context().value,
      ...(result !== undefined && { result: () => result }),
      ...(errorOutput !== undefined && { errorOutput: () => errorOutput }),
    },
    variable: (name) => track.scope.get(name),
    engine: { random: run.random, clock: run.clock },
  };
}
