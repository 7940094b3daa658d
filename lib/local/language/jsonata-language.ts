import type { JsonObject, JsonValue } from '../../contract/json.ts';
import { isArray, isObject, toData } from '../base/data.ts';
import { parseTimestamp } from '../base/timestamp.ts';
import { expressionIn } from './jsonata/compile-expression.ts';
import type { JsonataFrame } from './jsonata/evaluate-expression.ts';
import { failed } from './jsonata/evaluate-expression.ts';
import { fillTemplate } from './jsonata/fill-template.ts';
import type { NumberField } from '../base/ranges.ts';
import { RANGES } from '../base/ranges.ts';
import { ErrorName, EvaluationError } from '../base/states-error.ts';
import { fieldOf, isDistributed, objectOf } from '../base/state-fields.ts';
import type { Leaving, QueryLanguage, Visit } from '../engine/visit.ts';
import { contextOf } from '../engine/visit.ts';

/** JSONata: `Arguments`, `Output`, `Condition`, `Items`, and expressions in the other fields. */
export const jsonataLanguage: QueryLanguage = {
  input: (visit) => visit.raw.value,

  payload: (visit, input) => fill(visit, fieldOf(visit.state, 'Arguments'), 'Arguments', {}, input),

  role: (visit) => {
    const { Credentials } = visit.state;
    return Credentials === undefined ? undefined : roleIn(visit, Credentials);
  },

  output: (visit, result) => {
    const made = visit.state.Type === 'Pass' ? {} : { result };
    return leave(visit, visit.state, '', made, result);
  },

  passOn: (visit, input) => leave(visit, visit.state, '', {}, input),

  caught: (visit, catcher, errorOutput) => {
    const catchers = fieldOf(visit.state, 'Catch') as readonly unknown[];
    return leave(visit, catcher, `Catch[${String(catchers.indexOf(catcher))}]/`, { errorOutput }, errorOutput);
  },

  number: async (visit, _input, field) => {
    const value = await typed(visit, fieldOf(visit.state, field), field, 'number');
    if (value === undefined) return undefined;
    return inRange(value as number, field);
  },

  text: async (visit, _input, field) => {
    const value = await typed(visit, fieldOf(visit.state, field), field, 'string');
    if (field === 'Timestamp' && value !== undefined && parseTimestamp(value as string) === undefined) {
      throw failed(
        `The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: ${value as string}`,
        field,
      );
    }
    return value as string | undefined;
  },

  choose: async (visit, input) => {
    for (const [index, rule] of visit.state.Choices.entries()) {
      const at = `Choices[${String(index)}]/`;
      if ((await typed(visit, rule.Condition, `${at}Condition`, 'boolean')) !== true) continue;
      return { next: rule.Next, ...(await leave(visit, rule, at, {}, input)) };
    }
    return { next: visit.state.Default, ...(await leave(visit, visit.state, '', {}, input)) };
  },

  items: async (visit, input) => {
    const { Items } = visit.state;
    const items = Items === undefined ? input : await fill(visit, Items, 'Items');
    if (isDistributed(visit.state) && isObject(items)) return items;
    if (Items === undefined && !isArray(items)) {
      const text = `Map state input must be an array but was: ${JSON.stringify(items)}`;
      throw new EvaluationError(text, ErrorName.queryEvaluationError);
    }
    return requireType(items, Items, 'Items', 'array') as readonly JsonValue[];
  },

  item: (visit, _input, value) => fill(visit, visit.state.ItemSelector, 'ItemSelector', {}, value),

  reader: async (visit) => {
    const { Resource, Arguments = {}, ReaderConfig } = objectOf(visit.state.ItemReader);
    const config = objectOf(ReaderConfig);
    return {
      resource: typeof Resource === 'string' ? Resource : '',
      source: objectOf(await fill(visit, Arguments, 'ItemReader/Arguments')),
      config,
      maxItems: await member(visit, config, 'ItemReader/ReaderConfig', 'MaxItems'),
    };
  },

  batching: async (visit) => {
    const batcher = objectOf(visit.state.ItemBatcher);
    const { BatchInput } = batcher;
    return {
      maxItems: await member(visit, batcher, 'ItemBatcher', 'MaxItemsPerBatch'),
      maxBytes: await member(visit, batcher, 'ItemBatcher', 'MaxInputBytesPerBatch'),
      batchInput: BatchInput === undefined ? undefined : await fill(visit, BatchInput, 'ItemBatcher/BatchInput'),
    };
  },

  writer: async (visit) => {
    const { Resource, Arguments = {}, WriterConfig = {} } = objectOf(visit.state.ResultWriter);
    return {
      place: Resource === undefined ? undefined : objectOf(await fill(visit, Arguments, 'ResultWriter/Arguments')),
      config: objectOf(await fill(visit, WriterConfig, 'ResultWriter/WriterConfig')),
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
  visit: Visit,
  field: unknown,
  location: string,
  made: Made = {},
  otherwise: JsonValue = null,
): Promise<JsonValue> {
  return field === undefined ? otherwise : fillTemplate(field as JsonValue, location, frameOf(visit, made));
}

/** `Output` and `Assign` of a state, or of the rule or catcher that takes its place. */
async function leave(visit: Visit, fields: object, at: string, made: Made, otherwise: JsonValue): Promise<Leaving> {
  const { Output, Assign } = fields as { readonly Output?: JsonValue; readonly Assign?: JsonObject };
  const output = await fill(visit, Output, `${at}Output`, made, otherwise);
  const assigned = Assign === undefined ? undefined : objectOf(await fill(visit, Assign, `${at}Assign`, made));
  return { output: toData(output, visit.raw), assigned };
}

async function roleIn(visit: Visit, credentials: JsonObject): Promise<string | undefined> {
  const roleArn = await typed(visit, credentials['RoleArn'], 'Credentials/RoleArn', 'string');
  return roleArn as string | undefined;
}

type TypeName = 'number' | 'string' | 'boolean' | 'array';

/** The value of a field that must be of a type; undefined when the state does not have the field. */
async function typed(visit: Visit, field: unknown, location: string, type: TypeName): Promise<JsonValue | undefined> {
  if (field === undefined) return undefined;
  return requireType(await fill(visit, field, location), field, location, type);
}

/** The value, when it is of the type; `field` is what the definition has in its place. */
function requireType(value: JsonValue, field: unknown, location: string, type: TypeName): JsonValue {
  const found = typeOf(value);
  if (found === type) return value;
  const expression = typeof field === 'string' ? expressionIn(field) : undefined;
  const subject =
    expression === undefined
      ? `The field '${location}'`
      : `The JSONata expression '${expression}' specified for the field '${location}' returned`;
  throw failed(
    `${subject} an unexpected result type. Expected '${type}', but was '${found}' for value: ${JSON.stringify(value)}`,
    location,
  );
}

function typeOf(value: JsonValue): string {
  return value === null ? 'null' : isArray(value) ? 'array' : typeof value;
}

async function member(visit: Visit, object: JsonObject, at: string, field: string): Promise<number | undefined> {
  const value = await typed(visit, object[field], `${at}/${field}`, 'number');
  return value as number | undefined;
}

/** A number that the field can take. */
function inRange(value: number, field: NumberField): number {
  if (!Number.isInteger(value) && field !== 'ToleratedFailurePercentage') {
    throw failed(`The ${field} field cannot be parsed as an integer: ${String(value)}`, field);
  }
  const [least, most] = RANGES[field];
  if (value >= least && value <= most) return value;
  throw failed(`${field} must be between ${String(least)} and ${String(most)} but was: ${String(value)}`, field);
}

function frameOf(visit: Visit, { result, errorOutput }: Made): JsonataFrame {
  const { run, track, raw } = visit;
  return {
    states: {
      input: () => raw.value,
      context: () => contextOf(visit),
      ...(result !== undefined && { result: () => result }),
      ...(errorOutput !== undefined && { errorOutput: () => errorOutput }),
    },
    variable: (name) => track.scope.get(name),
    engine: { random: run.random, clock: run.clock },
  };
}
