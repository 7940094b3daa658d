import { describe, expect, it } from 'vitest';
import { openShop, type Shop } from '../task/shop.ts';

async function stolen(shop: Shop, cart = 1): Promise<string> {
  const context = JSON.stringify({ card: 'stolen', cart });
  const { out } = await shop.run(['task', 'create', 'shop/order', '--context', context, '--json']);
  const { task_uuid: id } = JSON.parse(out) as { task_uuid: string };
  await expect.poll(async () => (await shop.run(['dlq', 'get', id])).code, { timeout: 10_000 }).toBe(0);
  return id;
}

const json = async (shop: Shop, ...argv: readonly string[]) =>
  JSON.parse((await shop.run(['dlq', ...argv, '--json'])).out) as never;

describe('dlq', () => {
  it('lists what failed and was cancelled, and says what to run next', async () => {
    const shop = await openShop();
    const failed = await stolen(shop);
    const { out } = await shop.run(['task', 'create', 'shop/order', '--context', '{"hang": true}', '--json']);
    const { task_uuid: hung } = JSON.parse(out) as { task_uuid: string };
    await shop.run(['task', 'cancel', hung, '--reason', 'Ordered twice']);
    const list = await shop.run(['dlq', 'list']);
    expect(list.out).toMatch(/^TASK +TEMPLATE +REASON +RESOLUTION +FAILED +ENDED\n/);
    expect(list.out).toMatch(new RegExp(`\n${hung}  shop/order 1.0.0  manual_dlq +cancelled +TaskCancelled`));
    expect(list.out).toMatch(new RegExp(`\n${failed}  shop/order 1.0.0  permanent_failure +pending +charge`));
    // The one that was cancelled is dealt with.
    expect(list.err).toBe(`2 dead letters\nNext: npx tasker-sfn dlq get ${failed}\n`);
    expect((await shop.run(['dlq', 'list', '--status', 'cancelled'])).err).toBe('1 dead letter\n');
    expect(await json(shop, 'list', '--status', 'pending')).toMatchObject([{ task_uuid: failed }]);
    expect(await json(shop, 'list', '--limit', '1', '--offset', '1')).toMatchObject([{ task_uuid: failed }]);
    expect(await json(shop, 'list', '--template', 'shop/other')).toEqual([]);
  });

  it('shows request, failed steps, cause and commands of one', async () => {
    const shop = await openShop();
    const id = await stolen(shop);
    expect(await json(shop, 'get', id)).toMatchObject({
      dlq_entry_uuid: id,
      task_uuid: id,
      original_state: 'blocked_by_failures',
      dlq_reason: 'permanent_failure',
      resolution_status: 'pending',
      resolution_timestamp: null,
      task_snapshot: {
        namespace: 'shop',
        name: 'order',
        version: '1.0.0',
        request: { context: { card: 'stolen', cart: 1 } },
        error: 'TaskFailed',
        failed_steps: [{ step: 'charge', code: 'CARD', retryable: false }],
        blocked_steps: ['ship'],
        repair: [`npx tasker-sfn task get ${id}`, expect.stringMatching(/^npx tasker-sfn task retry .* --reason/)],
      },
    });
    const { out } = await shop.run(['dlq', 'get', id]);
    expect(out).toContain('Failed steps:\n  charge  CARD: The card is stolen\n\nBlocked: ship\n');
  });

  it('keeps notes and a resolution, and counts them', async () => {
    const shop = await openShop();
    const id = await stolen(shop);
    await stolen(shop, 2);
    const flags = ['--status', 'permanently_failed', '--notes', 'Card blocked', '--by', 'ops', '--metadata', '{"t":1}'];
    expect(await json(shop, 'update', id, ...flags)).toMatchObject({
      resolution_status: 'permanently_failed',
      resolution_notes: 'Card blocked',
      resolved_by: 'ops',
      metadata: { t: 1 },
    });
    // What is not given stays.
    await shop.run(['dlq', 'update', id, '--notes', 'Told the customer']);
    expect(await json(shop, 'list', '--status', 'permanently_failed')).toMatchObject([
      { task_uuid: id, resolution_notes: 'Told the customer', resolved_by: 'ops' },
    ]);
    expect(await json(shop, 'stats')).toMatchObject([
      { dlq_reason: 'permanent_failure', total_entries: 2, pending: 1, permanent_failures: 1, cancelled: 0 },
    ]);
    expect(await json(shop, 'update', id, '--status', 'pending')).toMatchObject({ resolution_timestamp: null });
  });

  it('says what to look into first, and which tasks are late', async () => {
    const shop = await openShop();
    const id = await stolen(shop);
    const queue = await shop.run(['dlq', 'investigation-queue']);
    expect(queue.out).toMatch(/^SCORE +TASK +TEMPLATE +REASON +MINUTES\n/);
    expect(queue.out).toMatch(new RegExp(`\n\\d+ +${id}  shop/order  permanent_failure  \\d+\n`));
    expect(queue.err).toBe(`1 dead letter to look into\nNext: npx tasker-sfn dlq get ${id}\n`);
    expect(await json(shop, 'investigation-queue', '--template', 'shop/order')).toMatchObject([{ task_uuid: id }]);
    expect(await json(shop, 'investigation-queue', '--namespace', 'other')).toEqual([]);
    await shop.run(['dlq', 'update', id, '--status', 'permanently_failed']);
    expect(await json(shop, 'investigation-queue')).toEqual([]);

    const { out } = await shop.run(['task', 'create', 'shop/order', '--context', '{"hang": true}', '--json']);
    const { task_uuid: hung } = JSON.parse(out) as { task_uuid: string };
    // The engine's clock is virtual, and long behind that of the command line.
    const running = await shop.run(['dlq', 'staleness', '--limit', '5']);
    expect(running.out).toMatch(/^HEALTH +TASK +TEMPLATE +STATE +MINUTES +OF\n/);
    expect(running.out).toContain(`stale   ${hung}  shop/order`);
    expect(running.err).toBe(`1 task that runs, 1 stale\nNext: npx tasker-sfn task timeline ${hung}\n`);
    await shop.run(['task', 'cancel', hung]);
  });

  it('says what is wrong', async () => {
    const shop = await openShop();
    const id = await stolen(shop);
    expect(await shop.run(['dlq', 'update', id])).toMatchObject({ code: 2, err: expect.stringContaining('--status') });
    expect((await shop.run(['dlq', 'update', id, '--metadata', '[]'])).err).toContain('must be a JSON object');
    expect((await shop.run(['dlq', 'get', 'nothing'])).err).toContain('There is no task "nothing".');
    const { out } = await shop.run(['task', 'create', 'shop/order', '--wait', '--json']);
    const { task_uuid: done } = JSON.parse(out) as { task_uuid: string };
    expect((await shop.run(['dlq', 'get', done])).err).toContain(`The task "${done}" is not a dead letter`);
  });
});
