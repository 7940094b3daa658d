import { describe, expect, it } from 'vitest';
import { createApi, type ApiOptions } from '../../lib/api/create-api.ts';
import { describeTemplate } from '../../lib/api/template-description.ts';
import { TaskerClient } from '../../lib/client/tasker-client.ts';
import { defineHandler, memoryResultStore, PermanentError } from '../../lib/runtime/index.ts';
import { EngineStepFunctions } from '../support/engine-sfn.ts';

const text = `
name: report
namespace_name: shop
version: 1.0.0
steps:
  - { name: small, handler: { callable: Small } }
  - { name: large, handler: { callable: Large } }
  - { name: broken, handler: { callable: Broken } }
`;

const LINES = 'x'.repeat(300_000);

async function open(options: Partial<ApiOptions>, results = memoryResultStore()) {
  const handlers = {
    Small: defineHandler('Small', {}, async () => ({ lines: 'x' })),
    Large: defineHandler('Large', {}, async () => ({ lines: LINES })),
    Broken: defineHandler('Broken', {}, async () => {
      throw new PermanentError('no');
    }),
  };
  const sfn = new EngineStepFunctions(handlers, results);
  const { template, stateMachineArn } = sfn.deployTemplate(text);
  const templates = [{ ...describeTemplate(template), stateMachineArn }];
  const client = new TaskerClient({ sfn, templates });
  const api = createApi({ client, templates, readParked: (uri) => results.get(uri), ...options });
  const { task_uuid } = await client.createTask({ namespace: 'shop', name: 'report' });
  return async (step: string) => {
    const answer = await api.request(`/v1/tasks/${task_uuid}/workflow_steps/${step}/result`);
    return { status: answer.status, type: answer.headers.get('Content-Type'), body: (await answer.json()) as any };
  };
}

describe('GET /v1/tasks/{id}/workflow_steps/{step}/result', () => {
  it('answers with the whole result, parked or not', async () => {
    const call = await open({});
    expect(await call('small')).toEqual({ status: 200, type: 'application/json', body: { lines: 'x' } });
    expect(await call('large')).toEqual({ status: 200, type: 'application/json', body: { lines: LINES } });
  });

  it('says where there is none', async () => {
    const call = await open({});
    expect(await call('broken')).toMatchObject({
      status: 404,
      body: { error: { code: 'NOT_FOUND', message: 'The step "broken" has no result: it failed.' } },
    });
    expect((await call('nowhere')).status).toBe(404);
  });

  it('tells where a parked result lies that it cannot read', async () => {
    const call = await open({ readParked: undefined });
    const { status, body } = await call('large');
    expect(status).toBe(501);
    expect(body.error.message).toMatch(
      /^The result is parked at \S+, and the API has not been told how to read there\.$/,
    );
  });
});
