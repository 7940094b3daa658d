import { describe, expect, it } from 'vitest';
import { createApi } from '../../lib/api/create-api.ts';
import { describeTemplate } from '../../lib/api/template-description.ts';
import { TaskerClient } from '../../lib/client/tasker-client.ts';
import { defineHandler, PermanentError, RetryableError } from '../../lib/runtime/index.ts';
import { EngineStepFunctions } from '../support/engine-sfn.ts';

/** Tasks created through the API, run by the engine, and read back: nothing between them is a stand-in but HTTP. */

const text = `
name: checkout
namespace_name: shop
version: 1.0.0
input_schema:
  type: object
  required: [card]
  properties: { card: { type: string } }
steps:
  - { name: reserve, handler: { callable: Reserve }, retry: { backoff_base_ms: 2000 } }
  - { name: charge, handler: { callable: Charge }, dependencies: [reserve] }
  - { name: pack, handler: { callable: Pack }, dependencies: [reserve] }
  - { name: ship, handler: { callable: Ship }, dependencies: [charge, pack] }
`;

function open() {
  const tried = new Set<string>();
  const sfn = new EngineStepFunctions({
    Reserve: defineHandler('Reserve', {}, async ({ context }) => {
      if (context.getInput('flaky') !== true || tried.has(context.taskUuid)) return { stock: 3 };
      tried.add(context.taskUuid);
      throw new RetryableError('warehouse busy');
    }),
    Charge: defineHandler('Charge', { inputs: { card: 'card' } }, async ({ card }) => {
      if (card === 'stolen') throw new PermanentError('card refused', { error_code: 'CARD' });
      return { payment: `p-${String(card)}` };
    }),
    Pack: defineHandler('Pack', {}, async () => ({ parcels: 1 })),
    Ship: defineHandler('Ship', { depends: { payment: 'charge' } }, async ({ payment }) => ({ shipped: payment })),
  });
  const { template, stateMachineArn } = sfn.deployTemplate(text);
  const templates = [{ ...describeTemplate(template), stateMachineArn }];
  const api = createApi({ client: new TaskerClient({ sfn, templates }), templates });
  return async (method: string, path: string, context?: object): Promise<{ status: number; body: any }> => {
    const identity = { namespace: 'shop', name: 'checkout', version: '1.0.0' };
    const task = { ...identity, context, initiator: 'test', source_system: 'test', reason: 'test' };
    const json = { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(task) };
    const answer = await api.request(path, { method, ...(context !== undefined && json) });
    return { status: answer.status, body: await answer.json() };
  };
}

describe('the API over the engine', () => {
  it('runs a task, with a retry on the way', async () => {
    const call = open();
    const { status, body } = await call('POST', '/v1/tasks', { card: '42', flaky: true });
    expect(status).toBe(201);
    expect((await call('GET', `/v1/tasks/${body.task_uuid}`)).body).toMatchObject({
      status: 'complete',
      total_steps: 4,
      completed_steps: 4,
      completion_percentage: 100,
      execution_status: 'all_complete',
      failure: null,
    });
    const steps = (await call('GET', `/v1/tasks/${body.task_uuid}/workflow_steps`)).body as any[];
    expect(Object.fromEntries(steps.map((step) => [step.name, [step.attempts, step.results.result]]))).toEqual({
      reserve: [2, { stock: 3 }],
      charge: [1, { payment: 'p-42' }],
      pack: [1, { parcels: 1 }],
      ship: [1, { shipped: { payment: 'p-42' } }],
    });
  });

  it('tells a failure and what it blocks, and refuses the same task again', async () => {
    const call = open();
    const { body } = await call('POST', '/v1/tasks', { card: 'stolen' });
    const path = `/v1/tasks/${body.task_uuid}`;
    expect((await call('GET', path)).body).toMatchObject({
      status: 'error',
      failed_steps: 1,
      health_status: 'blocked',
      failure: { error: 'TaskFailed', message: 'Failed: "charge".' },
    });
    expect((await call('GET', `${path}/workflow_steps/charge`)).body).toMatchObject({
      current_state: 'error',
      attempts: 1,
      results: { error: { message: 'card refused', error_type: 'permanent_error' }, metadata: { error_code: 'CARD' } },
    });
    expect((await call('GET', `${path}/workflow_steps/pack`)).body.current_state).toBe('complete');
    expect((await call('GET', `${path}/workflow_steps/ship`)).body).toMatchObject({
      current_state: 'pending',
      blocked_by: ['charge'],
    });
    expect((await call('GET', '/v1/tasks?status=error')).body.tasks).toHaveLength(1);
    expect(await call('POST', '/v1/tasks', { card: 'stolen' })).toMatchObject({
      status: 409,
      body: { error: { task_uuid: body.task_uuid } },
    });
    expect((await call('DELETE', path)).status).toBe(400);
  });

  it('refuses a request that would not leave the steps their share of a state, and completes any smaller one', async () => {
    const call = open();
    const filled = (bytes: number) => ({ card: 'x'.repeat(bytes) });
    const { status, body } = await call('POST', '/v1/tasks', filled(200_000));
    expect(status).toBe(413);
    expect(body.error.code).toBe('PAYLOAD_TOO_LARGE');
    const [, most] = /has \d+ bytes, and may have (\d+): the 256 KiB/.exec(body.error.message) ?? [];
    const largest = await call('POST', '/v1/tasks', filled(Number(most) - 400));
    expect(largest.status).toBe(201);
    // Charge returns a part of what it is given; with nowhere to park it, it fails as a step, not as an execution.
    const ended = (await call('GET', `/v1/tasks/${largest.body.task_uuid}`)).body;
    expect(ended.status).toMatch(/^(complete|error)$/);
    expect(ended.failure?.error ?? 'TaskFailed').toBe('TaskFailed');
  });

  it('lists steps in pages', async () => {
    const call = open();
    const { body } = await call('POST', '/v1/tasks', { card: '42' });
    const path = `/v1/tasks/${body.task_uuid}/workflow_steps`;
    const all = (await call('GET', path)).body.map(({ name }: { name: string }) => name);
    expect((await call('GET', `${path}?limit=1`)).body).toMatchObject([{ name: all[0] }]);
    expect((await call('GET', `${path}?limit=5&next=${all[0]}`)).body).toHaveLength(all.length - 1);
    expect((await call('GET', `${path}?state=error`)).body).toEqual([]);
    expect((await call('GET', `${path}?limit=none`)).status).toBe(400);
    expect((await call('GET', `${path}?state=broken`)).status).toBe(400);
  });

  it('checks the context before anything runs', async () => {
    const { status, body } = await open()('POST', '/v1/tasks', { card: 5 });
    expect(status).toBe(400);
    expect(body.error.details).toEqual([{ path: '/context/card', message: 'must be string' }]);
  });
});
