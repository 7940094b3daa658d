import type { PassState, TaskState } from '../../states-language/types.ts';
import type { JsonObject, JsonValue } from '../../contract/json.ts';
import { firstMatch } from './choice/first-match.ts';
import { isArray, isObject, toData } from '../base/data.ts';
import type { Frame } from './evaluate.ts';
import { evaluate, fillTemplate, find } from './evaluate.ts';
import { placeResult } from './result-path.ts';
import { isMapNumber, mapNumber } from './map-numbers.ts';
import { RANGES } from '../base/ranges.ts';
import { EvaluationError } from '../base/states-error.ts';
import { fieldOf, isDistributed, objectOf } from '../base/state-fields.ts';
import type { Leaving, QueryLanguage, Visit } from '../engine/visit.ts';
import { frameOf } from '../engine/visit.ts';

/** JSONPath: `InputPath`, `Parameters`, `ResultSelector`, `ResultPath`, `OutputPath` and fields that end in `Path`. */
export const jsonPathLanguage: QueryLanguage = {
  input: (visit) => selectPath(visit, visit.raw.value, 'InputPath'),

  payload: (visit, input) => {
    const { Parameters } = visit.state as TaskState | PassState;
    return Parameters === undefined ? input : fillTemplate(Parameters, inputFrame(visit, input));
  },

  role: (visit, input) => {
    const { Credentials } = visit.state;
    if (Credentials === undefined) return undefined;
    const { RoleArn: roleArn } = objectOf(fillTemplate(Credentials, frameOf(visit, input)));
    if (typeof roleArn === 'string') return roleArn;
    throw new EvaluationError(
      `The RoleArn parameter does not reference a string value: ${JSON.stringify(Credentials['RoleArn.$'])}`,
    );
  },

  output: (visit, result) => {
    const { ResultSelector, ResultPath, Assign } = visit.state as TaskState;
    const assigned = assignment(visit, Assign, result);
    const selected = ResultSelector === undefined ? result : fillTemplate(ResultSelector, frameOf(visit, result));
    const placed = placeResult(ResultPath, visit.raw.value, selected);
    return { output: toData(selectPath(visit, placed, 'OutputPath'), visit.raw), assigned };
  },

  passOn: (visit, input) => passOn(visit, input, (visit.state as TaskState).Assign),

  caught: (visit, catcher, error) => ({
    output: toData(placeResult(catcher.ResultPath, visit.raw.value, error), visit.raw),
    assigned: assignment(visit, catcher.Assign, error),
  }),

  number: (visit, input, field) => {
    const path = fieldOf(visit.state, `${field}Path`);
    if (typeof path !== 'string') return fieldOf(visit.state, field) as number | undefined;
    const value = evaluate(path, `${field}Path`, inputFrame(visit, input));
    if (isMapNumber(field)) return mapNumber(field, path, value);
    if (typeof value !== 'number' || !Number.isInteger(value)) {
      throw new EvaluationError(`The ${field}Path parameter does not reference an integer value: ${path}`);
    }
    const [, most] = RANGES[field];
    if (value <= most) return value;
    throw new EvaluationError(`The ${field}Path parameter is above ${String(most)}: ${path} == ${String(value)}`);
  },

  text: (visit, input, field) => {
    const path = fieldOf(visit.state, `${field}Path`);
    if (typeof path !== 'string') return fieldOf(visit.state, field) as string | undefined;
    const value = evaluate(path, `${field}Path`, inputFrame(visit, input));
    if (typeof value === 'string') return value;
    throw new EvaluationError(`The ${field}Path parameter does not reference a string value: ${path}`);
  },

  choose: (visit, input) => {
    const frame = inputFrame(visit, input);
    const rule = firstMatch(visit.state.Choices, (path) => find(path, frame));
    const { Next, Assign } = rule ?? { Next: visit.state.Default, Assign: visit.state.Assign };
    return { next: Next, ...passOn(visit, input, Assign) };
  },

  items: (visit, input) => {
    const { ItemsPath = '$' } = visit.state;
    const items = evaluate(ItemsPath, 'ItemsPath', frameOf(visit, input));
    if (isArray(items) || (isDistributed(visit.state) && isObject(items))) return items;
    throw new EvaluationError(`Reference path "${ItemsPath}" must point to array.`);
  },

  item: (visit, input, value) => {
    const template = visit.state.ItemSelector ?? visit.state.Parameters;
    return template === undefined ? value : fillTemplate(template, frameOf(visit, input));
  },

  reader: (visit, input) => {
    const { Resource, Parameters = {}, ReaderConfig = {} } = objectOf(visit.state.ItemReader);
    const config = objectOf(ReaderConfig);
    return {
      resource: typeof Resource === 'string' ? Resource : '',
      source: objectOf(fillTemplate(Parameters, frameOf(visit, input))),
      config,
      maxItems: memberNumber(visit, input, config, 'MaxItems'),
    };
  },

  batching: (visit, input) => {
    const batcher = objectOf(visit.state.ItemBatcher);
    const { BatchInput } = batcher;
    return {
      maxItems: memberNumber(visit, input, batcher, 'MaxItemsPerBatch'),
      maxBytes: memberNumber(visit, input, batcher, 'MaxInputBytesPerBatch'),
      batchInput: BatchInput === undefined ? undefined : fillTemplate(BatchInput, frameOf(visit, input)),
    };
  },

  writer: (visit, input) => {
    const { Resource, Parameters = {}, WriterConfig = {} } = objectOf(visit.state.ResultWriter);
    return {
      place: Resource === undefined ? undefined : objectOf(fillTemplate(Parameters, frameOf(visit, input))),
      config: objectOf(WriterConfig),
    };
  },
};

/** What the fields that a state reads its input with may read. */
function inputFrame(visit: Visit, input: JsonValue): Frame {
  return frameOf(visit, input, true);
}

function passOn(visit: Visit, input: JsonValue, assign: JsonObject | undefined): Leaving {
  const assigned = assignment(visit, assign, input);
  return { output: toData(selectPath(visit, input, 'OutputPath'), visit.raw), assigned };
}

/** The variables that an `Assign` sets; `$` in it is what the state has made. */
function assignment(visit: Visit, assign: JsonObject | undefined, made: JsonValue): JsonObject | undefined {
  return assign === undefined ? undefined : objectOf(fillTemplate(assign, frameOf(visit, made)));
}

/** A number inside of a field's object, or where its `Path` points. */
function memberNumber(visit: Visit, input: JsonValue, object: JsonObject, field: string): number | undefined {
  const path = object[`${field}Path`];
  const value = typeof path === 'string' ? evaluate(path, `${field}Path`, frameOf(visit, input)) : object[field];
  if (value === undefined || typeof value === 'number') return value;
  throw new EvaluationError(`The ${field}Path parameter does not reference an integer value: ${JSON.stringify(path)}`);
}

/** `InputPath` or `OutputPath` applied: absent means all, null means an empty object. */
function selectPath(visit: Visit, value: JsonValue, field: 'InputPath' | 'OutputPath'): JsonValue {
  const path = fieldOf(visit.state, field);
  if (path === undefined || path === '$') return value;
  if (path === null) return {};
  if (typeof path === 'string') return evaluate(path, field, frameOf(visit, value));
  throw new EvaluationError(`The ${field} must be a path or null.`);
}
