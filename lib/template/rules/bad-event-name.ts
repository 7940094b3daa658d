import { quote } from '../../diagnostics/wording.ts';
import { isDamaged, rule } from '../rule.ts';

const PATTERN = /^[a-z0-9_]+(\.[a-z0-9_]+)+$/;

/**
 * An event's name is two or more words of lower-case letters, digits and underscores, joined by dots.
 *
 * **Fix:** write a name such as `order.shipped`.
 *
 * @see Tasker: "event_validator.rs".
 *
 * @example
 * ```yaml
 * steps:
 *   - name: ship
 *     handler: { callable: ShipHandler }
 *     publishes_events: [{ name: Shipped, description: Sent off, schema: {} }]
 * ```
 */
export const badEventName = rule({
  code: 'bad-event-name',
  severity: 'error',
  message: ({ name }: { name: string }) =>
    `The event name ${quote(name)} must be two or more words of lower-case letters, digits and "_", joined by dots.`,
  hint: () => 'Write a name such as "order.created".',
  check(draft, report) {
    for (const event of draft.template.steps.flatMap((step) => step.publishesEvents)) {
      const node = draft.written.get(event)?.entries.get('name')?.value;
      if (node === undefined || isDamaged(draft, event, 'name') || PATTERN.test(event.name)) continue;
      report(node.span, { name: event.name });
    }
  },
});
