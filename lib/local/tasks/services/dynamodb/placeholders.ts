import type { JsonObject, JsonValue } from '../../../../json.ts';
import type { Attribute } from './attribute.ts';
import { readItem, WrongParameterError } from './attribute.ts';
import { DynamoDbError, invalid } from './dynamodb-error.ts';

/** What `#name` and `:value` stand for in the expressions of a request, and which of them are used. */
export class Placeholders {
  readonly #names: ReadonlyMap<string, string>;
  readonly #values: ReadonlyMap<string, Attribute>;
  readonly #used = new Set<string>();

  /** `expressions` are the fields of the action that may hold one. */
  constructor(request: JsonObject, expressions: readonly string[]) {
    const { ExpressionAttributeNames: names, ExpressionAttributeValues: values } = request;
    const isUsed = expressions.some((field) => request[field] !== undefined);
    if (names !== undefined && !isUsed) {
      throw invalid('ExpressionAttributeNames can only be specified when using expressions');
    }
    if (values !== undefined && !isUsed) {
      const verb = expressions.length > 1 ? 'are' : 'is';
      throw invalid(
        `ExpressionAttributeValues can only be specified when using expressions: ${expressions.join(' and ')} ${verb} null`,
      );
    }
    this.#names = names === undefined ? new Map() : readNames(names);
    this.#values = values === undefined ? new Map() : readValues(values);
  }

  name(placeholder: string): string | undefined {
    this.#used.add(placeholder);
    return this.#names.get(placeholder);
  }

  value(placeholder: string): Attribute | undefined {
    this.#used.add(placeholder);
    return this.#values.get(placeholder);
  }

  /** Refuses a request with placeholders that no expression uses. */
  checkUsed(): void {
    const check = (field: string, defined: ReadonlyMap<string, unknown>) => {
      const unused = [...defined.keys()].filter((key) => !this.#used.has(key));
      if (unused.length > 0) {
        throw invalid(`Value provided in ${field} unused in expressions: keys: {${unused.join(', ')}}`);
      }
    };
    check('ExpressionAttributeNames', this.#names);
    check('ExpressionAttributeValues', this.#values);
  }
}

function readNames(names: JsonValue): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [key, name] of Object.entries(names ?? {})) {
    checkKey('ExpressionAttributeNames', key, '#');
    if (typeof name !== 'string') throw new WrongParameterError(`The value for the field '${key}' must be a STRING`);
    found.set(key, name);
  }
  if (found.size === 0) throw invalid('ExpressionAttributeNames must not be empty');
  return found;
}

function readValues(values: JsonValue): ReadonlyMap<string, Attribute> {
  const field = 'ExpressionAttributeValues';
  for (const key of Object.keys(values ?? {})) checkKey(field, key, ':');
  const found = new Map<string, Attribute>();
  for (const [key, value] of Object.entries(values ?? {})) {
    try {
      for (const attribute of readItem({ [key]: value as JsonValue }, field).values()) found.set(key, attribute);
    } catch (error) {
      if (!(error instanceof DynamoDbError)) throw error;
      throw invalid(`${field} contains invalid value: ${error.message} for key ${key}`);
    }
  }
  if (found.size === 0) throw invalid(`${field} must not be empty`);
  return found;
}

function checkKey(field: string, key: string, mark: '#' | ':'): void {
  if (/^[A-Za-z0-9_]+$/.test(key.slice(1)) && key.startsWith(mark)) return;
  throw invalid(`${field} contains invalid key: Syntax error; key: "${key}"`);
}
