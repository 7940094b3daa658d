import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../../lib/json.ts';
import { inTable } from './in-table.ts';

const item: JsonObject = {
  n: { N: '5' },
  s: { S: 'text' },
  ss: { SS: ['a', 'b'] },
  ns: { NS: ['1', '2'] },
  l: { L: [{ N: '0' }, { N: '1' }, { N: '2' }, { N: '3' }] },
  m: { M: { a: { N: '1' }, b: { L: [{ S: 'x' }] } } },
};

/** An update with these values as `:0`, `:1` …. */
function update(expression: string, ...values: JsonObject[]): JsonObject {
  return {
    UpdateExpression: expression,
    ...(values.length > 0 && {
      ExpressionAttributeValues: Object.fromEntries(values.map((value, index) => [`:${String(index)}`, value])),
    }),
  };
}

describe('update expressions', () => {
  const one = { N: '1' };
  it.each<[string, JsonObject[], JsonObject]>([
    ['SET x = :0', [one], { x: one }],
    ['set x = :0, y = :1', [one, { S: 'y' }], { x: one, y: { S: 'y' } }],
    ['SET n = :0', [{ S: 'other type' }], { n: { S: 'other type' } }],
    ['SET x = n', [], { x: { N: '5' } }],
    ['SET n = s, s = n', [], { n: { S: 'text' }, s: { N: '5' } }],
    ['SET n = n + :0', [one], { n: { N: '6' } }],
    ['SET n = :0 - n', [one], { n: { N: '-4' } }],
    ['SET n=n-:0', [{ N: '0.5' }], { n: { N: '4.5' } }],
    ['SET x = if_not_exists(x, :0)', [one], { x: one }],
    ['SET n = if_not_exists(n, :0)', [one], {}],
    ['SET x = if_not_exists(x, :0) + :1', [{ N: '0' }, one], { x: one }],
    ['SET x = if_not_exists(y, n)', [], { x: { N: '5' } }],
    ['SET l = list_append(l, :0)', [{ L: [one] }], { l: { L: [{ N: '0' }, one, { N: '2' }, { N: '3' }, one] } }],
    ['SET l = list_append(:0, l)', [{ L: [] }], {}],
    ['SET x = list_append(if_not_exists(x, :0), :1)', [{ L: [] }, { L: [one] }], { x: { L: [one] } }],
    ['SET m.a = :0', [{ N: '2' }], { m: { M: { a: { N: '2' }, b: { L: [{ S: 'x' }] } } } }],
    ['SET m.b[0] = :0', [one], { m: { M: { a: one, b: { L: [one] } } } }],
    ['SET m.b[9] = :0', [one], { m: { M: { a: one, b: { L: [{ S: 'x' }, one] } } } }],
    ['REMOVE l[1], l[3]', [], { l: { L: [{ N: '0' }, { N: '2' }] } }],
    ['REMOVE l[1], m.a, l[3]', [], { l: { L: [{ N: '0' }, { N: '2' }] }, m: { M: { b: { L: [{ S: 'x' }] } } } }],
    ['SET l[0] = :0 REMOVE l[1]', [one], { l: { L: [one, { N: '2' }, { N: '3' }] } }],
    ['REMOVE nothing', [], {}],
    ['ADD n :0', [{ N: '0.25' }], { n: { N: '5.25' } }],
    ['ADD n :0', [{ N: '-10' }], { n: { N: '-5' } }],
    ['ADD x :0', [{ N: '7' }], { x: { N: '7' } }],
    ['ADD ss :0', [{ SS: ['b', 'c'] }], { ss: { SS: ['a', 'b', 'c'] } }],
    ['ADD ns :0', [{ NS: ['2.0', '3'] }], { ns: { NS: ['1', '2', '3'] } }],
    ['ADD x :0', [{ SS: ['a'] }], { x: { SS: ['a'] } }],
    ['ADD m.a :0', [one], { m: { M: { a: { N: '2' }, b: { L: [{ S: 'x' }] } } } }],
    ['DELETE ss :0', [{ SS: ['b', 'c'] }], { ss: { SS: ['a'] } }],
    ['DELETE nothing :0', [{ SS: ['b'] }], {}],
    ['ADD ss :0 SET x = :1 REMOVE s', [{ SS: ['c'] }, one], { ss: { SS: ['a', 'b', 'c'] }, x: one, s: null }],
  ])('%s %j', (expression, values, changes) => {
    const expected = Object.fromEntries(Object.entries({ ...item, ...changes }).filter(([, value]) => value !== null));
    expect(inTable('updateItem', update(expression, ...values), item)).toMatchObject({
      error: undefined,
      item: expected,
    });
  });

  it('the last element of a set takes the set with it', () => {
    const { item: after } = inTable('updateItem', update('DELETE ss :0', { SS: ['a', 'b'] }), item);
    expect(after).not.toHaveProperty('ss');
  });

  it('makes an item that does not exist', () => {
    expect(inTable('updateItem', update('ADD ss :0', { SS: ['a'] }))).toMatchObject({ item: { ss: { SS: ['a'] } } });
    expect(inTable('updateItem', {})).toMatchObject({ item: {}, answer: {} });
  });

  it('takes names that only a placeholder can carry', () => {
    const request = { ...update('SET #0.#1 = :0', one), ExpressionAttributeNames: { '#0': 'm', '#1': 'a.b c' } };
    expect(inTable('updateItem', request, item).item).toMatchObject({ m: { M: { 'a.b c': one } } });
  });

  const invalidUpdate = (detail: string) => `Invalid UpdateExpression: ${detail}`;
  it.each<[string, JsonObject[], string]>([
    ['', [], invalidUpdate('The expression can not be empty;')],
    ['x = :0', [one], invalidUpdate('Syntax error; token: "x", near: "x ="')],
    ['SET x', [], invalidUpdate('Syntax error; token: "<EOF>", near: "x"')],
    ['SET x = :0,', [one], invalidUpdate('Syntax error; token: "<EOF>", near: ","')],
    ['ADD n 1', [], invalidUpdate('Syntax error; token: "1", near: "n 1"')],
    ['ADD n s', [], invalidUpdate('Syntax error; token: "s", near: "n s"')],
    ['SET x = :0 SET y = :0', [one], invalidUpdate('The "SET" section can only be used once in an update expression;')],
    ['SET data = :0', [one], invalidUpdate('Attribute name is a reserved keyword; reserved keyword: data')],
    [
      'SET x = :1',
      [one],
      invalidUpdate('An expression attribute value used in expression is not defined; attribute value: :1'),
    ],
    [
      'SET #x = :0',
      [one],
      invalidUpdate('An expression attribute name used in the document path is not defined; attribute name: #x'),
    ],
    [
      'SET m.a = :0, m = :0',
      [one],
      invalidUpdate(
        'Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [m, a], path two: [m]',
      ),
    ],
    [
      'SET l[0] = :0 REMOVE l[0]',
      [one],
      invalidUpdate(
        'Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [l, [0]], path two: [l, [0]]',
      ),
    ],
    ['SET x = size(n)', [], invalidUpdate('The function is not allowed in an update expression; function: size')],
    ['SET x = foo(n)', [], invalidUpdate('Invalid function name; function: foo')],
    [
      'SET x = if_not_exists(n)',
      [],
      invalidUpdate(
        'Incorrect number of operands for operator or function; operator or function: if_not_exists, number of operands: 1',
      ),
    ],
    [
      'SET x = if_not_exists(:0, :0)',
      [one],
      invalidUpdate('Operator or function requires a document path; operator or function: if_not_exists'),
    ],
    [
      'SET x = list_append(l, :0)',
      [one],
      invalidUpdate(
        'Incorrect operand type for operator or function; operator or function: list_append, operand type: N',
      ),
    ],
    [
      'SET x = n + :0',
      [{ S: 'a' }],
      invalidUpdate('Incorrect operand type for operator or function; operator or function: +, operand type: S'),
    ],
    [
      'ADD n :0',
      [{ S: 'a' }],
      invalidUpdate(
        'Incorrect operand type for operator or function; operator: ADD, operand type: STRING, typeSet: ALLOWED_FOR_ADD_OPERAND',
      ),
    ],
    [
      'DELETE ns :0',
      [one],
      invalidUpdate(
        'Incorrect operand type for operator or function; operator: DELETE, operand type: NUMBER, typeSet: ALLOWED_FOR_DELETE_OPERAND',
      ),
    ],
    ['ADD s :0', [one], 'An operand in the update expression has an incorrect data type'],
    ['ADD ss :0', [{ NS: ['1'] }], 'An operand in the update expression has an incorrect data type'],
    ['DELETE ss :0', [{ NS: ['1'] }], 'An operand in the update expression has an incorrect data type'],
    ['SET x = s + :0', [one], 'An operand in the update expression has an incorrect data type'],
    ['SET x = list_append(s, l)', [], 'An operand in the update expression has an incorrect data type'],
    ['SET x = y', [], 'The provided expression refers to an attribute that does not exist in the item'],
    ['SET y.z = :0', [one], 'The document path provided in the update expression is invalid for update'],
    ['SET s.z = :0', [one], 'The document path provided in the update expression is invalid for update'],
    ['SET m[0] = :0', [one], 'The document path provided in the update expression is invalid for update'],
    [
      'SET id = :0',
      [one],
      'One or more parameter values were invalid: Cannot update attribute id. This attribute is part of the key',
    ],
    [
      'SET n = n + :0',
      [{ N: `9${'0'.repeat(125)}` }],
      'Attempting to store more than 38 significant digits in a Number',
    ],
  ])('refuses %j', (expression, values, message) => {
    expect(inTable('updateItem', update(expression, ...values), item)).toEqual({
      answer: undefined,
      error: message,
      item,
    });
  });
});

describe('ReturnValues', () => {
  const change = update('SET n = :0, m.a = :0, x = :0 REMOVE s', { N: '9' });
  const nine = { N: '9' };
  it.each<[string, JsonObject | undefined, JsonObject | undefined]>([
    ['NONE', item, undefined],
    ['ALL_OLD', item, { id: { S: '1' }, ...item }],
    ['UPDATED_OLD', item, { n: { N: '5' }, m: { M: { a: { N: '1' } } }, s: { S: 'text' } }],
    ['UPDATED_NEW', item, { n: nine, m: { M: { a: nine } }, x: nine }],
  ])('%s', (returnValues, before, attributes) => {
    const { answer } = inTable('updateItem', { ...change, ReturnValues: returnValues }, before);
    expect(answer).toEqual(attributes === undefined ? {} : { Attributes: attributes });
  });

  it('ALL_NEW', () => {
    const { answer } = inTable('updateItem', { ...update('ADD ss :0', { SS: ['c'] }), ReturnValues: 'ALL_NEW' }, item);
    expect(answer).toEqual({ Attributes: { ...item, id: { S: '1' }, ss: { SS: ['a', 'b', 'c'] } } });
  });

  it('of an item that did not exist', () => {
    const request = (returnValues: string) => ({ ...update('SET x = :0', nine), ReturnValues: returnValues });
    expect(inTable('updateItem', request('ALL_OLD')).answer).toEqual({});
    expect(inTable('updateItem', request('UPDATED_OLD')).answer).toEqual({});
    expect(inTable('updateItem', request('ALL_NEW')).answer).toEqual({ Attributes: { id: { S: '1' }, x: nine } });
  });

  it('of putItem and deleteItem', () => {
    const old = { Attributes: { id: { S: '1' }, ...item } };
    const put = { Item: { id: { S: '1' } } };
    expect(inTable('putItem', { ...put, ReturnValues: 'ALL_OLD' }, item)).toMatchObject({ answer: old, item: {} });
    expect(inTable('putItem', put, item).answer).toEqual({});
    expect(inTable('deleteItem', { ReturnValues: 'ALL_OLD' }, item)).toMatchObject({ answer: old, item: undefined });
    expect(inTable('deleteItem', { ReturnValues: 'ALL_OLD' }).answer).toEqual({});
  });

  it('refuses others, before anything changes', () => {
    expect(inTable('putItem', { Item: { id: { S: '1' } }, ReturnValues: 'ALL_NEW' }, item)).toMatchObject({
      error: 'ReturnValues can only be ALL_OLD or NONE',
      item,
    });
    expect(inTable('updateItem', { ...update('REMOVE n'), ReturnValues: 'SOME' }, item)).toMatchObject({
      error: expect.stringContaining("Value 'SOME' at 'returnValues' failed to satisfy constraint"),
      item,
    });
  });
});
