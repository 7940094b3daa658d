import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contextSchema } from '../../lib/constructs/api/context-schema.ts';
import type { JsonObject } from '../../lib/json.ts';
import { DRAFTS, spellingOf } from '../../lib/schema/draft.ts';
import { inspectSchema } from '../../lib/schema/inspect/inspect-schema.ts';
import { judgeOf } from '../../lib/schema/judge.ts';

describe('an input schema for API Gateway', () => {
  it('keeps what draft 4 knows', () => {
    const schema = {
      type: 'object',
      required: ['email'],
      additionalProperties: false,
      properties: {
        email: { type: 'string', pattern: '@', maxLength: 100 },
        plan: { enum: ['free', 'pro'] },
        tags: { type: 'array', items: { type: 'string', minLength: 1 }, uniqueItems: true },
        note: { type: ['string', 'null'] },
      },
    };
    expect(contextSchema(schema)).toEqual(schema);
  });

  it('leaves out what it does not know, so that it never refuses what the schema allows', () => {
    expect(
      contextSchema({
        $ref: '#/$defs/x',
        required: [],
        if: { required: ['a'] },
        then: { required: ['b'] },
        not: { required: ['c'] },
        properties: {
          kind: { const: 'order', title: 'Kind' },
          amount: { type: 'number', exclusiveMinimum: 0, minimum: 1 },
          anything: true,
          nothing: false,
        },
        oneOf: [{ required: ['kind'] }, { properties: { amount: { exclusiveMinimum: 3 } } }],
        patternProperties: { '^x': {} },
        additionalProperties: false,
      }),
    ).toEqual({
      type: 'object',
      properties: {
        kind: { enum: ['order'] },
        amount: { type: 'number', minimum: 1 },
        anything: {},
        nothing: { not: {} },
      },
      anyOf: [{ required: ['kind'] }, { properties: { amount: {} } }],
    });
  });

  it('is any object where the template has none', () => {
    expect(contextSchema(null)).toEqual({ type: 'object' });
  });

  it('leaves out patterns that Java reads otherwise, or takes long for', () => {
    const patterns = [
      '^[A-Z]{3}-\\d+$',
      '^[^\\s@]+@',
      '^(a+)+$',
      '(x|x)*y',
      '^\\s*$',
      '[^]',
      '\\u{1F600}',
      '^\\p{Lu}',
      '[a[b]',
    ];
    const kept = patterns.filter((pattern) => contextSchema({ pattern }).pattern !== undefined);
    expect(kept).toEqual(['^[A-Z]{3}-\\d+$', '^[^\\s@]+@']);
  });

  const value = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      fc.constantFrom<unknown>(null, true, 0, 1, 1.5, 3, '', 'a', 'ab', 'order'),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom('a', 'b', 'x1'), tie('value'), { maxKeys: 3 }),
    ),
  })).value;
  const keywords = (inner: fc.Arbitrary<unknown>) =>
    fc.record(
      {
        type: fc.constantFrom<unknown>('object', 'integer', 'number', 'string', ['integer', 'null'], 'array'),
        nullable: fc.constant(true),
        const: fc.constantFrom<unknown>(1, 'a'),
        enum: fc.constantFrom<unknown>([1, 'a'], [{}, 'order']),
        minimum: fc.constant(1),
        multipleOf: fc.constant(1),
        maxLength: fc.constant(1),
        pattern: fc.constantFrom('^a', '^[^b]*$'),
        required: fc.constantFrom(['a'], []),
        properties: fc.dictionary(fc.constantFrom('a', 'b'), inner, { maxKeys: 2 }),
        patternProperties: fc.constant({ '^x': {} }),
        additionalProperties: fc.oneof(fc.boolean(), inner),
        items: inner,
        prefixItems: fc.array(inner, { minLength: 1, maxLength: 2 }),
        uniqueItems: fc.boolean(),
        anyOf: fc.array(inner, { minLength: 1, maxLength: 2 }),
        oneOf: fc.array(inner, { minLength: 1, maxLength: 2 }),
        allOf: fc.array(inner, { minLength: 1, maxLength: 2 }),
        $ref: fc.constant('#/definitions/a'),
        definitions: fc.constant({ a: {} }),
      },
      { requiredKeys: [] },
    );
  const schema = fc.letrec<{ schema: unknown }>((tie) => ({
    schema: fc.oneof({ depthSize: 'small', maxDepth: 1 }, fc.boolean(), keywords(tie('schema'))),
  })).schema;

  it.each(DRAFTS)('never refuses what the judge of %s takes', (draft) => {
    fc.assert(
      fc.property(keywords(schema), fc.dictionary(fc.constantFrom('a', 'b', 'x1'), value), (made, context) => {
        const whole = { ...made, $schema: spellingOf(draft), definitions: { a: {} } } as JsonObject;
        if (!isTaken(whole) || !judgeOf(whole)(context).isValid) return;
        const gateway = { $schema: spellingOf('draft-04'), ...contextSchema(whole) };
        expect(judgeOf(gateway)(context).violations, JSON.stringify(gateway)).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });
});

/** Whether there is nothing wrong with a schema: draft 4, for one, knows no schema that is true. */
function isTaken(schema: JsonObject): boolean {
  let errors = 0;
  inspectSchema(schema, ({ severity }) => (errors += severity === 'error' ? 1 : 0));
  return errors === 0;
}
