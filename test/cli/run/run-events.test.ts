import { describe, expect, it } from 'vitest';
import { cli } from '../../../lib/cli/cli.ts';
import { fakeIo } from '../fake-io.ts';
import { project } from '../project.ts';

const TEMPLATE = `
name: order
namespace_name: shop
version: 1.0.0
steps:
  - name: charge
    handler: { callable: Charge }
    retry: { max_attempts: 3, backoff_base_ms: 1000 }
    publishes_events:
      - { name: order.charged, description: d, schema: { type: object, required: [id] }, delivery_mode: broadcast }
      - { name: order.delayed, description: d, schema: { type: object, required: [error_code, reason] }, condition: retryable_failure }
      - { name: order.lost, description: d, schema: { type: object }, condition: permanent_failure }
      - { name: order.wrong, description: d, schema: { type: object, required: [nothing] } }
`;

const HANDLERS = `
import { BaseSubscriber, defineHandler, RetryableError } from '@tasker-systems/tasker';
export const Charge = defineHandler('Charge', {}, async ({ context }) => {
  if (context.retryCount < 2) throw new RetryableError('The bank is closed.');
  return { id: 7 };
});
export class Mails extends BaseSubscriber {
  static override subscribesTo() { return ['order.charged']; }
  handle() { throw new Error('no mail today'); }
}
`;

const shop = () => fakeIo({ cwd: project({ 'order.yaml': TEMPLATE, 'lambdas/order.ts': HANDLERS }) });

describe('run', () => {
  it('tells the domain events, attempt by attempt, and what went wrong with them', async () => {
    const io = shop();
    expect(await cli(['run', 'order.yaml'], io)).toBe(0);
    expect(io.out()).toContain(`
Domain events:
  order.delayed  durable    published by charge
  order.delayed  durable    published by charge
  order.charged  broadcast  published by charge
`);
    expect(io.err()).toContain(`An event could not be published {"event":"order.wrong"`);
    expect(io.err()).toContain(
      `A subscriber failed {"event":"order.charged","subscriber":"Mails","error":"no mail today"}`,
    );
  });

  it('gives them in JSON, in the form of EventBridge', async () => {
    const io = shop();
    expect(await cli(['run', 'order.yaml', '--json'], io)).toBe(0);
    const { events } = JSON.parse(io.out()) as { events: readonly { id: string }[] };
    expect(events).toMatchObject([
      {
        'detail-type': 'order.delayed',
        detail: { metadata: { attempt: 1 }, payload: { payload: { reason: 'The bank is closed.', attempts: 1 } } },
      },
      { 'detail-type': 'order.delayed', detail: { metadata: { attempt: 2 } } },
      {
        'detail-type': 'order.charged',
        source: 'tasker.shop',
        delivery: 'broadcast',
        detail: { event_version: '1.0', payload: { payload: { id: 7 } }, metadata: { attempt: 3 } },
      },
    ]);
    expect(new Set(events.map(({ id }) => id)).size).toBe(3);
  });
});
