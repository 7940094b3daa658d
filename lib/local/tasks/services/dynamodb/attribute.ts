import type { JsonObject, JsonValue } from '../../../../json.ts';
import { isArray, isObject } from '../../../base/data.ts';
import { formatDecimal, orderOf, parseDecimal, precisionOf } from './decimal.ts';
import { invalid } from './dynamodb-error.ts';

/** The types of DynamoDB, by their names in the API. */
export type AttributeType = 'S' | 'N' | 'B' | 'SS' | 'NS' | 'BS' | 'BOOL' | 'NULL' | 'L' | 'M';

/** A value of an item. Numbers are in their shortest form and binary values in Base64, so that equal ones are equal texts. */
export type Attribute =
  | { readonly kind: 'S' | 'N' | 'B'; readonly value: string }
  | { readonly kind: 'SS' | 'NS' | 'BS'; readonly values: readonly string[] }
  | { readonly kind: 'BOOL'; readonly value: boolean }
  | { readonly kind: 'NULL' }
  | { readonly kind: 'L'; readonly values: readonly Attribute[] }
  | { readonly kind: 'M'; readonly members: Item };

/** The attributes of an item, or of a map within it. */
export type Item = ReadonlyMap<string, Attribute>;

/** What the engine refuses before a request is sent: JSON of the wrong type. */
export class WrongParameterError extends Error {
  constructor(detail: string) {
    super(detail);
    this.name = 'WrongParameterError';
  }
}

/** Reads the attributes of `Item`, `Key` or `ExpressionAttributeValues`. */
export function readItem(value: JsonValue | undefined, field: string): Map<string, Attribute> {
  if (value === undefined) throw new WrongParameterError(`The field '${field}' is required but was missing`);
  if (!isObject(value)) throw new WrongParameterError(`The value for the field '${field}' must be an object`);
  return new Map(Object.entries(value).map(([name, attribute]) => [name, readAttribute(attribute, name)]));
}

function readAttribute(value: JsonValue, name: string): Attribute {
  if (!isObject(value)) throw new WrongParameterError(`The value for the field '${name}' must be an object`);
  const [first, ...more] = Object.entries(value);
  if (first === undefined) {
    throw invalid('Supplied AttributeValue is empty, must contain exactly one of the supported datatypes');
  }
  if (more.length > 0) {
    throw invalid(
      'Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes',
    );
  }
  const [type, content] = first;
  switch (type) {
    case 'S':
    case 'B':
      return { kind: type, value: text(content, type) };
    case 'N':
      return { kind: 'N', value: readNumber(text(content, type)) };
    case 'SS':
    case 'NS':
    case 'BS':
      return { kind: type, values: readSet(content, type) };
    case 'BOOL':
      return { kind: 'BOOL', value: flag(content, type) };
    case 'NULL':
      if (flag(content, type)) return { kind: 'NULL' };
      throw invalid(
        'One or more parameter values were invalid: Null attribute value types must have the value of true',
      );
    case 'L':
      return { kind: 'L', values: list(content, type).map((item) => readAttribute(item, type)) };
    case 'M':
      return { kind: 'M', members: readItem(content, type) };
    default:
      throw new WrongParameterError(`The field '${type}' is not supported by Step Functions`);
  }
}

/** The attributes as the API writes them. */
export function writeItem(item: Item): JsonObject {
  return Object.fromEntries([...item].map(([name, attribute]) => [name, writeAttribute(attribute)]));
}

function writeAttribute(attribute: Attribute): JsonObject {
  switch (attribute.kind) {
    case 'L':
      return { L: attribute.values.map(writeAttribute) };
    case 'M':
      return { M: writeItem(attribute.members) };
    case 'NULL':
      return { NULL: true };
    case 'SS':
    case 'NS':
    case 'BS':
      return { [attribute.kind]: attribute.values };
    default:
      return { [attribute.kind]: attribute.value };
  }
}

/** A number in its shortest form. Developer guide: "Naming rules and data types", "Number". */
export function readNumber(source: string): string {
  const number = parseDecimal(source);
  if (number === undefined) {
    throw invalid(`The parameter cannot be converted to a numeric value: ${source}`);
  }
  if (precisionOf(number) > 38) throw invalid('Attempting to store more than 38 significant digits in a Number');
  if (number.digits !== 0n && orderOf(number) > 125) {
    throw invalid('Number overflow. Attempting to store a number with magnitude larger than supported range');
  }
  if (number.digits !== 0n && orderOf(number) < -130) {
    throw invalid('Number underflow. Attempting to store a number with magnitude smaller than supported range');
  }
  return formatDecimal(number);
}

const SET_NAMES = { SS: 'string', NS: 'number', BS: 'binary' } as const;

function readSet(content: JsonValue, type: keyof typeof SET_NAMES): readonly string[] {
  const sources = list(content, type).map((item) => text(item, type));
  const values = type === 'NS' ? sources.map(readNumber) : sources;
  if (values.length === 0) {
    throw invalid(`One or more parameter values were invalid: An ${SET_NAMES[type]} set  may not be empty`);
  }
  if (new Set(values).size < values.length) {
    throw invalid(
      `One or more parameter values were invalid: Input collection [${sources.join(', ')}] contains duplicates.`,
    );
  }
  return values;
}

function text(value: JsonValue, field: string): string {
  if (typeof value === 'string') return value;
  throw new WrongParameterError(`The value for the field '${field}' must be a STRING`);
}

function flag(value: JsonValue, field: string): boolean {
  if (typeof value === 'boolean') return value;
  throw new WrongParameterError(`The value for the field '${field}' must be a BOOLEAN`);
}

function list(value: JsonValue, field: string): readonly JsonValue[] {
  if (isArray(value)) return value;
  throw new WrongParameterError(`The value for the field '${field}' must be a LIST`);
}
