import { quote } from '../../diagnostics/wording.ts';
import { rule } from '../rule.ts';

const PATTERN = /^[a-zA-Z_]\w*((::|\.)[a-zA-Z_]\w*)*$/;

/**
 * A `publisher` is not the name of a class.
 *
 * **Fix:** write a name such as `Orders::OrderPublisher` or `orders.OrderPublisher`.
 *
 * @see Tasker: "event_validator.rs".
 *
 * @example
 * ```yaml
 * steps:
 *   - name: ship
 *     handler: { callable: ShipHandler }
 *     publishes_events: [{ name: order.shipped, description: Sent off, schema: {}, publisher: my-publisher }]
 * ```
 */
export const badPublisher = rule({
  code: 'bad-publisher',
  severity: 'error',
  message: ({ publisher }: { publisher: string }) =>
    `The publisher ${quote(publisher)} must be a name such as "Orders::Publishers::OrderPublisher" or "orders.OrderPublisher".`,
  check({ template, written }, report) {
    for (const event of template.steps.flatMap((step) => step.publishesEvents)) {
      const node = written.get(event)?.entries.get('publisher')?.value;
      if (node === undefined || event.publisher === undefined || PATTERN.test(event.publisher)) continue;
      report(node.span, { publisher: event.publisher });
    }
  },
});
