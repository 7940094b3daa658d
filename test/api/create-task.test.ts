import { beforeEach, describe, expect, it } from 'vitest';
import { openShop, order, type Shop } from './shop.ts';

let shop: Shop;
beforeEach(() => {
  shop = openShop();
});

const post = (json: unknown, headers?: Record<string, string>) => shop.call('POST', '/v1/tasks', json, headers);

/** The input of the only execution. */
const input = () => JSON.parse([...shop.sfn.executions.values()][0]!.input) as Record<string, unknown>;

describe('POST /v1/tasks', () => {
  it('creates a task', async () => {
    const { status, body, headers } = await post({ ...order, tags: ['a'], priority: -3 });
    expect(status).toBe(201);
    expect(body).toMatchObject({ ...order, tags: ['a'], priority: -3, status: 'pending', total_steps: 4 });
    expect(headers.get('Location')).toBe(`/v1/tasks/${body.task_uuid}`);
    expect(headers.get('X-Correlation-Id')).toBe(body.correlation_id);
    expect(input()).toMatchObject({ ...order, tags: ['a'], priority: -3, correlation_id: body.correlation_id });
  });

  it('takes null for what may be absent, and ignores what Tasker does not know', async () => {
    const { status } = await post({
      ...order,
      priority: null,
      idempotency_key: null,
      options: { a: 1 },
      colour: 'red',
    });
    expect(status).toBe(201);
    expect(input()).not.toHaveProperty('priority');
    expect(input()).not.toHaveProperty('colour');
    expect(input()).toHaveProperty('options', { a: 1 });
  });

  it("goes on with the caller's trace", async () => {
    const traceparent = '00-5759e988bd862e3fe1be46a994272793-53995c3f42cd8ad8-01';
    const traces = () =>
      shop.sfn.calls.flatMap(({ name, input: of }) =>
        name === 'startExecution' ? [(of as { traceHeader?: string }).traceHeader] : [],
      );
    await post(order, { traceparent });
    await post({ ...order, context: { ...order.context, seats: 2 } }, { traceparent: 'none of W3C' });
    expect(traces()).toEqual(['Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1', undefined]);
  });

  it('lists every field that is missing', async () => {
    const { status, body } = await post({});
    expect(status).toBe(400);
    expect(body.error).toMatchObject({ code: 'BAD_REQUEST', message: 'The request is not a valid task request.' });
    expect(body.error.details).toEqual(
      ['name', 'namespace', 'version', 'context', 'initiator', 'source_system', 'reason'].map((field) => ({
        path: `/${field}`,
        message: 'is required',
      })),
    );
  });

  it('lists every field that is wrong', async () => {
    const { status, body } = await post({
      ...order,
      context: [],
      priority: 101,
      tags: ['a', 1],
      requested_at: 'yesterday',
      correlation_id: 'x',
      reason: 'x'.repeat(501),
    });
    expect(status).toBe(400);
    expect((body.error.details as { path: string }[]).map((detail) => detail.path).sort()).toEqual([
      '/context',
      '/correlation_id',
      '/priority',
      '/reason',
      '/requested_at',
      '/tags/1',
    ]);
  });

  it('takes the times that Tasker writes', async () => {
    expect((await post({ ...order, requested_at: '2026-01-01T00:00:00' })).status).toBe(201);
  });

  it('lists every violation of the input schema', async () => {
    const { status, body } = await post({ ...order, context: { plan: 'gold', seats: 0, 'a/b': 1 } });
    expect(status).toBe(400);
    expect(body.error.message).toBe('The context breaks the input schema of "shop/diamond/1.0.0".');
    expect(body.error.details).toEqual([
      { path: '/context/email', message: 'is required' },
      { path: '/context/a~1b', message: 'is not allowed' },
      { path: '/context/plan', message: 'must be one of ["free","pro"]' },
      { path: '/context/seats', message: 'must be >= 1' },
    ]);
    expect(shop.sfn.count('startExecution')).toBe(0);
  });

  it.each([
    [{ namespace: 'shop', name: 'diamnod' }, 'Did you mean "shop/diamond/1.0.0"?'],
    [{ version: '2.0.0' }, 'It has these versions: 1.0.0.'],
    [{ namespace: 'zoo', name: 'elephants' }, 'There is no template "zoo/elephants/1.0.0".'],
  ])('says which template was probably meant: %o', async (identity, hint) => {
    const { status, body } = await post({ ...order, ...identity });
    expect(status).toBe(404);
    expect(body.error.code).toBe('NOT_FOUND');
    expect(body.error.message).toContain(hint);
  });

  it('refuses a body that is no JSON, no object, or called something else', async () => {
    expect(await post('{"name": ')).toMatchObject({ status: 400, body: { error: { code: 'JSON_ERROR' } } });
    expect(await post('')).toMatchObject({ status: 400, body: { error: { code: 'JSON_ERROR' } } });
    expect(await post([])).toMatchObject({ status: 400, body: { error: { code: 'BAD_REQUEST' } } });
    expect(await post(order, { 'Content-Type': 'text/plain' })).toMatchObject({
      status: 415,
      body: { error: { code: 'UNSUPPORTED_MEDIA_TYPE' } },
    });
    expect(await post(order, { 'Content-Type': 'application/json; charset=utf-8' })).toMatchObject({ status: 201 });
  });

  it.each([null, [], 'x', 1, true])('refuses %j as a body and as a context', async (value) => {
    expect(await post(JSON.stringify(value))).toMatchObject({
      status: 400,
      body: { error: { code: 'BAD_REQUEST', message: 'The body must be a JSON object.' } },
    });
    // Tasker takes null for what may be absent; a context may not.
    const message = value === null ? 'is required' : 'must be object';
    expect(await post({ ...order, context: value })).toMatchObject({
      status: 400,
      body: { error: { code: 'BAD_REQUEST', details: [{ path: '/context', message }] } },
    });
  });

  it('keeps its answer small, whatever the request', async () => {
    const { status, body } = await post({ ...order, tags: Array(450_000).fill(1) });
    expect(status).toBe(400);
    expect(body.error.message).toBe(
      'The request is not a valid task request in more than 10,000 places, of which the first 100 are told.',
    );
    expect(body.error.details).toHaveLength(100);
    expect(JSON.stringify(body).length).toBeLessThan(10_000);
    const names = Object.fromEntries(Array.from({ length: 150 }, (_, index) => [`${index}${'x'.repeat(6000)}`, 1]));
    const answer = await post({ ...order, context: names });
    expect(answer.body.error.details).toHaveLength(100);
    expect(JSON.stringify(answer.body).length).toBeLessThan(64_000);
  });

  it('refuses what it could not keep: deep nesting, and integers that would be rounded', async () => {
    const deep = JSON.stringify(order).replace('"ada@example.com"', '['.repeat(5000) + ']'.repeat(5000));
    expect(await post(deep)).toMatchObject({
      status: 400,
      body: { error: { code: 'BAD_REQUEST', message: 'The JSON is nested more than 500 levels deep.' } },
    });
    const large = JSON.stringify(order).replace('"ada@example.com"', '9007199254740993');
    expect(await post(large)).toMatchObject({
      status: 400,
      body: { error: { code: 'BAD_REQUEST', details: [{ path: '/context/email' }] } },
    });
    expect(shop.sfn.count('startExecution')).toBe(0);
  });

  it('refuses what is too large: the body at once, the request as Step Functions counts it', async () => {
    const context = { email: 'ada@example.com', plan: 'free' };
    const large = await post({ ...order, context, reason: 'r', options: 'x'.repeat(262_144) });
    expect(large).toMatchObject({ status: 413, body: { error: { code: 'PAYLOAD_TOO_LARGE' } } });
    expect(await post(`"${'x'.repeat(1_048_576)}"`)).toMatchObject({ status: 413 });
    expect((await post(JSON.stringify(order) + ' '.repeat(300_000))).status).toBe(201);
  });

  describe('identity', () => {
    it('is the context of a strict template: a duplicate gets the existing task', async () => {
      const first = await post(order);
      const again = await post({ ...order, context: { plan: 'free', email: 'ada@example.com' }, reason: 'again' });
      expect(again.status).toBe(409);
      expect(again.body.error).toMatchObject({ code: 'CONFLICT', task_uuid: first.body.task_uuid });
    });

    it('is the key where there is one, in the body or in the header', async () => {
      const first = await post({ ...order, idempotency_key: 'k' });
      const again = await post({ ...order, context: { ...order.context, seats: 2 } }, { 'Idempotency-Key': 'k' });
      expect(again).toMatchObject({ status: 422, body: { error: { task_uuid: first.body.task_uuid } } });
      expect(input()).toHaveProperty('idempotency_key', 'k');
      const differ = await post({ ...order, idempotency_key: 'k' }, { 'Idempotency-Key': 'l' });
      expect(differ).toMatchObject({ status: 400, body: { error: { code: 'BAD_REQUEST' } } });
    });

    it('must be given where the template says so', async () => {
      expect(await post({ ...order, name: 'by_key' })).toMatchObject({
        status: 400,
        body: { error: { message: expect.stringContaining('idempotency_key') as string } },
      });
      expect((await post({ ...order, name: 'by_key' }, { 'Idempotency-Key': 'k' })).status).toBe(201);
    });

    it('is new every time where the template says so', async () => {
      const unique = { ...order, namespace: 'other', name: 'every_time' };
      expect((await post(unique)).status).toBe(201);
      expect((await post(unique)).status).toBe(201);
    });
  });

  it('takes a correlation id from the header, and checks it', async () => {
    const id = 'b4b6b0de-8a0f-4a52-9f0c-0a34a8f2a7a1';
    expect((await post(order, { 'X-Correlation-Id': id })).body.correlation_id).toBe(id);
    expect(await post(order, { 'X-Correlation-Id': 'x' })).toMatchObject({
      status: 400,
      body: { error: { details: [{ path: '/correlation_id' }] } },
    });
  });
});
