import { describe, it } from 'vitest';
import { expectDiagnostics, expectValid, withSteps } from '../../support/expect-diagnostics.ts';

const event = (name: string) => withSteps`
  - name: a
    handler: { callable: A }
    publishes_events:
      - { name: ${name}, description: d, schema: {} }
`;

describe('bad-event-name', () => {
  it('accepts lower-case words joined by dots', () => {
    expectValid(event('order.created'));
    expectValid(event('shop_2.order.created'));
  });

  it.each(['order', 'Order.Created', 'order..created', '.order', 'order.', 'order-created.now'])(
    'refuses %s',
    (name) => {
      expectDiagnostics(event(name), [
        {
          code: 'bad-event-name',
          at: `8:15 ${name}`,
          message: `The event name "${name}" must be two or more words of lower-case letters, digits and "_", joined by dots.`,
        },
      ]);
    },
  );
});
