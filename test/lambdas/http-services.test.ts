import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { billingService } from '../../lambdas/microservices/services/billing-service.ts';
import { httpClient } from '../../lambdas/microservices/services/http-client.ts';
import { notificationService } from '../../lambdas/microservices/services/notification-service.ts';
import { preferencesService } from '../../lambdas/microservices/services/preferences-service.ts';
import { userService } from '../../lambdas/microservices/services/user-service.ts';
import { PermanentError, RetryableError } from '../../lib/runtime/index.ts';

interface Answer {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body?: string;
  /** Ends the connection without an answer. */
  readonly hangUp?: boolean;
}

let server: Server;
let baseUrl: string;
let answer: Answer = {};
let requests: { method?: string; url?: string; key?: unknown; body: unknown }[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk) => (text += String(chunk)));
    request.on('end', () => {
      const { method, url, headers } = request;
      requests.push({ method, url, key: headers['idempotency-key'], body: JSON.parse(text) });
      if (answer.hangUp) return void request.socket.destroy();
      response.writeHead(answer.status ?? 200, answer.headers).end(answer.body ?? '{"ok":true}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

beforeEach(() => {
  requests = [];
  answer = {};
});

async function failure(given: Answer): Promise<PermanentError | RetryableError> {
  answer = given;
  const send = httpClient('billing', baseUrl);
  const error = await send({ method: 'POST', path: '/x', body: {}, idempotencyKey: 'k' }).catch((e: unknown) => e);
  if (error instanceof PermanentError || error instanceof RetryableError) return error;
  throw error;
}

describe('the services over HTTP', () => {
  const profile = {
    user_id: 'u/1',
    plan: 'pro',
    price: 29,
    currency: 'USD',
    billing_cycle: 'monthly',
    trial_days: 14,
    next_billing_date: '2026-01-15',
  };
  const preferences = { theme: 'dark', notifications: {} };

  it.each([
    [
      'POST',
      '/users',
      () =>
        userService({ USER_SERVICE_URL: `${baseUrl}/` }).createAccount({ email: 'a@b.c', name: null, plan: 'free' }),
      { email: 'a@b.c' },
    ],
    ['PATCH', '/users/u%2F1', () => userService({ USER_SERVICE_URL: baseUrl }).activate('u/1'), { status: 'active' }],
    [
      'POST',
      '/billing_profiles',
      () => billingService({ BILLING_SERVICE_URL: baseUrl }).createProfile(profile),
      profile,
    ],
    [
      'PUT',
      '/users/u%2F1/preferences',
      () => preferencesService({ PREFERENCES_SERVICE_URL: baseUrl }).initialize('u/1', preferences),
      { preferences },
    ],
    [
      'POST',
      '/notifications',
      () => notificationService({ NOTIFICATION_SERVICE_URL: baseUrl }).sendWelcome('u/1', []),
      { user_id: 'u/1', messages: [] },
    ],
  ] as const)('%s %s, with a key that a retry repeats', async (method, url, call, body) => {
    expect(await call()).toEqual({ ok: true });
    await call();
    expect(requests).toMatchObject([
      { method, url, body },
      { method, url },
    ]);
    expect(requests[0]?.key).toMatch(/^[a-z]+_[0-9a-f]{24}$/);
    expect(requests[1]?.key).toBe(requests[0]?.key);
  });

  it.each([400, 401, 403, 404, 409, 410, 422])('%i is permanent', async (status) => {
    const error = await failure({ status, body: 'no such plan' });
    expect(error).toBeInstanceOf(PermanentError);
    expect(error).toMatchObject({
      message: `The billing service answered ${status}: no such plan`,
      errorCode: 'SERVICE_REJECTED',
      metadata: { service: 'billing', status_code: status },
    });
  });

  it.each([408, 429, 500, 501, 502, 503, 504, 507])('%i is retryable', async (status) => {
    const error = await failure({ status });
    expect(error).toBeInstanceOf(RetryableError);
    expect(error).toMatchObject({ errorCode: 'SERVICE_UNAVAILABLE', retryAfter: undefined });
  });

  it('keeps the wait that a service asks for, in seconds or as a date', async () => {
    expect(await failure({ status: 503, headers: { 'retry-after': '17' } })).toMatchObject({ retryAfter: 17 });
    const date = new Date(Date.now() + 60_000).toUTCString();
    const { retryAfter } = (await failure({ status: 429, headers: { 'Retry-After': date } })) as RetryableError;
    expect(retryAfter).toBeGreaterThan(55);
    expect(retryAfter).toBeLessThanOrEqual(60);
  });

  it('takes faults of the network for retryable', async () => {
    const error = await failure({ hangUp: true });
    expect(error).toBeInstanceOf(RetryableError);
    expect(error).toMatchObject({ errorCode: 'SERVICE_UNREACHABLE' });
    const closed = createServer();
    await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
    const { port } = closed.address() as AddressInfo;
    await new Promise((resolve) => closed.close(resolve));
    const nobody = httpClient('user', `http://127.0.0.1:${port}`);
    await expect(nobody({ method: 'POST', path: '/', body: {}, idempotencyKey: 'k' })).rejects.toThrow(
      /^The user service cannot be reached: .*ECONNREFUSED/,
    );
  });

  it('takes an answer that is not JSON for retryable', async () => {
    expect(await failure({ body: '<html>' })).toBeInstanceOf(RetryableError);
  });

  it.each(['localhost:8080', 'ftp://x', 'http://', ''])('refuses the address %j for good', (address) => {
    expect(() => httpClient('user', address)).toThrow(PermanentError);
  });
});
