import { describe, expect, it } from 'vitest';
import { contextSchema } from '../../lib/constructs/api/context-schema.ts';

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
});
