import { describe, expect, it } from 'vitest';
import { createApi } from '../../lib/api/create-api.ts';
import { describeTemplate } from '../../lib/api/template-description.ts';
import { TaskerClient } from '../../lib/client/index.ts';
import { defineHandler, PermanentError } from '../../lib/runtime/index.ts';
import { EngineStepFunctions } from '../support/engine-sfn.ts';

const text = `
name: order
namespace_name: shop
version: 1.0.0
steps:
  - { name: reserve, handler: { callable: Reserve } }
  - name: charge
    handler: { callable: Charge }
    dependencies: [reserve]
    result_schema: { type: object, required: [payment], properties: { payment: { type: string } } }
  - { name: ship, handler: { callable: Ship }, dependencies: [charge] }
`;

async function openBroken(mayRepair = true) {
  const sfn = new EngineStepFunctions({
    Reserve: defineHandler('Reserve', {}, async () => ({ stock: 3 })),
    Charge: defineHandler('Charge', {}, async () => {
      throw new PermanentError('card refused', { error_code: 'CARD' });
    }),
    Ship: defineHandler('Ship', { depends: { paid: 'charge' } }, async ({ paid }) => ({ paid })),
  });
  const { template, stateMachineArn } = sfn.deployTemplate(text);
  const templates = [{ ...describeTemplate(template), stateMachineArn }];
  const client = new TaskerClient({ sfn, templates });
  const api = createApi({
    client,
    templates,
    ...(!mayRepair && { authorize: ({ action }) => action !== 'repair' }),
  });
  const { task_uuid: id } = await client.createTask({ namespace: 'shop', name: 'order' });
  const steps = `/v1/tasks/${id}/workflow_steps`;
  const call = async (method: string, path: string, json?: unknown): Promise<{ status: number; body: any }> => {
    const answer = await api.request(path, {
      method,
      ...(json !== undefined && {
        headers: { 'Content-Type': 'application/json' },
        body: typeof json === 'string' ? json : JSON.stringify(json),
      }),
    });
    return { status: answer.status, body: await answer.json() };
  };
  return { id, steps, call, sfn };
}

const completion = (result: unknown) => ({
  action_type: 'complete_manually',
  completion_data: { result, metadata: { ticket: 7 } },
  reason: 'paid by phone',
  completed_by: 'ada',
});

describe('PATCH /v1/tasks/{id}/workflow_steps/{step}', () => {
  it('completes a step with Tasker’s body, answers with it, and the task goes on', async () => {
    const { id, steps, call } = await openBroken();
    const { status, body } = await call('PATCH', `${steps}/charge`, completion({ payment: 'p-1' }));
    expect({ status, body }).toMatchObject({
      status: 200,
      body: { name: 'charge', task_uuid: id, current_state: 'complete', results: { result: { payment: 'p-1' } } },
    });
    expect((await call('GET', `/v1/tasks/${id}`)).body).toMatchObject({ status: 'complete', completed_steps: 3 });
    expect((await call('GET', `${steps}/ship/result`)).body).toEqual({ paid: { payment: 'p-1' } });
    expect((await call('GET', `${steps}/charge/audit`)).body).toMatchObject([
      { step_name: 'charge', success: false, from_state: 'in_progress', to_state: 'error', reason: 'card refused' },
      {
        step_name: 'charge',
        success: true,
        from_state: 'error',
        to_state: 'complete',
        action: 'complete_manually',
        by: 'ada',
        reason: 'paid by phone',
        metadata: { ticket: 7 },
      },
    ]);
    expect((await call('GET', `${steps}/nobody/audit`)).status).toBe(404);
  });

  it('resets and resolves steps, named by their ids too', async () => {
    const { steps, call } = await openBroken();
    const { step_uuid: charge } = (await call('GET', `${steps}/charge`)).body;
    const reset = { action_type: 'reset_for_retry', reason: 'again', reset_by: 'ada' };
    expect((await call('PATCH', `${steps}/${charge}`, reset)).body).toMatchObject({
      name: 'charge',
      current_state: 'error',
    });
    const resolve = { action_type: 'resolve_manually', reason: 'a gift', resolved_by: 'ada' };
    expect((await call('PATCH', `${steps}/${charge}`, resolve)).body).toMatchObject({
      name: 'charge',
      current_state: 'resolved_manually',
      results: null,
    });
    expect((await call('GET', `${steps}/ship/result`)).body).toEqual({ paid: null });
  });

  it('refuses bodies that are none, transitions that are none, and results that break the schema', async () => {
    const { steps, call, sfn } = await openBroken();
    const before = sfn.executions.size;
    const refused = async (step: string, body: unknown) => {
      const answer = await call('PATCH', `${steps}/${step}`, body);
      return `${answer.status} ${JSON.stringify(answer.body.error)}`;
    };
    const reset = { action_type: 'reset_for_retry', reason: 'again', reset_by: 'ada' };
    expect(await refused('charge', '{')).toMatch(/^400 .*JSON_ERROR/);
    expect(await refused('charge', {})).toMatch(/^400 .*"action_type\\" is one of: reset_for_retry, resolve_manually/);
    expect(await refused('charge', { ...reset, reason: '' })).toMatch(/^400 .*\/reason/);
    expect(await refused('charge', { action_type: 'reset_for_retry', reason: 'x' })).toMatch(/^400 .*reset_by/);
    expect(await refused('charge', { ...reset, completion_data: {} })).toMatch(/^400 .*completion_data/);
    expect(await refused('charge', completion([]))).toMatch(/^400 .*\/completion_data\/result/);
    expect(await refused('charge', completion({ payment: 7 }))).toMatch(
      /^400 .*breaks the result schema of \\"charge\\".*\/completion_data\/result\/payment/,
    );
    expect(await refused('reserve', reset)).toMatch(/^400 .*invalid transition from complete to pending/);
    expect(await refused('chrage', reset)).toMatch(/^404 /);
    expect(sfn.executions.size).toBe(before);
  });

  it('is for those who may repair', async () => {
    const { steps, call } = await openBroken(false);
    const reset = { action_type: 'reset_for_retry', reason: 'again', reset_by: 'eve' };
    expect(await call('PATCH', `${steps}/charge`, reset)).toMatchObject({
      status: 403,
      body: { error: { code: 'ACCESS_DENIED', message: expect.stringContaining('not repair tasks') as string } },
    });
  });

  it('says of a task that runs that it does', async () => {
    const { id, steps, call, sfn } = await openBroken();
    const [execution] = [...sfn.executions.values()];
    sfn.record(execution!.arn, { status: 'RUNNING' });
    const reset = { action_type: 'reset_for_retry', reason: 'again', reset_by: 'ada' };
    expect(await call('PATCH', `${steps}/charge`, reset)).toMatchObject({
      status: 409,
      body: {
        error: { code: 'CONFLICT', message: expect.stringContaining('runs: its steps') as string, task_uuid: id },
      },
    });
  });
});
