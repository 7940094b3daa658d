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
    expectValid(
      template('{ properties: { list: { type: array, prefixItems: [{ type: string }] }, more: { items: {} } } }'),
    );
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

  const draft7 = "$schema: 'http://json-schema.org/draft-07/schema#'";

  it.each([
    [
      '{ enum: [] }',
      'bad-schema',
      '5:23 []',
      'This is not a valid JSON Schema of draft 2020-12: it must not be empty.',
    ],
    [
      '{ required: [a, b, a] }',
      'bad-schema',
      '5:34 a',
      'This is not a valid JSON Schema of draft 2020-12: it must not be there twice.',
    ],
    [
      '{ properties: { a: { items: [{}] } } }',
      'bad-schema',
      '5:43 [{}]',
      'This is not a valid JSON Schema of draft 2020-12: it must be one schema; a list of them is called "prefixItems" in this draft.',
    ],
    ['{ exclusiveMinimum: true }', 'bad-schema', '5:35 true'],
    ['{ dependentRequired: { a: [b, b] } }', 'bad-schema', '5:45 b'],
    ['{ $defs: { a: { $id: x }, b: { $id: x, type: object } } }', 'bad-schema', '5:51 x'],
    ["{ properties: { a: { $ref: '%zz' } } }", 'bad-schema', "5:42 '%zz'"],
    [
      '{ allOf: [{ $ref: "#" }] }',
      'bad-schema',
      '5:17 allOf',
      'This is not a valid JSON Schema of draft 2020-12: it refers to itself for one and the same value.',
    ],
    [
      '{ $schema: "https://example.com/schema" }',
      'unknown-draft',
      '5:26 "https://example.com/schema"',
      '"$schema" is "https://example.com/schema", which is not a known draft of JSON Schema.',
    ],
    [
      '{ items: { $ref: "#/$defs/nope" } }',
      'unresolved-reference',
      '5:32 "#/$defs/nope"',
      'The reference "#/$defs/nope" leads to no schema.',
    ],
    ['{ items: { $ref: "address.json#/x" } }', 'unresolved-reference', '5:32 "address.json#/x"'],
    ['{ items: { $ref: "https://example.com/x" } }', 'unresolved-reference', '5:32 "https://example.com/x"'],
    ['{ items: { $ref: "file:///etc/passwd" } }', 'unresolved-reference', '5:32 "file:///etc/passwd"'],
    [
      '{ properties: { a: { pattern: "(a)\\\\1" } } }',
      'unsafe-pattern',
      '5:45 "(a)\\\\1"',
      'The pattern "(a)\\\\1" cannot be matched in linear time: it refers back to a group by \\1.',
    ],
    ['{ patternProperties: { "a(?!b)": {} } }', 'unsafe-pattern', '5:38 "a(?!b)"'],
    [
      '{ properties: { a: { pattern: "^(a+)+$" } } }',
      'slow-pattern',
      '5:45 "^(a+)+$"',
      'The pattern "^(a+)+$" takes exponential time for some texts where the engine backtracks, as in JavaScript and in API Gateway.',
    ],
    ['{ patternProperties: { "(x|x)*y": {} } }', 'slow-pattern', '5:38 "(x|x)*y"'],
    [
      '{ propertys: {} }',
      'misspelt-keyword',
      '5:17 propertys',
      '"propertys" is not a keyword of JSON Schema: it is ignored.',
    ],
    [
      `{ ${draft7}, prefixItems: [] }`,
      'foreign-keyword',
      '5:69 prefixItems',
      '"prefixItems" is not a keyword of draft 7: it is ignored.',
    ],
    [
      `{ ${draft7}, items: { $ref: "#", minimum: 1 } }`,
      'idle-keyword',
      '5:89 minimum',
      '"minimum" is ignored: draft 7 ignores everything beside "$ref".',
    ],
  ])('points at what could not judge, or would not: %s', (schema, code, at, message?: string) => {
    expectDiagnostics(template(schema), [{ code, at, ...(message !== undefined && { message }) }]);
  });

  it('tells several references that lead nowhere, and other mistakes beside them', () => {
    expectDiagnostics(template('{ properties: { a: { $ref: "#/b" }, b: { $ref: "c.json" }, d: { $ref: "#/b" } } }'), [
      {
        code: 'unresolved-reference',
        at: '5:42 "#/b"',
        hint: 'Name a place in the same schema, such as "#/$defs/address".',
      },
      {
        code: 'unresolved-reference',
        at: '5:62 "c.json"',
        hint: 'Copy the other schema under "$defs" and refer to it as "#/$defs/…": other files and addresses are not read.',
      },
      { code: 'unresolved-reference', at: '5:85 "#/b"' },
    ]);
  });

  it('takes references within the schema, by place, name and anchor', () => {
    expectValid(
      template(
        '{ $id: "https://example.com/a", $defs: { b: { $id: b, type: string }, c: { $anchor: c } }, properties: { b: { $ref: b }, c: { $ref: "#c" }, d: { $ref: "#/$defs/b" }, e: { $ref: "#" } } }',
      ),
    );
  });

  it('reads each draft as it is', () => {
    const of = (draft: string, rest: string) => template(`{ $schema: '${draft}', ${rest} }`);
    expectValid(of('http://json-schema.org/draft-04/schema', 'minimum: 1, exclusiveMinimum: true, items: [{}]'));
    expectValid(of('https://json-schema.org/draft-06/schema#', 'const: 1, items: [{}], additionalItems: false'));
    expectValid(of('http://json-schema.org/draft-07/schema#', 'if: {}, then: {}'));
    expectValid(of('https://json-schema.org/draft/2019-09/schema', 'unevaluatedProperties: false'));
    expectValid(of('https://json-schema.org/draft/2020-12/schema', 'prefixItems: [{}], items: false'));
  });

  it('holds for results and events, too', () => {
    expectDiagnostics(
      dedent`
        name: t
        namespace_name: n
        version: 1.0.0
        steps:
          - name: a
            handler: { callable: A }
            result_schema: { properties: { x: { enum: [] } } }
            publishes_events: [{ name: a.b, description: d, schema: { $ref: other.json } }]
      `,
      [
        { code: 'bad-schema', at: '7:47 []' },
        { code: 'unresolved-reference', at: '8:69 other.json' },
      ],
    );
  });
});
