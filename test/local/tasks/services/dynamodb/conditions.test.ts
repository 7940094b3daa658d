import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../../lib/json.ts';
import { inTable } from './in-table.ts';

const item: JsonObject = {
  name_: { S: 'Ada' },
  age: { N: '36' },
  bytes: { B: 'AAEC' },
  tags: { SS: ['a', 'b'] },
  scores: { NS: ['1', '2.5'] },
  ok: { BOOL: true },
  nil: { NULL: true },
  things: { L: [{ S: 'x' }, { N: '7' }, { M: { deep: { S: 'y' } } }] },
  address: { M: { city: { S: 'London' }, 'zip-code': { S: 'N1' } } },
};
const values: Record<string, JsonObject> = {
  ':ada': { S: 'Ada' },
  ':bob': { S: 'Bob' },
  ':a': { S: 'A' },
  ':a_': { S: 'a' },
  ':da': { S: 'da' },
  ':n0': { N: '0' },
  ':n1': { N: '1' },
  ':n3': { N: '3' },
  ':n7': { N: '7.0' },
  ':n25': { N: '25e-1' },
  ':n36': { N: '36.00' },
  ':n40': { N: '40' },
  ':b': { B: 'AAE=' },
  ':true': { BOOL: true },
  ':null': { NULL: true },
  ':set': { SS: ['b', 'a'] },
  ':list': { L: [{ S: 'x' }, { N: '7' }, { M: { deep: { S: 'y' } } }] },
  ':tS': { S: 'S' },
  ':tSS': { S: 'SS' },
  ':london': { S: 'London' },
};
const names: Record<string, string> = { '#n': 'name_', '#zip': 'zip-code', '#none': 'nothing' };

/** The request that checks a condition, with the placeholders that it uses. */
function withCondition(condition: string): JsonObject {
  const used = <T>(all: Record<string, T>) => {
    const entries = Object.entries(all).filter(([key]) => new RegExp(`${key}(?![A-Za-z0-9_])`).test(condition));
    return entries.length === 0 ? undefined : Object.fromEntries(entries);
  };
  const [attributeNames, attributeValues] = [used(names), used(values)];
  return {
    ConditionExpression: condition,
    ...(attributeNames !== undefined && { ExpressionAttributeNames: attributeNames }),
    ...(attributeValues !== undefined && { ExpressionAttributeValues: attributeValues }),
  };
}

describe('conditions', () => {
  it.each([
    ['name_ = :ada', true],
    ['#n = :ada', true],
    ['name_ = :bob', false],
    ['name_ <> :bob', true],
    ['name_ < :bob', true],
    ['name_ >= :bob', false],
    [':ada = name_', true],
    ['name_ = :n36', false],
    ['age = :n36', true],
    ['age <= :n36', true],
    ['age > :n36', false],
    ['age > :n3', true],
    ['age > :ada', false],
    ['bytes > :b', true],
    ['ok = :true', true],
    ['nil = :null', true],
    ['tags = :set', true],
    ['things = :list', true],
    ['nothing = :ada', false],
    ['nothing <> :ada', true],
    ['nothing < :ada', false],
    ['NOT nothing = :ada', true],
    ['nothing = absent', false],
    ['age BETWEEN :n3 AND :n40', true],
    ['age between :n36 and :n36', true],
    ['age BETWEEN :n0 AND :n3', false],
    ['nothing BETWEEN :n3 AND :n40', false],
    [':n7 BETWEEN :n3 AND age', true],
    ['name_ IN (:bob, :ada)', true],
    ['name_ in (:bob)', false],
    ['nothing IN (:ada)', false],
    ['attribute_exists(age)', true],
    ['attribute_exists(nothing)', false],
    ['attribute_exists(address.city)', true],
    ['attribute_exists(address.#zip)', true],
    ['attribute_exists(address.street)', false],
    ['attribute_exists(things[2].deep)', true],
    ['attribute_exists(things[3])', false],
    ['attribute_exists(name_.city)', false],
    ['attribute_not_exists(nothing)', true],
    ['attribute_not_exists(#none)', true],
    ['attribute_not_exists(age)', false],
    ['attribute_type(name_, :tS)', true],
    ['attribute_type(tags, :tSS)', true],
    ['attribute_type(age, :tS)', false],
    ['attribute_type(nothing, :tS)', false],
    ['begins_with(name_, :a)', true],
    ['begins_with(name_, :da)', false],
    ['begins_with(bytes, :b)', true],
    ['begins_with(age, :a)', false],
    ['begins_with(nothing, :a)', false],
    ['contains(name_, :da)', true],
    ['contains(name_, :bob)', false],
    ['contains(tags, :a_)', true],
    ['contains(tags, :da)', false],
    ['contains(scores, :n25)', true],
    ['contains(scores, :n3)', false],
    ['contains(things, :n7)', true],
    ['contains(address, :london)', false],
    ['contains(nothing, :a)', false],
    ['size(name_) = :n3', true],
    ['size(tags) > :n1', true],
    ['size(things) = :n3', true],
    ['size(address) < :n3', true],
    ['size(bytes) = :n3', true],
    ['size(age) > :n0', false],
    ['size(nothing) < :n3', false],
    ['size(tags) BETWEEN :n1 AND :n3', true],
    ['attribute_not_exists(nothing) OR size(nothing) < :n3', true],
    ['name_ = :ada AND age > :n40', false],
    ['name_ = :ada OR age > :n40', true],
    ['name_ = :bob OR name_ = :ada AND age = :n36', true],
    ['(name_ = :ada OR name_ = :bob) AND age > :n40', false],
    ['NOT name_ = :bob AND age = :n36', true],
    ['NOT (name_ = :ada AND age = :n36)', false],
    ['not not attribute_exists(age)', true],
  ])('%s: %s', (condition, holds) => {
    const { error } = inTable('deleteItem', withCondition(condition), item);
    expect(error).toBe(holds ? undefined : 'The conditional request failed');
  });

  it('an item that does not exist has no attributes', () => {
    expect(inTable('deleteItem', withCondition('attribute_not_exists(id)')).error).toBeUndefined();
    expect(inTable('deleteItem', withCondition('attribute_exists(id)')).error).toBe('The conditional request failed');
  });

  it('a condition that fails changes nothing', () => {
    const update = { UpdateExpression: 'SET age = :n3', ...withCondition('name_ = :bob AND age < :n3') };
    expect(inTable('updateItem', update, item)).toMatchObject({ error: 'The conditional request failed', item });
    const put = { Item: { id: { S: '1' } }, ...withCondition('attribute_not_exists(id)') };
    expect(inTable('putItem', put, item)).toMatchObject({ error: 'The conditional request failed', item });
  });

  it.each([
    ['', 'The expression can not be empty;'],
    ['age', 'Syntax error; token: "<EOF>", near: "age"'],
    ['age =', 'Syntax error; token: "<EOF>", near: "="'],
    ['age = :n3 :n7', 'Syntax error; token: ":n7", near: ":n3 :n7"'],
    ['age == :n3', 'Syntax error; token: "=", near: "== :n3"'],
    ['(age = :n3', 'Syntax error; token: "<EOF>", near: ":n3"'],
    ['_age = :n3', 'Syntax error; token: "_", near: "_age"'],
    ['age = 3', 'Syntax error; token: "3", near: "= 3"'],
    ['age in :n3', 'Syntax error; token: ":n3", near: "in :n3"'],
    ['things[x] = :n3', 'Syntax error; token: "x", near: "[x]"'],
    ['status = :n3', 'Attribute name is a reserved keyword; reserved keyword: status'],
    ['address.Name = :n3', 'Attribute name is a reserved keyword; reserved keyword: Name'],
    ['#x = :n3', 'An expression attribute name used in the document path is not defined; attribute name: #x'],
    ['age = :x', 'An expression attribute value used in expression is not defined; attribute value: :x'],
    ['foo(age)', 'Invalid function name; function: foo'],
    ['Begins_With(age, :a)', 'Invalid function name; function: Begins_With'],
    ['age = foo(age)', 'Invalid function name; function: foo'],
    ['if_not_exists(age, :n3)', 'The function is not allowed in a condition expression; function: if_not_exists'],
    [
      'age = begins_with(name_, :a)',
      'The function is not allowed to be used this way in an expression; function: begins_with',
    ],
    [
      'begins_with(name_)',
      'Incorrect number of operands for operator or function; operator or function: begins_with, number of operands: 1',
    ],
    [
      'begins_with(name_, :n3)',
      'Incorrect operand type for operator or function; operator or function: begins_with, operand type: N',
    ],
    ['ok < :true', 'Incorrect operand type for operator or function; operator or function: <, operand type: BOOL'],
    ['attribute_exists(:ada)', 'Operator or function requires a document path; operator or function: attribute_exists'],
    [
      'attribute_type(age, :ada)',
      'Invalid attribute type name found; type: Ada, valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}',
    ],
    [
      'age BETWEEN :n7 AND :n3',
      'The BETWEEN operator requires upper bound to be greater than or equal to lower bound; lower bound operand: AttributeValue: {N:7}, upper bound operand: AttributeValue: {N:3}',
    ],
    [
      'age BETWEEN :n7 AND :ada',
      'The BETWEEN operator requires same data type for lower and upper bounds; lower bound operand: AttributeValue: {N:7}, upper bound operand: AttributeValue: {S:Ada}',
    ],
    [
      'age = age',
      'The first operand must be distinct from the remaining operands for this operator or function; operator: =, first operand: [age]',
    ],
  ])('refuses %j', (condition, message) => {
    const { error } = inTable('deleteItem', withCondition(condition), item);
    expect(error).toBe(`Invalid ConditionExpression: ${message}`);
  });

  it('IN takes a hundred operands', () => {
    const list = (count: number) => `age IN (${Array(count).fill(':n36').join(', ')})`;
    expect(inTable('deleteItem', withCondition(list(100)), item).error).toBeUndefined();
    expect(inTable('deleteItem', withCondition(list(101)), item).error).toContain('number of operands: 101');
  });
});
