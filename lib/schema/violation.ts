import type { ErrorObject } from 'ajv';
import { pointerTo } from './schema.ts';

/** How a value breaks a schema: where, as a JSON Pointer, and what is wrong there. */
export interface Violation {
  /** Where in the value, as a JSON Pointer; empty where the whole is meant. */
  readonly path: string;
  /** What is wrong there. */
  readonly message: string;
}

/** So long is a message or a path at most, so that an answer stays small whatever the schema and the value are. */
const LONGEST = 300;
/** So many of the values that are allowed are told. */
const MOST_VALUES = 16;

/** The violation that an error of the validator stands for. */
export function violationOf({ instancePath, keyword, params }: ErrorObject): Violation {
  const named = propertyOf(keyword, params);
  const path = named === undefined ? instancePath : instancePath + pointerTo([named]);
  return { path: shorten(path), message: shorten(messageOf(keyword, params)) };
}

/** The property that is missing or too many: it is the place of the mistake. */
function propertyOf(keyword: string, params: Params): string | undefined {
  const name = keyword === 'propertyNames' ? params.propertyName : undefined;
  const named = name ?? params.missingProperty ?? params.additionalProperty ?? params.unevaluatedProperty;
  return typeof named === 'string' ? named : undefined;
}

type Params = Readonly<Record<string, unknown>>;

function messageOf(keyword: string, params: Params): string {
  const limit = String(params.limit);
  switch (keyword) {
    case 'required':
      return 'is required';
    case 'dependencies':
    case 'dependentRequired':
      return `is required where there is "${String(params.property)}"`;
    case 'additionalProperties':
    case 'unevaluatedProperties':
    case 'false schema':
      return 'is not allowed';
    case 'additionalItems':
    case 'unevaluatedItems':
      return `must have no more than ${plural(params.limit ?? params.len, 'item')}`;
    case 'enum':
      return `must be one of ${list(params.allowedValues as readonly unknown[])}`;
    case 'const':
      return `must be ${JSON.stringify(params.allowedValue)}`;
    case 'type':
      return `must be ${[params.type].flat().join(' or ')}`;
    case 'format':
      return `must match format "${String(params.format)}"`;
    case 'pattern':
      return `must match pattern "${String(params.pattern)}"`;
    case 'minimum':
    case 'maximum':
    case 'exclusiveMinimum':
    case 'exclusiveMaximum':
      return `must be ${String(params.comparison)} ${limit}`;
    case 'multipleOf':
      return `must be multiple of ${String(params.multipleOf)}`;
    case 'minLength':
      return `must NOT have fewer than ${plural(params.limit, 'character')}`;
    case 'maxLength':
      return `must NOT have more than ${plural(params.limit, 'character')}`;
    case 'minItems':
      return `must NOT have fewer than ${plural(params.limit, 'item')}`;
    case 'maxItems':
      return `must NOT have more than ${plural(params.limit, 'item')}`;
    case 'minProperties':
      return `must NOT have fewer than ${plural(params.limit, 'property', 'properties')}`;
    case 'maxProperties':
      return `must NOT have more than ${plural(params.limit, 'property', 'properties')}`;
    case 'uniqueItems':
      return 'must NOT have two equal items';
    case 'contains':
      return `must contain at least ${plural(params.minContains, 'item')} as described by "contains"`;
    case 'propertyNames':
      return 'is not a name that a property may have';
    case 'not':
      return 'must NOT be as described by "not"';
    case 'anyOf':
      return 'must be as one of the schemas in "anyOf" says';
    case 'oneOf':
      return 'must be as exactly one of the schemas in "oneOf" says';
    case 'if':
      return `must be as "${String(params.failingKeyword)}" says`;
    default:
      return `breaks "${keyword}"`;
  }
}

function plural(number: unknown, one: string, many = `${one}s`): string {
  return `${String(number)} ${number === 1 ? one : many}`;
}

function list(values: readonly unknown[]): string {
  if (values.length <= MOST_VALUES) return JSON.stringify(values);
  return `${JSON.stringify(values.slice(0, MOST_VALUES))} and ${values.length - MOST_VALUES} others`;
}

function shorten(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1)}…`;
}
