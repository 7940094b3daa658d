import { describe, it } from 'vitest';
import { expectDiagnostics, expectValid, withSteps } from '../../support/expect-diagnostics.ts';

const event = (publisher: string) => withSteps`
  - name: a
    handler: { callable: A }
    publishes_events:
      - { name: a.b, description: d, schema: {}, publisher: ${publisher} }
`;

describe('bad-publisher', () => {
  it('accepts class names', () => {
    expectValid(event('Orders::Publishers::OrderPublisher'));
    expectValid(event('orders.OrderPublisher'));
    expectValid(event('default'));
    expectValid(event('null'));
  });

  it.each(['Orders::', '1Publisher', 'order-publisher'])('refuses %s', (publisher) => {
    expectDiagnostics(event(`'${publisher}'`), [
      {
        code: 'bad-publisher',
        at: `8:59 '${publisher}'`,
        message: `The publisher "${publisher}" must be a name such as "Orders::Publishers::OrderPublisher" or "orders.OrderPublisher".`,
      },
    ]);
  });
});
