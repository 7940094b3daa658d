import { beforeEach, describe, expect, it } from 'vitest';
import { awsError } from '../support/fake-sfn.ts';
import { openShop, order, type Shop } from './shop.ts';

let shop: Shop;
beforeEach(() => {
  shop = openShop();
});

describe('GET /health', () => {
  it('says whether Step Functions answers', async () => {
    expect(await shop.call('GET', '/health')).toMatchObject({ status: 200, body: { status: 'healthy' } });
    shop.sfn.failOn('describeStateMachine', Object.assign(awsError('Error'), { code: 'ECONNREFUSED' }));
    expect(await shop.call('GET', '/health')).toMatchObject({
      status: 503,
      body: { error: { code: 'SERVICE_UNAVAILABLE' } },
    });
  });
});

describe('request ids', () => {
  it('are taken from the request, else made, and returned', async () => {
    const given = await shop.call('GET', '/v1/nothing', undefined, { 'X-Request-Id': 'my-id' });
    expect(given.headers.get('X-Request-Id')).toBe('my-id');
    expect(given.body.error.request_id).toBe('my-id');
    const made = await shop.call('GET', '/health');
    expect(made.headers.get('X-Request-Id')).toMatch(/^[0-9a-f-]{36}$/);
    const bad = await shop.call('GET', '/health', undefined, { 'X-Request-Id': 'a b<script>' });
    expect(bad.headers.get('X-Request-Id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('are those of API Gateway, where it gave one', async () => {
    const answer = await shop.api.request('/health', {}, { requestContext: { requestId: 'gateway=' } });
    expect(answer.headers.get('X-Request-Id')).toBe('gateway=');
  });
});

describe('what is not there', () => {
  it('is told apart from what is not allowed', async () => {
    expect(await shop.call('GET', '/v2/tasks')).toMatchObject({ status: 404, body: { error: { code: 'NOT_FOUND' } } });
    const { status, body, headers } = await shop.call('PUT', '/v1/tasks', {});
    expect(status).toBe(405);
    expect(body.error.code).toBe('METHOD_NOT_ALLOWED');
    expect(headers.get('Allow')).toContain('POST');
    expect(headers.get('X-Request-Id')).toBeTruthy();
    expect((await shop.call('POST', '/v1/templates', {})).status).toBe(405);
  });
});

describe('failures of our own', () => {
  it.each(['ExpiredTokenException', 'SomethingNew'])(
    'are logged, and answered without their reasons: %s',
    async (name) => {
      shop.sfn.failOn('startExecution', awsError(name, 'arn:aws:iam::123456789012:role/secret may not do this'));
      const { status, body } = await shop.call('POST', '/v1/tasks', order, { 'X-Request-Id': 'r1' });
      expect(status).toBe(500);
      expect(body).toEqual({
        error: { code: 'INTERNAL_ERROR', message: expect.any(String) as string, request_id: 'r1' },
      });
      expect(JSON.stringify(body)).not.toMatch(/secret|\.ts:/);
      expect(shop.logged).toMatchObject([{ requestId: 'r1', method: 'POST', path: '/v1/tasks' }]);
    },
  );

  it.each(['AccessDeniedException', 'KmsAccessDeniedException'])(
    'are told apart where the role of the API lacks a right, and logged: %s',
    async (name) => {
      const { body: made } = await shop.call('POST', '/v1/tasks', order);
      shop.sfn.failOn('describeExecution', awsError(name, 'arn:aws:iam::123456789012:role/secret may not do this'));
      const { status, body } = await shop.call('GET', `/v1/tasks/${made.task_uuid}`);
      expect(status).toBe(403);
      expect(body.error).toMatchObject({ code: 'FORBIDDEN', message: expect.stringContaining('The role of the API') });
      expect(JSON.stringify(body)).not.toContain('secret');
      expect(shop.logged).toMatchObject([{ method: 'GET' }]);
    },
  );

  it('that pass are 503', async () => {
    shop.sfn.failOn('startExecution', 'ThrottlingException');
    expect(await shop.call('POST', '/v1/tasks', order)).toMatchObject({
      status: 503,
      body: { error: { code: 'SERVICE_UNAVAILABLE' } },
    });
    expect(shop.logged).toHaveLength(1);
  });
});
