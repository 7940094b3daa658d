import { describe, it } from 'vitest';
import { dedent } from '../../support/dedent.ts';
import { expectDiagnostics, expectValid } from '../../support/expect-diagnostics.ts';

const template = (schema: string) => dedent`
  name: t
  namespace_name: n
  version: 1.0.0
  steps: [{ name: a, handler: { callable: A } }]
  input_schema: ${schema}
`;

describe('checkJsonSchema', () => {
  it('accepts JSON Schemas, with keywords of any draft', () => {
    expectValid(
      template(
        '{ type: object, $defs: { a: true }, properties: { b: { type: [string, "null"], x-note: 1 }, type: { enum: [1] } }, required: [b], additionalProperties: false, allOf: [{ if: {}, then: {} }], dependentRequired: {} }',
      ),
    );
    expectValid(template('{ properties: { list: { type: array, items: [{ type: string }] }, more: { items: {} } } }'));
  });

  it('points into the schema, however deep', () => {
    expectDiagnostics(
      template('{ properties: { a: { items: { type: strng } }, b: { anyOf: [{ type: [number, nul] }] } } }'),
      [
        {
          code: 'bad-value',
          at: '5:51 strng',
          message:
            '"type" is "strng", but must be "string", "number", "integer", "boolean", "object", "array" or "null".',
          hint: 'Did you mean "string"?',
        },
        { code: 'bad-value', at: '5:92 nul', hint: 'Did you mean "null"?' },
      ],
    );
  });

  it('refuses keywords with values of a wrong type', () => {
    expectDiagnostics(
      template('{ required: email, properties: { a: string, b: { minLength: -1, maximum: "3", required: [x, 1] } } }'),
      [
        { code: 'wrong-type', at: '5:27 email', hint: 'Write a list: [email].' },
        {
          code: 'wrong-type',
          at: '5:51 string',
          message: '"a" must be a JSON Schema, which is a mapping, not the text "string".',
        },
        { code: 'out-of-range', at: '5:75 -1', message: '"minLength" is -1, but must be at least 0.' },
        {
          code: 'wrong-type',
          at: '5:88 "3"',
          message: '"maximum" must be a number, not the text "3".',
          hint: 'Write 3.',
        },
        { code: 'wrong-type', at: '5:107 1', message: '"required[1]" must be text, not the number 1.' },
      ],
    );
  });

  it('refuses a pattern that is no regular expression', () => {
    expectDiagnostics(template(`{ properties: { a: { pattern: '[' } } }`), [
      { code: 'bad-pattern', at: `5:45 '['`, message: '"[" is not a regular expression.' },
    ]);
  });
});
