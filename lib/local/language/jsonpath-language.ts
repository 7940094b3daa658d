import type { JsonObject, JsonValue } from '../../json.ts';
import { firstMatch } from './choice/first-match.ts';
import type { Data } from '../base/data.ts';
import { isArray, isObject, toData } from '../base/data.ts';
import type { Frame } from './evaluate.ts';
import { evaluate, fillTemplate, find, select } from './evaluate.ts';
import { placeResult } from './result-path.ts';
import { isMapNumber, mapNumber } from './map-numbers.ts';
import type { Random } from '../base/random.ts';
import type { NumberField } from '../base/ranges.ts';
import { RANGES } from '../base/ranges.ts';
import { EvaluationError } from '../base/states-error.ts';
import { fieldsOf, isDistributed, objectOf } from '../base/state-fields.ts';
import type { Leaving, QueryLanguage, TextField, Turn } from './query-language.ts';
import { numberOf } from '../base/exact-number.ts';

/**
 * JSONPath: `InputPath`, `Parameters`, `ResultSelector`, `ResultPath`, `OutputPath` and fields that end in `Path`.
 * States Language: "Input and Output Processing", whose order is
 *
 * 1. `InputPath` selects from the raw input, `$` when it is absent;
 * 2. `Parameters` makes the effective input, which goes to the work of the state;
 * 3. `ResultSelector` makes the effective result of the raw result;
 * 4. `ResultPath` places it in the raw input;
 * 5. `OutputPath` selects the output from that.
 */
export const jsonPathLanguage: QueryLanguage = {
  input: (turn) => selectPath(turn, turn.raw, 'InputPath'),

  payload: (turn, input) => {
    const { Parameters } = fieldsOf(turn.state);
    return Parameters === undefined ? input : fillTemplate(Parameters, inputFrame(turn, input));
  },

  role: (turn, input) => {
    const { Credentials } = turn.state;
    if (Credentials === undefined) return undefined;
    const { RoleArn: roleArn } = objectOf(fillTemplate(Credentials, frameOf(turn, input)).value);
    if (typeof roleArn === 'string') return roleArn;
    throw new EvaluationError(
      `The RoleArn parameter does not reference a string value: ${JSON.stringify(Credentials['RoleArn.$'])}`,
    );
  },

  output: (turn, result) => {
    const { ResultSelector, ResultPath, Assign } = fieldsOf(turn.state);
    const assigned = assignment(turn, Assign, result);
    const selected = ResultSelector === undefined ? result : fillTemplate(ResultSelector, frameOf(turn, result));
    const placed = placeResult(ResultPath, turn.raw, selected);
    return { output: selectPath(turn, placed, 'OutputPath'), assigned };
  },

  passOn: (turn, input) => passOn(turn, input, fieldsOf(turn.state).Assign),

  caught: (turn, catcher, error) => ({
    output: placeResult(catcher.ResultPath, turn.raw, error),
    assigned: assignment(turn, catcher.Assign, error),
  }),

  number: (turn, input, field) => {
    const { [field]: fixed, [PATHS[field]]: path } = fieldsOf(turn.state);
    if (path === undefined) {
      if (fixed === undefined || typeof fixed === 'number') return fixed;
      throw new EvaluationError(`The ${field} field must be a number.`);
    }
    const found = select(path, inputFrame(turn, input)).value;
    if (isMapNumber(field)) return mapNumber(field, path, found);
    const value = numberOf(found);
    if (value === undefined || !Number.isInteger(value)) {
      throw new EvaluationError(`The ${field}Path parameter does not reference an integer value: ${path}`);
    }
    const [, most] = RANGES[field];
    if (value <= most) return value;
    throw new EvaluationError(`The ${field}Path parameter is above ${String(most)}: ${path} == ${String(value)}`);
  },

  text: (turn, input, field) => {
    const { [field]: fixed, [PATHS[field]]: path } = fieldsOf(turn.state);
    if (path === undefined) return fixed;
    const value = valueIn(turn, input, path, field);
    if (typeof value === 'string') return value;
    throw new EvaluationError(`The ${field}Path parameter does not reference a string value: ${path}`);
  },

  choose: (turn, input) => {
    const frame = inputFrame(turn, input);
    const rule = firstMatch(turn.state.Choices, (path) => find(path, frame)?.value);
    const { Next, Assign } = rule ?? { Next: turn.state.Default, Assign: turn.state.Assign };
    return { next: Next, ...passOn(turn, input, Assign) };
  },

  items: (turn, input) => {
    const { ItemsPath = '$' } = turn.state;
    const items = select(ItemsPath, frameOf(turn, input)).value;
    if (isArray(items) || (isDistributed(turn.state) && isObject(items))) return items;
    throw new EvaluationError(`Reference path "${ItemsPath}" must point to array.`);
  },

  item: (turn, input, value) => {
    const template = turn.state.ItemSelector ?? turn.state.Parameters;
    return template === undefined ? toData(value) : fillTemplate(template, frameOf(turn, input));
  },

  reader: (turn, input) => {
    const { Resource, Parameters = {}, ReaderConfig = {} } = objectOf(turn.state.ItemReader);
    const config = objectOf(ReaderConfig);
    return {
      resource: typeof Resource === 'string' ? Resource : '',
      source: objectOf(fillTemplate(Parameters, frameOf(turn, input)).value),
      config,
      maxItems: memberNumber(turn, input, config, 'MaxItems'),
    };
  },

  batching: (turn, input) => {
    const batcher = objectOf(turn.state.ItemBatcher);
    const { BatchInput } = batcher;
    return {
      maxItems: memberNumber(turn, input, batcher, 'MaxItemsPerBatch'),
      maxBytes: memberNumber(turn, input, batcher, 'MaxInputBytesPerBatch'),
      batchInput: BatchInput === undefined ? undefined : fillTemplate(BatchInput, frameOf(turn, input)).value,
    };
  },

  writer: (turn, input) => {
    const { Resource, Parameters = {}, WriterConfig = {} } = objectOf(turn.state.ResultWriter);
    return {
      place: Resource === undefined ? undefined : objectOf(fillTemplate(Parameters, frameOf(turn, input)).value),
      config: objectOf(WriterConfig),
    };
  },
};

/** The fields that say where others are found. */
const PATHS = {
  Seconds: 'SecondsPath',
  TimeoutSeconds: 'TimeoutSecondsPath',
  HeartbeatSeconds: 'HeartbeatSecondsPath',
  MaxConcurrency: 'MaxConcurrencyPath',
  ToleratedFailureCount: 'ToleratedFailureCountPath',
  ToleratedFailurePercentage: 'ToleratedFailurePercentagePath',
  Timestamp: 'TimestampPath',
  Error: 'ErrorPath',
  Cause: 'CausePath',
} as const satisfies Record<NumberField | TextField, string>;

/** The value at the path of a text's field. Those of a Fail state say what they miss as payload templates do. */
function valueIn(turn: Turn, input: Data, path: string, field: TextField): JsonValue {
  const frame = inputFrame(turn, input);
  return (field === 'Timestamp' ? select(path, frame) : evaluate(path, PATHS[field], frame)).value;
}

/** What a field may read, with `input` as `$`; `needsInput` where it reads the input of the state. */
function frameOf(turn: Turn, input: Data, needsInput = false): Frame {
  return new TurnFrame(turn, input, needsInput);
}

class TurnFrame implements Frame {
  readonly input: Data;
  readonly needsInput: boolean;
  readonly #turn: Turn;
  #context: Data | undefined;

  constructor(turn: Turn, input: Data, needsInput: boolean) {
    this.#turn = turn;
    this.input = input;
    this.needsInput = needsInput;
  }

  get random(): Random {
    return this.#turn.run.random;
  }

  context(): Data {
    return (this.#context ??= this.#turn.context());
  }

  variable(name: string): JsonValue | undefined {
    return this.#turn.track.scope.get(name);
  }
}

/** What the fields that a state reads its input with may read. */
function inputFrame(turn: Turn, input: Data): Frame {
  return frameOf(turn, input, true);
}

function passOn(turn: Turn, input: Data, assign: JsonObject | undefined): Leaving {
  const assigned = assignment(turn, assign, input);
  return { output: selectPath(turn, input, 'OutputPath'), assigned };
}

/** The variables that an `Assign` sets; `$` in it is what the state has made. States Language: "Assigning Variables". */
function assignment(turn: Turn, assign: JsonObject | undefined, made: Data): JsonObject | undefined {
  return assign === undefined ? undefined : objectOf(fillTemplate(assign, frameOf(turn, made)).value);
}

/** A number inside of a field's object, or where its `Path` points. */
function memberNumber(turn: Turn, input: Data, object: JsonObject, field: string): number | undefined {
  const path = object[`${field}Path`];
  const found = typeof path === 'string' ? select(path, frameOf(turn, input)).value : object[field];
  const value = numberOf(found);
  if (found === undefined || value !== undefined) return value;
  throw new EvaluationError(`The ${field}Path parameter does not reference an integer value: ${JSON.stringify(path)}`);
}

/** `InputPath` or `OutputPath` applied: absent means all, null means an empty object. */
function selectPath(turn: Turn, data: Data, field: 'InputPath' | 'OutputPath'): Data {
  const { [field]: path } = fieldsOf(turn.state);
  if (path === undefined || path === '$') return data;
  return path === null ? toData({}) : select(path, frameOf(turn, data));
}
