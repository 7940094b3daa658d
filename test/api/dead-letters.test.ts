import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { openShop, order, type Shop } from './shop.ts';

let shop: Shop;
let id: string;
beforeEach(async () => {
  shop = openShop();
  const { body } = await shop.call('POST', '/v1/tasks', order);
  id = body.task_uuid as string;
  const cause = JSON.stringify({
    failed: [{ step: 'left', error: 'PermanentError', message: 'No' }],
    blocked: ['join'],
  });
  shop.sfn.record(body.execution_arn as string, {
    status: 'FAILED',
    stopDate: new Date(10_000),
    error: 'TaskFailed',
    cause,
  });
});

/** A place for notes, as the tag of the state machine names it. */
function withPlace(): void {
  const folder = mkdtempSync(join(tmpdir(), 'tasker-sfn-notes-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  shop.sfn.tags = [{ key: 'tasker:results', value: pathToFileURL(folder).href }];
}

const refused = (message: string) => ({
  status: 400,
  body: { error: { code: 'BAD_REQUEST', message: expect.stringContaining(message) as string } },
});

describe('/v1/dlq', () => {
  it('lists, filters and reads dead letters', async () => {
    await shop.call('POST', '/v1/tasks', { ...order, context: { ...order.context, seats: 2 } });
    const { status, body } = await shop.call('GET', '/v1/dlq');
    expect(status).toBe(200);
    expect(body).toMatchObject([
      {
        dlq_entry_uuid: id,
        task_uuid: id,
        dlq_reason: 'permanent_failure',
        resolution_status: 'pending',
        task_snapshot: {
          request: { context: order.context },
          failed_steps: [{ step: 'left' }],
          blocked_steps: ['join'],
        },
      },
    ]);
    expect((await shop.call('GET', '/v1/dlq?resolution_status=manually_resolved')).body).toEqual([]);
    expect((await shop.call('GET', '/v1/dlq?namespace=other')).body).toEqual([]);
    expect((await shop.call('GET', `/v1/dlq/task/${id}`)).body).toEqual(body[0]);
    expect(await shop.call('GET', '/v1/dlq?limit=0')).toMatchObject(refused('"limit" must be 1 to 100'));
    expect(await shop.call('GET', '/v1/dlq?resolution_status=done')).toMatchObject(refused('There are: pending,'));
  });

  it('keeps what an operator says', async () => {
    withPlace();
    const said = {
      resolution_status: 'permanently_failed',
      resolution_notes: 'Gone',
      resolved_by: 'ops',
      metadata: { t: 1 },
    };
    expect(await shop.call('PATCH', `/v1/dlq/entry/${id}`, said)).toMatchObject({ status: 200, body: said });
    expect((await shop.call('GET', '/v1/dlq?resolution_status=permanently_failed')).body).toMatchObject([said]);
    expect((await shop.call('GET', '/v1/dlq/stats')).body).toMatchObject([{ total_entries: 1, permanent_failures: 1 }]);
  });

  it('keeps numbers as they are, or refuses them', async () => {
    withPlace();
    expect(await shop.call('PATCH', `/v1/dlq/entry/${id}`, '{"metadata":{"ticket":40026445691297024}}')).toMatchObject({
      status: 400,
      body: { error: { details: [{ path: '/metadata/ticket' }] } },
    });
  });

  it('queues what nobody has dealt with, and tells of tasks that run', async () => {
    const { body: queue } = await shop.call('GET', '/v1/dlq/investigation-queue?limit=1&namespace=shop');
    expect(queue).toMatchObject([{ task_uuid: id, dlq_reason: 'permanent_failure', current_state: 'error' }]);
    const { body } = await shop.call('POST', '/v1/tasks', { ...order, context: { ...order.context, seats: 3 } });
    const { body: running } = await shop.call('GET', '/v1/dlq/staleness');
    expect(running).toMatchObject([{ task_uuid: body.task_uuid, current_state: 'waiting_for_dependencies' }]);
    expect(await shop.call('GET', '/v1/dlq/staleness?limit=x')).toMatchObject(refused('"limit" must be 1 to 500'));
    expect(await shop.call('GET', '/v1/dlq/investigation-queue?limit=')).toMatchObject(refused('"limit" must be'));
  });

  it('reads of those with a resolution only as many as fill the page', async () => {
    const cause = JSON.stringify({ failed: [{ step: 'left', error: 'PermanentError' }], blocked: [] });
    for (let n = 1; n <= 120; n++) {
      const { body } = await shop.call('POST', '/v1/tasks', { ...order, context: { ...order.context, seats: n } });
      const ended = { status: 'FAILED' as const, stopDate: new Date(20_000 + n), error: 'TaskFailed', cause };
      shop.sfn.record(body.execution_arn as string, ended);
    }
    const before = shop.sfn.count('describeExecution');
    expect((await shop.call('GET', '/v1/dlq?resolution_status=pending&limit=10')).body).toHaveLength(10);
    expect(shop.sfn.count('describeExecution') - before).toBe(50);
    expect((await shop.call('GET', '/v1/dlq?resolution_status=pending&limit=100&offset=110')).body).toHaveLength(11);
  });

  it('says what is wrong with an update', async () => {
    expect(await shop.call('PATCH', `/v1/dlq/entry/${id}`, { resolution_status: 'done', x: 1 })).toMatchObject({
      status: 400,
      body: { error: { details: expect.arrayContaining([expect.objectContaining({ path: '/resolution_status' })]) } },
    });
    expect(await shop.call('PATCH', `/v1/dlq/entry/${id}`, '{')).toMatchObject({
      status: 400,
      body: { error: { code: 'JSON_ERROR' } },
    });
    expect(await shop.call('PATCH', `/v1/dlq/entry/${id}`, { resolved_by: 'me' })).toMatchObject({
      status: 422,
      body: { error: { code: 'UNPROCESSABLE_ENTITY', message: expect.stringContaining('"tasker:results"') } },
    });
    expect((await shop.call('GET', '/v1/dlq/task/nothing')).status).toBe(404);
  });
});
