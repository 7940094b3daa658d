import { describe, it } from 'vitest';
import { expectDiagnostics, expectValid } from '../../support/expect-diagnostics.ts';
import { dedent } from '../../support/dedent.ts';

const template = (input: string, result: string, event: string) => dedent`
  name: t
  namespace_name: n
  version: 1.0.0
  input_schema: ${input}
  steps:
    - name: a
      handler: { callable: A }
      result_schema: ${result}
      publishes_events:
        - { name: a.b, description: d, schema: ${event} }
`;

describe('schema-not-object', () => {
  it('accepts objects, and schemas that do not name a type', () => {
    expectValid(template('{ type: object }', '{ type: [object, "null"] }', '{ properties: {} }'));
  });

  it('warns of any other type', () => {
    expectDiagnostics(template('{ type: string }', '{ type: [array] }', '{ type: number }'), [
      {
        code: 'schema-not-object',
        at: '4:23 string',
        message: 'The "input_schema" of the template does not describe an object, but its values always are objects.',
      },
      {
        code: 'schema-not-object',
        at: '8:28 [array]',
        message: 'The "result_schema" of step "a" does not describe an object, but its values always are objects.',
      },
      {
        code: 'schema-not-object',
        at: '10:54 number',
        message: 'The "schema" of event "a.b" does not describe an object, but its values always are objects.',
      },
    ]);
  });

  it('says nothing about a type that does not exist', () => {
    expectDiagnostics(template('{ type: objekt }', '{}', '{}'), [{ code: 'bad-value', at: '4:23 objekt' }]);
  });
});
