import { describe, expect, it } from 'vitest';
import { countOf } from '../../lib/schema/count-violations.ts';
import { spellingOf, DRAFTS } from '../../lib/schema/draft.ts';
import { judgeOf } from '../../lib/schema/judge.ts';
import type { Schema } from '../../lib/schema/schema.ts';

const check = (schema: Schema, value: unknown) => judgeOf(schema)(value).violations;

describe('judgeOf', () => {
  it('finds nothing wrong with what is right', () => {
    expect(judgeOf({ type: 'object', properties: { a: { type: 'string' } } })({ a: 'x' })).toMatchObject({
      isValid: true,
      violations: [],
      others: 0,
    });
  });

  it('tells every violation and its place', () => {
    const schema = {
      required: ['email', 'a/b'],
      properties: {
        plan: { enum: ['free', 'pro'] },
        seats: { type: 'integer', minimum: 1 },
        at: { format: 'date-time' },
        kind: { const: 'order' },
        code: { pattern: '^[A-Z]+$' },
        tags: { uniqueItems: true, maxItems: 1 },
      },
      additionalProperties: false,
    };
    const value = { plan: 'gold', seats: 0, at: 'soon', kind: 1, code: 'x', tags: ['a', 'a'], more: 1 };
    expect(check(schema, value)).toEqual([
      { path: '/email', message: 'is required' },
      { path: '/a~1b', message: 'is required' },
      { path: '/more', message: 'is not allowed' },
      { path: '/plan', message: 'must be one of ["free","pro"]' },
      { path: '/seats', message: 'must be >= 1' },
      { path: '/at', message: 'must match format "date-time"' },
      { path: '/kind', message: 'must be "order"' },
      { path: '/code', message: 'must match pattern "^[A-Z]+$"' },
      { path: '/tags', message: 'must NOT have more than 1 item' },
      { path: '/tags', message: 'must NOT have two equal items' },
    ]);
  });

  it.each([
    ['draft-04', { exclusiveMinimum: true, minimum: 1 }, 1, 'must be > 1'],
    ['draft-06', { const: 1 }, 2, 'must be 1'],
    ['draft-07', { if: true, then: { type: 'string' } }, 2, 'must be string'],
    ['2019-09', { dependentRequired: { a: ['b'] } }, { a: 1 }, 'is required where there is "a"'],
    ['2020-12', { prefixItems: [{ type: 'string' }] }, [1], 'must be string'],
  ] as const)('reads %s, however it is spelt', (draft, schema, value, message) => {
    const spelling = spellingOf(draft);
    const bare = spelling.replace(/^https?/, '').replace(/#$/, '');
    for (const $schema of [`http${bare}`, `http${bare}#`, `https${bare}`, `https${bare}#`]) {
      expect(check({ $schema, ...schema }, value)[0]?.message, $schema).toBe(message);
    }
  });

  it('takes a schema that names no draft for the newest', () => {
    expect(check({ prefixItems: [{ type: 'string' }] }, [1])).toEqual([{ path: '/0', message: 'must be string' }]);
    expect(DRAFTS.at(-1)).toBe('2020-12');
  });

  it('passes over what stands beside a reference, up to draft 7', () => {
    const schema = { definitions: { any: {} }, properties: { a: { $ref: '#/definitions/any', type: 'string' } } };
    expect(check({ $schema: 'http://json-schema.org/draft-07/schema#', ...schema }, { a: 1 })).toEqual([]);
    expect(check(schema, { a: 1 })).toHaveLength(1);
  });

  it('passes over keywords that it does not know', () => {
    expect(check({ type: 'object', 'x-owner': 'team', $async: true, nullable: true }, {})).toEqual([]);
  });

  it('takes nothing that an object inherits for a property', () => {
    const schema = { required: ['toString'], properties: { constructor: { type: 'string' } } };
    expect(check(schema, {})).toEqual([{ path: '/toString', message: 'is required' }]);
  });

  it('tells the violation it met where the validator cannot tell all', () => {
    const schema = { patternProperties: { '^x': {} }, anyOf: [{ additionalProperties: false }] };
    expect(check(schema, { x1: {} })[0]).toEqual({ path: '/x1', message: 'is not allowed' });
  });

  it('is made once for a schema', () => {
    const schema = { type: 'string' };
    expect(judgeOf(schema)).toBe(judgeOf(schema));
  });

  it('refuses a schema of no known draft', () => {
    expect(() => judgeOf({ $schema: 'https://example.com/schema' })).toThrow(/no draft/);
  });
});

describe('a verdict', () => {
  const choices = { items: { enum: Array.from({ length: 2000 }, (_, index) => `value ${index}`) } };
  const sizeOf = (verdict: unknown) => JSON.stringify(verdict).length;

  it('tells a hundred violations and counts the others', () => {
    const verdict = judgeOf(choices)(Array(10_000).fill(1));
    expect(verdict.violations).toHaveLength(100);
    expect(countOf(verdict)).toBe('10,000');
    expect(sizeOf(verdict)).toBeLessThan(64_000);
  });

  it('gives up counting, and does not gather what it does not tell', () => {
    const verdict = judgeOf({ items: { $ref: '#/$defs/tag' }, $defs: { tag: { type: 'string' } } })(
      Array(450_000).fill(1),
    );
    expect(verdict).toMatchObject({ others: 9900, areMore: true });
    expect(countOf(verdict)).toBe('more than 10,000');
  });

  it('keeps each message and each path short', () => {
    const long = 'x'.repeat(100_000);
    const schema = {
      properties: { [long]: { const: long }, e: { enum: [long] }, p: { pattern: `^(?:${'y'.repeat(900)})$` } },
    };
    const verdict = judgeOf(schema)({ [long]: 1, e: 1, p: 'n' });
    expect(verdict.violations).toHaveLength(3);
    expect(sizeOf(verdict)).toBeLessThan(2500);
  });

  it('is not confused by texts that look like its own code', () => {
    const schema = { properties: { a: { const: 'errors++; vErrors' }, b: { const: '"errors = vErrors.length' } } };
    expect(judgeOf(schema)({ a: 'errors++; vErrors', b: '"errors = vErrors.length' }).isValid).toBe(true);
    expect(check(schema, { a: 1, b: 1 })).toHaveLength(2);
  });

  it('is right where a first choice fails in many places and a second is met', () => {
    const schema = { anyOf: [{ items: { type: 'string' } }, { items: { type: 'number' } }] };
    expect(judgeOf(schema)(Array(20_000).fill(1)).isValid).toBe(true);
  });

  it.each([
    ['distinct items', { uniqueItems: true }, Array.from({ length: 100_000 }, (_, index) => [index]), true],
    ['an exponential pattern', { pattern: '^(a+)+$' }, `${'a'.repeat(250_000)}!`, false],
    ['another', { pattern: '(x|x)*y' }, 'x'.repeat(250_000), false],
    ['one for names', { patternProperties: { '^(a+)+$': false } }, { ['a'.repeat(250_000) + '!']: 1 }, true],
    ['one that looks ahead', { pattern: '^(?=(a+)+$)a' }, `${'a'.repeat(250_000)}!`, false],
    ['a URL', { format: 'url' }, `ftp://172.30.3.56${'4.1.6.7:155'.repeat(20_000)} `, false],
  ])('comes soon: %s', (_, schema, value, isValid) => {
    const started = performance.now();
    expect(judgeOf(schema)(value).isValid).toBe(isValid);
    expect(performance.now() - started).toBeLessThan(3000);
  });

  it('comes also where schema and value lead too deep', () => {
    let value: unknown = 1;
    for (let depth = 0; depth < 100_000; depth++) value = [value];
    expect(judgeOf({ items: { $ref: '#' } })(value)).toMatchObject({
      isValid: false,
      isEndless: true,
      violations: [{ path: '', message: 'is nested too deeply to be judged' }],
    });
  });
});
