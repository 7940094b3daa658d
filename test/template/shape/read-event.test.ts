import { describe, expect, it } from 'vitest';
import { parseTemplate } from '../../../lib/template/parse-template.ts';
import { expectDiagnostics, withSteps } from '../../support/expect-diagnostics.ts';

const template = (events: string) => withSteps`
  - name: a
    handler: { callable: A }
    publishes_events: ${events}
`;

describe('readEvent', () => {
  it('fills in the condition and the delivery mode', () => {
    const { value } = parseTemplate(template('[{ name: a.b, description: d, schema: { type: object } }]'), 'test.yaml');
    expect(value?.steps[0]?.publishesEvents).toEqual([
      {
        name: 'a.b',
        description: 'd',
        schema: { type: 'object' },
        condition: 'success',
        deliveryMode: 'durable',
      },
    ]);
  });

  it('shows the mapping form of an event that is only a name', () => {
    expectDiagnostics(template('[order.created, 5]'), [
      {
        code: 'string-event',
        at: '7:22 order.created',
        message: 'An event is a mapping, not the text "order.created".',
        hint: 'Write "{ name: order.created, description: …, schema: { type: object } }".',
      },
      { code: 'wrong-type', at: '7:37 5', message: '"publishes_events[1]" must be a mapping, not the number 5.' },
    ]);
  });

  it('requires a name, a description and a schema', () => {
    expectDiagnostics(template('[{ name: a.b }, { description: d, schema: {} }]'), [
      {
        code: 'missing-key',
        at: '7:24 name',
        message: 'Event "a.b" has no key "description", which is required.',
        hint: 'Add "description: An order was created.".',
      },
      { code: 'missing-key', at: '7:24 name', hint: 'Add "schema: { type: object }".' },
      {
        code: 'missing-key',
        at: '7:39 description',
        message: 'An event of step "a" has no key "name", which is required.',
      },
    ]);
  });

  it('refuses other conditions and delivery modes', () => {
    expectDiagnostics(template('[{ name: a.b, description: d, schema: {}, condition: succes, delivery_mode: slow }]'), [
      {
        code: 'bad-value',
        at: '7:74 succes',
        message:
          '"condition" is "succes", but must be "success", "failure", "retryable_failure", "permanent_failure" or "always".',
        hint: 'Did you mean "success"?',
      },
      { code: 'bad-value', at: '7:97 slow' },
    ]);
  });
});
