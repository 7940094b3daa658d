import { beforeEach, describe, expect, it } from 'vitest';
import { API_ROUTES } from '../../lib/api/api-routes.ts';
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
    expect((await call(undefined, 'GET', '/v1/tasks')).body.tasks).toHaveLength(0);
    expect((await call('other', 'GET', '/v1/templates')).body.templates.map((each: any) => each.name)).toEqual([
      'every_time',
    ]);
    expect((await call('other', 'GET', '/v1/templates/shop/diamond/1.0.0')).status).toBe(403);
  });
});

describe('a request for one namespace', () => {
  it('is about that alone, whoever is let in', async () => {
    const shop = openShop();
    const api = createApi({
      client: new TaskerClient({ sfn: shop.sfn, templates: shop.templates }),
      templates: shop.templates,
    });
    const call = async (method: string, path: string, json?: object, event: object = {}) => {
      const init = json && { body: JSON.stringify(json), headers: { 'Content-Type': 'application/json' } };
      const answer = await api.request(path, { method, ...init }, { event });
      return { status: answer.status, location: answer.headers.get('location'), body: (await answer.json()) as any };
    };
    const created = await call('POST', '/namespaces/shop/v1/tasks', order);
    const id = created.body.task_uuid;
    expect([created.status, created.location]).toEqual([201, `/namespaces/shop/v1/tasks/${id}`]);
    expect((await call('GET', `/namespaces/shop/v1/tasks/${id}`)).status).toBe(200);
    expect((await call('GET', `/namespaces/shop/v1/tasks`)).body.tasks).toHaveLength(1);

    expect((await call('POST', '/namespaces/other/v1/tasks', order)).status).toBe(403);
    for (const path of [`/v1/tasks/${id}`, `/v1/tasks/${id}/workflow_steps`]) {
      expect((await call('GET', `/namespaces/other${path}`)).status).toBe(404);
    }
    expect((await call('DELETE', `/namespaces/other/v1/tasks/${id}`)).status).toBe(404);
    expect((await call('GET', '/namespaces/other/v1/tasks')).body.tasks).toHaveLength(0);
    expect((await call('GET', '/namespaces/other/v1/tasks?namespace=shop')).status).toBe(403);
    expect((await call('GET', '/namespaces/other/v1/templates/shop/diamond/1.0.0')).status).toBe(403);
    const { templates } = (await call('GET', '/namespaces/other/v1/templates')).body;
    expect(new Set(templates.map((each: any) => each.namespace))).toEqual(new Set(['other']));
    expect((await call('GET', '/namespaces/%zz/v1/tasks')).body.tasks).toHaveLength(0);
  });

  it.each([
    '/namespaces/shop/../other/v1/tasks',
    '/namespaces/shop/%2E%2e/other/v1/tasks',
    '/v1/./tasks',
    '/v1/tasks/..',
  ])('may not be about another by a detour: %s', async (path) => {
    const shop = openShop();
    const api = createApi({
      client: new TaskerClient({ sfn: shop.sfn, templates: shop.templates }),
      templates: shop.templates,
    });
    for (const event of [{ rawPath: path }, { path }]) {
      expect((await api.request(path, {}, { event })).status).toBe(400);
    }
  });

  it('has routes that are all told', () => {
    const shop = openShop();
    const api = createApi({
      client: new TaskerClient({ sfn: shop.sfn, templates: shop.templates }),
      templates: shop.templates,
    });
    const routes = api.routes
      .filter(({ method }) => method !== 'ALL')
      .map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`);
    expect([...new Set(routes)].sort()).toEqual([...API_ROUTES].sort());
  });

  it('is answered to pages that may read it', async () => {
    const shop = openShop();
    const client = new TaskerClient({ sfn: shop.sfn, templates: shop.templates });
    const api = createApi({ client, templates: shop.templates, cors: { allowOrigins: ['https://a.example'] } });
    const from = async (origin: string) =>
      (await api.request('/v1/templates', { headers: { Origin: origin } })).headers.get('access-control-allow-origin');
    expect([await from('https://a.example'), await from('https://b.example')]).toEqual(['https://a.example', null]);
  });

  it('lets pages read the headers of its answers, such as the link to the following page of steps', async () => {
    const api = createApi({
      client: new TaskerClient({ sfn: openShop().sfn }),
      templates: [],
      cors: { allowOrigins: ['*'] },
    });
    const answer = await api.request('/v1/templates', { headers: { Origin: 'https://a.example' } });
    expect(answer.headers.get('access-control-expose-headers')).toBe(
      'Link,Location,Retry-After,X-Correlation-Id,X-Request-Id',
    );
  });
});
