import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../../lib/json.ts';
import { MemoryTable } from '../../../../../lib/local/tasks/services/dynamodb/memory-table.ts';
import { tableActions } from '../../../../../lib/local/tasks/services/dynamodb/table-actions.ts';
import { inTable } from './in-table.ts';

describe('placeholders', () => {
  it.each<[JsonObject, string]>([
    [
      {
        UpdateExpression: 'SET x = :a',
        ExpressionAttributeValues: { ':a': { S: 'a' }, ':b': { S: 'b' }, ':c': { S: 'c' } },
      },
      'Value provided in ExpressionAttributeValues unused in expressions: keys: {:b, :c}',
    ],
    [
      {
        UpdateExpression: 'SET x = :a',
        ExpressionAttributeNames: { '#x': 'x' },
        ExpressionAttributeValues: { ':a': { S: 'a' } },
      },
      'Value provided in ExpressionAttributeNames unused in expressions: keys: {#x}',
    ],
    [
      { ExpressionAttributeNames: { '#x': 'x' } },
      'ExpressionAttributeNames can only be specified when using expressions',
    ],
    [
      { ExpressionAttributeValues: { ':a': { S: 'a' } } },
      'ExpressionAttributeValues can only be specified when using expressions: UpdateExpression and ConditionExpression are null',
    ],
    [{ UpdateExpression: 'REMOVE x', ExpressionAttributeValues: {} }, 'ExpressionAttributeValues must not be empty'],
    [{ UpdateExpression: 'REMOVE x', ExpressionAttributeNames: {} }, 'ExpressionAttributeNames must not be empty'],
    [
      { UpdateExpression: 'SET x = :a', ExpressionAttributeValues: { a: { S: 'a' } } },
      'ExpressionAttributeValues contains invalid key: Syntax error; key: "a"',
    ],
    [
      { UpdateExpression: 'REMOVE #x', ExpressionAttributeNames: { x: 'x' } },
      'ExpressionAttributeNames contains invalid key: Syntax error; key: "x"',
    ],
    [
      { UpdateExpression: 'SET x = :a', ExpressionAttributeValues: { ':a': {} } },
      'ExpressionAttributeValues contains invalid value: Supplied AttributeValue is empty, must contain exactly one of the supported datatypes for key :a',
    ],
  ])('%j', (request, message) => {
    expect(inTable('updateItem', request).error).toBe(message);
  });

  it('one placeholder serves both expressions', () => {
    const request = {
      UpdateExpression: 'SET #x = :a',
      ConditionExpression: 'attribute_not_exists(#x) OR #x <> :a',
      ExpressionAttributeNames: { '#x': 'x' },
      ExpressionAttributeValues: { ':a': { S: 'a' } },
    };
    expect(inTable('updateItem', request).item).toEqual({ x: { S: 'a' } });
  });
});

describe('values', () => {
  it.each<[JsonObject, string]>([
    [{ S: 'a', N: '1' }, 'Supplied AttributeValue has more than one datatypes set'],
    [{ N: 'one' }, 'The parameter cannot be converted to a numeric value: one'],
    [{ N: '1'.repeat(39) }, 'Attempting to store more than 38 significant digits in a Number'],
    [{ N: '1e126' }, 'Number overflow.'],
    [{ N: '1e-131' }, 'Number underflow.'],
    [{ SS: [] }, 'An string set  may not be empty'],
    [{ SS: ['a', 'a'] }, 'Input collection [a, a] contains duplicates.'],
    [{ NS: ['1', '1.0'] }, 'Input collection [1, 1.0] contains duplicates.'],
    [{ NULL: false }, 'Null attribute value types must have the value of true'],
    [{ N: 1 }, "The value for the field 'N' must be a STRING"],
    [{ BOOL: 'true' }, "The value for the field 'BOOL' must be a BOOLEAN"],
    [{ L: 'x' }, "The value for the field 'L' must be a LIST"],
    [{ X: 'x' }, "The field 'X' is not supported by Step Functions"],
  ])('%j is none', (value, message) => {
    expect(inTable('putItem', { Item: { id: { S: '1' }, x: value } }).error).toContain(message);
  });

  it.each<[JsonObject, JsonObject]>([
    [{ N: '1.50' }, { N: '1.5' }],
    [{ N: '1e2' }, { N: '100' }],
    [{ M: { a: { L: [{ NULL: true }, { BOOL: false }] } } }, { M: { a: { L: [{ NULL: true }, { BOOL: false }] } } }],
    [{ BS: ['AAE=', 'AA=='] }, { BS: ['AAE=', 'AA=='] }],
    [{ S: '' }, { S: '' }],
  ])('%j is kept as %j', (value, kept) => {
    expect(inTable('putItem', { Item: { id: { S: '1' }, x: value } }).item).toEqual({ x: kept });
  });

  it('an item has 400 KB at most, with its names', () => {
    const room = 400 * 1024 - 'id1x'.length;
    const put = (bytes: number) => inTable('putItem', { Item: { id: { S: '1' }, x: { S: 'a'.repeat(bytes) } } });
    expect(put(room).error).toBeUndefined();
    expect(put(room + 1)).toEqual({
      answer: undefined,
      error: 'Item size has exceeded the maximum allowed size',
      item: undefined,
    });
    const update = {
      UpdateExpression: 'SET y = :y',
      ExpressionAttributeValues: { ':y': { SS: ['é'.repeat(100_000), 'f'.repeat(210_000)] } },
    };
    expect(inTable('updateItem', update, { x: { S: 'a' } })).toMatchObject({
      error: 'Item size to update has exceeded the maximum allowed size',
      item: { x: { S: 'a' } },
    });
  });
});

describe('keys', () => {
  const table = () => {
    const made = new MemoryTable(['who', 'when']);
    return (action: string, request: JsonObject) => tableActions.get(action)!(made, request);
  };
  const key = { who: { S: 'ada' }, when: { N: '1' } };

  it('a partition key and a sort key', () => {
    const act = table();
    act('putItem', { Item: { ...key, x: { S: 'first' } } });
    act('putItem', { Item: { ...key, when: { N: '2' }, x: { S: 'second' } } });
    expect(act('getItem', { Key: { when: { N: '1.0' }, who: { S: 'ada' } } })).toEqual({
      Item: { ...key, x: { S: 'first' } },
    });
    expect(act('getItem', { Key: { ...key, when: { N: '3' } } })).toEqual({});
    act('deleteItem', { Key: key });
    expect(act('getItem', { Key: key, ConsistentRead: true })).toEqual({});
  });

  it.each<[string, JsonObject, string]>([
    ['getItem', { Key: { who: { S: 'ada' } } }, 'The provided key element does not match the schema'],
    ['getItem', { Key: { ...key, more: { S: 'x' } } }, 'The provided key element does not match the schema'],
    ['getItem', { Key: { ...key, who: { BOOL: true } } }, 'The provided key element does not match the schema'],
    ['getItem', {}, "The field 'Key' is required but was missing"],
    ['putItem', {}, "The field 'Item' is required but was missing"],
    [
      'putItem',
      { Item: { who: { S: 'ada' } } },
      'One or more parameter values were invalid: Missing the key when in the item',
    ],
    [
      'deleteItem',
      { Key: { ...key, who: { S: '' } } },
      'One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: who',
    ],
  ])('%s refuses %j', (action, request, message) => {
    expect(() => table()(action, request)).toThrow(message);
  });
});

describe('ProjectionExpression', () => {
  const item: JsonObject = {
    a: { S: 'x' },
    m: { M: { b: { N: '1' }, c: { N: '2' } } },
    l: { L: [{ N: '0' }, { M: { d: { S: 'y' }, e: { S: 'z' } } }, { N: '2' }] },
  };
  it.each<[string, JsonObject]>([
    ['a', { a: { S: 'x' } }],
    ['a, m.b, nothing', { a: { S: 'x' }, m: { M: { b: { N: '1' } } } }],
    ['l[2], l[1].d', { l: { L: [{ M: { d: { S: 'y' } } }, { N: '2' }] } }],
    ['m, m.b', { m: item['m']! }],
  ])('%s', (projection, expected) => {
    expect(inTable('getItem', { ProjectionExpression: projection }, item).answer).toEqual({ Item: expected });
  });

  it('refuses what is none', () => {
    expect(inTable('getItem', { ProjectionExpression: 'a b' }, item).error).toBe(
      'Invalid ProjectionExpression: Syntax error; token: "b", near: "a b"',
    );
  });
});
