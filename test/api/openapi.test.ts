import { Ajv2020 as Ajv } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { beforeAll, describe, expect, it } from 'vitest';
import { createApi, EXPOSED_HEADERS, type Api } from '../../lib/api/create-api.ts';
import { API_ROUTES } from '../../lib/api/api-routes.ts';
import { openApiDocument } from '../../lib/api/openapi/document.ts';
import { describeTemplate } from '../../lib/api/template-description.ts';
import { TaskerClient } from '../../lib/client/tasker-client.ts';
import type { JsonObject } from '../../lib/json.ts';
import { defineHandler, PermanentError } from '../../lib/runtime/index.ts';
import { EngineStepFunctions } from '../support/engine-sfn.ts';
import { openShop } from './shop.ts';

const document = openApiDocument() as unknown as {
  readonly paths: Readonly<Record<string, Readonly<Record<string, OperationObject>>>>;
  readonly components: {
    readonly schemas: JsonObject;
    readonly responses: Readonly<Record<string, ResponseObject>>;
    readonly headers: Readonly<Record<string, { readonly required: boolean; readonly schema: JsonObject }>>;
    readonly parameters: JsonObject;
  };
};

interface OperationObject {
  readonly operationId: string;
  readonly parameters?: readonly { readonly name?: string; readonly in?: string; readonly $ref?: string }[];
  readonly responses: Readonly<Record<string, ResponseObject | { readonly $ref: string }>>;
}

interface ResponseObject {
  readonly headers: Readonly<Record<string, { readonly $ref: string }>>;
  readonly content: { readonly 'application/json': { readonly schema: JsonObject } };
}

const ajv = new Ajv({ strict: false, allErrors: true });
addFormats.default(ajv);
ajv.addSchema({ $id: 'api', components: document.components });

/** What HTTP itself says of a body. */
const OF_BODIES = ['content-type', 'content-length'];

/** What an answer of a route breaks, as the document has it. */
function violations(route: string, { status, headers }: Response, body: unknown): readonly string[] {
  const [method = '', path = ''] = route.split(' ');
  const response = document.paths[path]?.[method.toLowerCase()]?.responses[status];
  if (response === undefined) return [`${route} does not tell of ${status}`];
  const { content, headers: told } = '$ref' in response ? document.components.responses[status]! : response;
  const names = Object.keys(told).map((name) => name.toLowerCase());
  const untold = [...headers.keys()].filter((name) => !names.includes(name) && !OF_BODIES.includes(name));
  const missing = Object.keys(told).filter((name) => document.components.headers[name]!.required && !headers.has(name));
  const wrong = [
    ...untold.map((name) => `header ${name} is not told of`),
    ...missing.map((name) => `no header ${name}`),
  ];
  if (wrong.length > 0) return wrong;
  const text = JSON.stringify(content['application/json'].schema).replaceAll('"#/', '"api#/');
  const check = ajv.compile(JSON.parse(text) as JsonObject);
  return check(body) ? [] : (check.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

const TEMPLATE = `
name: checkout
namespace_name: shop
version: 1.0.0
description: Sells
input_schema: { type: object, required: [card], properties: { card: { type: string } } }
steps:
  - { name: reserve, handler: { callable: Reserve }, retry: { max_attempts: 2, backoff_base_ms: 1000 } }
  - { name: charge, handler: { callable: Charge }, dependencies: [reserve] }
  - { name: ship, handler: { callable: Ship }, dependencies: [charge] }
`;

describe('the OpenAPI document', () => {
  let api: Api;
  /** The tasks: one that completes, and one that fails. */
  let complete: string;
  let failed: string;
  /** By route and status: how often it was answered so. */
  const seen = new Map<string, number>();
  /** Headers of answers that came, each of which the document tells of. */
  const sent = new Set<string>();

  async function call(route: string, path: string, json?: unknown, headers: Record<string, string> = {}, of = api) {
    const [method = ''] = route.split(' ');
    const type: Record<string, string> = json === undefined ? {} : { 'Content-Type': 'application/json' };
    const answer = await of.request(path, {
      method,
      headers: { ...type, ...headers },
      body: json === undefined ? null : JSON.stringify(json),
    });
    const body = (await answer.json()) as any;
    expect(violations(route, answer, body), `${route} → ${answer.status} ${JSON.stringify(body)}`).toEqual([]);
    seen.set(`${route} ${answer.status}`, 1);
    for (const name of answer.headers.keys()) sent.add(name);
    return { status: answer.status, body, headers: answer.headers };
  }

  const request = (context: object) => ({
    ...{ namespace: 'shop', name: 'checkout', version: '1.0.0', context },
    ...{ initiator: 'test', source_system: 'test', reason: 'test' },
  });

  beforeAll(async () => {
    const sfn = new EngineStepFunctions({
      Reserve: defineHandler('Reserve', {}, async () => ({ stock: 3 })),
      Charge: defineHandler('Charge', { inputs: { card: 'card' } }, async ({ card }) => {
        if (card === 'stolen') throw new PermanentError('card refused', { error_code: 'CARD' });
        return { payment: 1 };
      }),
      Ship: defineHandler('Ship', {}, async () => ({ shipped: true })),
    });
    const { template, stateMachineArn } = sfn.deployTemplate(TEMPLATE);
    const templates = [{ ...describeTemplate(template), stateMachineArn }];
    api = createApi({ client: new TaskerClient({ sfn, templates }), templates, log: () => undefined });
    complete = (await call('POST /v1/tasks', '/v1/tasks', request({ card: '42' }))).body.task_uuid;
    failed = (await call('POST /v1/tasks', '/v1/tasks', request({ card: 'stolen' }))).body.task_uuid;
  });

  it('is served', async () => {
    const { status, body } = await call('GET /openapi.json', '/openapi.json');
    expect(status).toBe(200);
    expect(body).toEqual(openApiDocument());
  });

  it('has every route of the API, and no other', () => {
    const told = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const served = openShop()
      .api.routes.filter(({ method, handler }) => method !== 'ALL' && handler.length < 2)
      .map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}').replace(/(?<=.)\/$/, '')}`);
    expect([...API_ROUTES].sort()).toEqual(told.sort());
    expect([...new Set(served)].sort()).toEqual(told);
  });

  it('names each operation once, tells of every part of its path, and refers to nothing that is not there', () => {
    const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.values(methods).map((operation) => ({ path, operation })),
    );
    const ids = operations.map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { path, operation } of operations) {
      expect(operation.parameters).toContainEqual({ $ref: '#/components/parameters/X-Request-Id' });
      const inPath = (operation.parameters ?? []).filter((each) => each.in === 'path').map(({ name }) => `{${name}}`);
      expect(path.match(/\{\w+\}/g) ?? []).toEqual(inPath);
    }
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/(\w+)\/([^"]+)"/g)];
    expect(references.length).toBeGreaterThan(50);
    for (const [, kind = '', name = ''] of references) {
      expect(Object.keys(document.components[kind as 'schemas'])).toContain(name);
      expect(name).toMatch(/^[\w.-]+$/);
    }
  });

  it('is kept by every answer of the routes of tasks', async () => {
    for (const id of [complete, failed]) {
      const steps = await call('GET /v1/tasks/{id}/workflow_steps', `/v1/tasks/${id}/workflow_steps`);
      expect(steps.body).toHaveLength(3);
      await call('GET /v1/tasks/{id}', `/v1/tasks/${id}`);
      await call('GET /v1/tasks/{id}/workflow_steps/{step}', `/v1/tasks/${id}/workflow_steps/charge?inputs=true`);
      const result = 'GET /v1/tasks/{id}/workflow_steps/{step}/result';
      await call(result, `/v1/tasks/${id}/workflow_steps/reserve/result`);
      await call(result, `/v1/tasks/${id}/workflow_steps/ship/result`);
      await call('GET /v1/tasks/{id}/workflow_steps/{step}/audit', `/v1/tasks/${id}/workflow_steps/charge/audit`);
      await call('GET /v1/tasks/{id}/logs', `/v1/tasks/${id}/logs?attempt=0`);
      await call('GET /v1/tasks/{id}/logs', `/v1/tasks/${id}/logs?step=nothing`);
      await call('DELETE /v1/tasks/{id}', `/v1/tasks/${id}`);
    }
    await call('GET /v1/tasks', '/v1/tasks?per_page=1&status=error');
    await call('GET /v1/tasks', '/v1/tasks?per_page=0');
    await call('GET /v1/tasks', '/v1/tasks?status=lost');
    for (const path of ['/v1/tasks/nobody', '/v1/tasks/nobody/workflow_steps', '/v1/tasks/nobody/workflow_steps/x']) {
      await call(`GET ${path.replace('nobody', '{id}').replace(/x$/, '{step}')}`, path);
    }
    await call('PATCH /v1/tasks/{id}/workflow_steps/{step}', `/v1/tasks/${failed}/workflow_steps/charge`, {});
  });

  it('is kept by what is said of wrong requests', async () => {
    expect((await call('POST /v1/tasks', '/v1/tasks', request({ card: '42' }))).status).toBe(409);
    expect((await call('POST /v1/tasks', '/v1/tasks', request({ card: 7 }))).status).toBe(400);
    expect((await call('POST /v1/tasks', '/v1/tasks', {})).status).toBe(400);
    expect((await call('POST /v1/tasks', '/v1/tasks', { ...request({}), name: 'none' })).status).toBe(404);
    const plain = { 'Content-Type': 'text/plain' };
    expect((await call('POST /v1/tasks', '/v1/tasks', {}, plain)).status).toBe(415);
    const large = request({ card: 'x'.repeat(1_100_000) });
    expect((await call('POST /v1/tasks', '/v1/tasks', large)).status).toBe(413);
  });

  it('is kept by the routes of dead letters and templates, and by the others', async () => {
    expect((await call('GET /v1/dlq', '/v1/dlq')).body).toHaveLength(1);
    await call('GET /v1/dlq', '/v1/dlq?limit=0');
    expect((await call('GET /v1/dlq/stats', '/v1/dlq/stats')).body).toHaveLength(1);
    const queue = await call('GET /v1/dlq/investigation-queue', '/v1/dlq/investigation-queue');
    expect(queue.body).toMatchObject([{ task_uuid: failed, priority_score: expect.any(Number) }]);
    await call('GET /v1/dlq/investigation-queue', '/v1/dlq/investigation-queue?limit=501');
    expect((await call('GET /v1/dlq/staleness', '/v1/dlq/staleness')).body).toEqual([]);
    await call('GET /v1/dlq/staleness', '/v1/dlq/staleness?limit=');
    await call('GET /v1/dlq/task/{id}', `/v1/dlq/task/${failed}`);
    await call('GET /v1/dlq/task/{id}', `/v1/dlq/task/${complete}`);
    await call('PATCH /v1/dlq/entry/{id}', `/v1/dlq/entry/${failed}`, { resolution_notes: 'seen' });
    await call('PATCH /v1/dlq/entry/{id}', `/v1/dlq/entry/${failed}`, { resolution_status: 'lost' });
    await call('GET /v1/templates', '/v1/templates');
    const template = 'GET /v1/templates/{namespace}/{name}/{version}';
    await call(template, '/v1/templates/shop/checkout/1.0.0');
    await call(template, '/v1/templates/shop/checkout/2.0.0');
    await call('GET /health', '/health');
  });

  it('tells of every header that is read', async () => {
    const id = '0193e2a4-5b6c-7d8e-9f00-112233445566';
    const headers = { 'Idempotency-Key': 'once', 'X-Correlation-Id': id, 'X-Request-Id': 'mine', traceparent: 'none' };
    const create = document.paths['/v1/tasks']!['post']!;
    const told = create.parameters!.map(({ name, $ref = '' }) => name ?? $ref.split('/').at(-1));
    expect(told.sort()).toEqual(Object.keys(headers).sort());
    const made = await call('POST /v1/tasks', '/v1/tasks', request({ card: '43' }), headers);
    expect(made.headers.get('X-Request-Id')).toBe('mine');
    expect(made.body.correlation_id).toBe(id);
    const same = { ...request({ card: '43' }), idempotency_key: 'once' };
    expect((await call('POST /v1/tasks', '/v1/tasks', same)).status).toBe(409);
    expect((await call('POST /v1/tasks', '/v1/tasks', { ...same, idempotency_key: 'twice' }, headers)).status).toBe(
      400,
    );
  });

  it('tells of every header that is sent', async () => {
    const page = await call('GET /v1/tasks/{id}/workflow_steps', `/v1/tasks/${complete}/workflow_steps?limit=1`);
    expect(page.headers.get('Link')).toContain('rel="next"');
    const sfn = new EngineStepFunctions({});
    const busy = Object.assign(new Error('Rate exceeded'), { name: 'ThrottlingException' });
    sfn.listStateMachines = () => Promise.reject(busy);
    const throttled = createApi({
      client: new TaskerClient({ sfn, sleep: async () => {} }),
      templates: [],
      log: () => undefined,
    });
    const answer = await call('GET /v1/tasks', '/v1/tasks', undefined, {}, throttled);
    expect(answer.status).toBe(503);
    const told = Object.keys(document.components.headers);
    expect([...sent].filter((name) => !OF_BODIES.includes(name)).sort()).toEqual(
      told.map((each) => each.toLowerCase()).sort(),
    );
    // Pages of other origins may read them all.
    expect([...EXPOSED_HEADERS].sort()).toEqual(told.sort());
  });

  it('was put to the test with every route', () => {
    expect(API_ROUTES.filter((route) => ![...seen.keys()].some((each) => each.startsWith(`${route} `)))).toEqual([]);
  });
});
