import { beforeEach, describe, expect, it } from 'vitest';
import { openShop, order, type Shop } from './shop.ts';

let shop: Shop;
let id: string;
beforeEach(async () => {
  shop = openShop();
  id = (await shop.call('POST', '/v1/tasks', order)).body.task_uuid as string;
});

describe('GET /v1/tasks', () => {
  it('lists tasks in pages', async () => {
    await shop.call('POST', '/v1/tasks', { ...order, context: { ...order.context, seats: 2 } });
    const { status, body } = await shop.call('GET', '/v1/tasks?per_page=1&page=2');
    expect(status).toBe(200);
    expect(body.tasks).toHaveLength(1);
    expect(body.tasks[0]).toMatchObject({ task_uuid: id, ...order });
    expect(body.pagination).toEqual({
      page: 2,
      per_page: 1,
      total_count: 2,
      total_pages: 2,
      has_next: false,
      has_previous: true,
      is_whole: true,
    });
  });

  it('filters', async () => {
    const count = async (query: string) => (await shop.call('GET', `/v1/tasks?${query}`)).body.tasks.length as number;
    expect(await count('namespace=shop&status=pending')).toBe(1);
    expect(await count('namespace=other')).toBe(0);
    expect(await count('status=complete')).toBe(0);
    expect(await count('initiator=test&source_system=web')).toBe(1);
    expect(await count('initiator=someone')).toBe(0);
  });

  it.each(['page=0', 'page=x', 'per_page=101', 'per_page=2.5', 'status=done'])('refuses %s', async (query) => {
    expect(await shop.call('GET', `/v1/tasks?${query}`)).toMatchObject({
      status: 400,
      body: { error: { code: 'BAD_REQUEST' } },
    });
  });
});

describe('GET /v1/tasks/{id}', () => {
  it('reads a task', async () => {
    expect(await shop.call('GET', `/v1/tasks/${id}`)).toMatchObject({ status: 200, body: { task_uuid: id, ...order } });
  });

  it('knows no other', async () => {
    expect(await shop.call('GET', '/v1/tasks/nothing')).toMatchObject({
      status: 404,
      body: { error: { code: 'NOT_FOUND', message: 'There is no task "nothing".' } },
    });
    expect(await shop.call('GET', `/v1/tasks/${'x'.repeat(3000)}`)).toMatchObject({
      status: 404,
      body: { error: { message: `There is no task "${'x'.repeat(40)}…".` } },
    });
  });
});

describe('DELETE /v1/tasks/{id}', () => {
  it('cancels a task, once', async () => {
    expect(await shop.call('DELETE', `/v1/tasks/${id}?reason=Ordered%20twice`)).toMatchObject({
      status: 200,
      body: { status: 'cancelled', failure: { error: 'TaskCancelled', message: 'Ordered twice' } },
    });
    expect(await shop.call('DELETE', `/v1/tasks/${id}`)).toMatchObject({
      status: 400,
      body: { error: { code: 'BAD_REQUEST', message: expect.stringContaining('has ended') as string } },
    });
    expect((await shop.call('DELETE', '/v1/tasks/nothing')).status).toBe(404);
  });
});

describe('/v1/tasks/{id}/workflow_steps', () => {
  it('lists the steps', async () => {
    const { status, body } = await shop.call('GET', `/v1/tasks/${id}/workflow_steps`);
    expect(status).toBe(200);
    expect((body as { name: string }[]).map((step) => step.name)).toEqual(['first', 'left', 'right', 'last']);
    expect((await shop.call('GET', '/v1/tasks/nothing/workflow_steps')).status).toBe(404);
  });

  it('reads one step, by name or by id', async () => {
    const path = `/v1/tasks/${id}/workflow_steps`;
    const { status, body } = await shop.call('GET', `${path}/left`);
    expect(status).toBe(200);
    expect(body).toMatchObject({ name: 'left', current_state: 'pending', results: null, total_parents: 1 });
    expect((await shop.call('GET', `${path}/${body.step_uuid}`)).body).toEqual(body);
    expect(await shop.call('GET', `${path}/up`)).toMatchObject({
      status: 404,
      body: { error: { message: expect.stringContaining('first, left, right, last') as string } },
    });
  });
});

describe('/v1/templates', () => {
  it('lists the templates and their namespaces', async () => {
    const { status, body } = await shop.call('GET', '/v1/templates');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      namespaces: [
        { name: 'other', template_count: 1 },
        { name: 'shop', template_count: 2 },
      ],
      total_count: 3,
    });
    expect(body.templates[0]).toEqual({
      name: 'diamond',
      namespace: 'shop',
      version: '1.0.0',
      description: 'The diamond',
      step_count: 1,
    });
    expect((await shop.call('GET', '/v1/templates?namespace=other')).body.total_count).toBe(1);
  });

  it('reads one template', async () => {
    const { status, body } = await shop.call('GET', '/v1/templates/shop/diamond/1.0.0');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      name: 'diamond',
      configuration: { identity_strategy: 'strict', input_schema: { type: 'object' } },
      steps: [{ name: 'first', default_retryable: true, default_max_attempts: 3, result_schema: null }],
    });
    expect(body).not.toHaveProperty('stateMachineArn');
    expect(await shop.call('GET', '/v1/templates/shop/diamond/3.0.0')).toMatchObject({
      status: 404,
      body: { error: { message: expect.stringContaining('1.0.0') as string } },
    });
  });
});
