import { beforeEach, describe, expect, it } from 'vitest';
import { createApi } from '../../lib/api/create-api.ts';
import { byNamespaceClaim } from '../../lib/api/namespace-claim.ts';
import { TaskerClient } from '../../lib/client/tasker-client.ts';
import { openShop, order, type Shop } from './shop.ts';

/** An API that grants by the claim "namespaces", as API Gateway's HTTP APIs tell claims. */
function guarded(shop: Shop) {
  const { templates } = shop;
  const client = new TaskerClient({ sfn: shop.sfn, templates });
  const api = createApi({ client, templates, authorize: byNamespaceClaim('namespaces') });
  return async (namespaces: string | undefined, method: string, path: string, json?: object) => {
    const claims = namespaces === undefined ? {} : { namespaces };
    const init = json && { body: JSON.stringify(json), headers: { 'Content-Type': 'application/json' } };
    const env = { requestContext: { authorizer: { jwt: { claims } } } };
    const answer = await api.request(path, { method, ...init }, env);
    return { status: answer.status, body: (await answer.json()) as any };
  };
}

describe('an API that grants by namespace', () => {
  let shop: Shop;
  let call: ReturnType<typeof guarded>;
  let id: string;
  beforeEach(async () => {
    shop = openShop();
    call = guarded(shop);
    id = (await call('[shop other]', 'POST', '/v1/tasks', order)).body.task_uuid;
  });

  it('lets in who has the namespace', async () => {
    expect((await call('shop', 'GET', `/v1/tasks/${id}`)).status).toBe(200);
    expect((await call('shop,other', 'GET', `/v1/tasks/${id}/workflow_steps/first`)).status).toBe(200);
    expect((await call('*', 'DELETE', `/v1/tasks/${id}`)).body.status).toBe('cancelled');
  });

  it.each([undefined, '', 'other', 'shopping', 'shop:create'])(
    'hides a task from who may not read it: %s',
    async (claim) => {
      for (const path of ['', '/workflow_steps', '/workflow_steps/first', '/workflow_steps/first/result']) {
        expect(await call(claim, 'GET', `/v1/tasks/${id}${path}`)).toMatchObject({
          status: 404,
          body: { error: { code: 'NOT_FOUND' } },
        });
      }
      expect((await call(claim, 'DELETE', `/v1/tasks/${id}`)).status).toBe(404);
      expect(shop.sfn.count('stopExecution')).toBe(0);
    },
  );

  it('lets who may read do nothing else', async () => {
    expect((await call('shop:read', 'GET', `/v1/tasks/${id}`)).status).toBe(200);
    const denied = { status: 403, body: { error: { code: 'ACCESS_DENIED' } } };
    expect(await call('shop:read', 'DELETE', `/v1/tasks/${id}`)).toMatchObject(denied);
    expect(await call('shop:read', 'POST', '/v1/tasks', { ...order, reason: 'again' })).toMatchObject(denied);
    expect(shop.sfn.count('startExecution')).toBe(1);
  });

  it('lists what may be read', async () => {
    expect((await call('shop', 'GET', '/v1/tasks')).body.tasks).toHaveLength(1);
    expect((await call('other', 'GET', '/v1/tasks')).body.tasks).toHaveLength(0);
    expect((await call('*:read', 'GET', '/v1/tasks')).body.tasks).toHaveLength(1);
    expect((await call('other', 'GET', '/v1/tasks?namespace=shop')).status).toBe(403);
    expect((await call(undefined, 'GET', '/v1/tasks')).status).toBe(403);
    expect((await call('other', 'GET', '/v1/templates')).body.templates.map((each: any) => each.name)).toEqual([
      'every_time',
    ]);
    expect((await call('other', 'GET', '/v1/templates/shop/diamond/1.0.0')).status).toBe(403);
  });
});
