import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  applyAPI,
  ApiHandler,
  APIMixin,
  ApiResponse,
  defineApiHandler,
  StepHandler,
  type APICapable,
} from '../../lib/runtime/index.ts';
import { invoke } from './invoke.ts';

let server: Server;
let baseUrl: string;

beforeAll(async () => {
  server = createServer((request, response) => {
    void read(request).then((body) => {
      const { pathname } = new URL(request.url ?? '', 'http://x');
      const status = Number(/^\/status\/(\d+)$/.exec(pathname)?.[1] ?? 200);
      if (pathname === '/hang') return;
      if (pathname === '/break') return void request.socket.destroy();
      if (pathname === '/text') return void response.end('plain');
      if (pathname === '/bad-json') return void response.setHeader('content-type', 'application/json').end('{');
      const { method, url, headers } = request;
      response.writeHead(status, { 'content-type': 'application/json', ...(status === 429 && { 'retry-after': '7' }) });
      response.end(JSON.stringify(status < 400 ? { method, url, headers, body } : { error: { message: 'No luck' } }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

async function read(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
}

async function callApi(use: (api: APICapable) => unknown, timeout?: number) {
  const options = { baseUrl, defaultHeaders: { 'x-tenant': 't1' }, ...(timeout && { defaultTimeout: timeout }) };
  return invoke(defineApiHandler('Shop.ChargeHandler', options, ({ api }) => use(api)));
}

describe('the HTTP methods', () => {
  const echo = async (use: (api: APICapable) => Promise<ApiResponse>) =>
    (await callApi(async (api) => (await use(api)).body)).reply?.result as any;

  it('send queries, headers and JSON', async () => {
    const got = await echo((api) => api.get('/a?x=1', { y: 'ü 2', none: null, many: [1] }, { 'x-own': '1' }));
    expect(got).toMatchObject({ method: 'GET', url: '/a?x=1&y=%C3%BC+2&many=%5B1%5D', body: '' });
    expect(got.headers).toMatchObject({ 'x-tenant': 't1', 'x-own': '1' });
    for (const method of ['post', 'put', 'patch'] as const) {
      const sent = await echo((api) => api[method]('/b', { body: { a: 1 }, headers: { 'X-Tenant': 't2' } }));
      expect(sent).toMatchObject({ method: method.toUpperCase(), body: '{"a":1}' });
      expect(sent.headers).toMatchObject({ 'content-type': 'application/json', 'x-tenant': 't2' });
    }
  });

  it('send queries and headers in the form that Tasker documents', async () => {
    const got = await echo((api) => api.get('/a', { params: { y: 1 }, headers: { 'x-own': '1' } }));
    expect(got).toMatchObject({ url: '/a?y=1' });
    expect(got.headers['x-own']).toBe('1');
    expect((await echo((api) => api.get('/a', { headers: { 'x-own': '2' } }))).url).toBe('/a');
    expect((await echo((api) => api.get('/a', { params: 'p', headers: 'h' }))).url).toBe('/a?params=p&headers=h');
    expect((await echo((api) => api.get('/a', { params: {}, other: 1 }))).url).toBe('/a?params=%7B%7D&other=1');
  });

  it('send text, nothing, and any method', async () => {
    const text = await echo((api) => api.post('/b', { body: 'plain', json: false }));
    expect(text.body).toBe('plain');
    expect(text.headers['content-type']).toMatch(/^text\/plain/);
    expect((await echo((api) => api.post('/b'))).headers['content-type']).toBeUndefined();
    expect(await echo((api) => api.delete('/b'))).toMatchObject({ method: 'DELETE' });
    expect(await echo((api) => api.request('OPTIONS', '/b'))).toMatchObject({ method: 'OPTIONS' });
  });

  it('read what is not JSON as text', async () => {
    expect(await echo((api) => api.get('/text'))).toEqual({ result: 'plain' });
    expect(await echo((api) => api.get('/bad-json'))).toEqual({ result: '{' });
  });
});

describe('what comes of a response', () => {
  const outcome = (path: string) =>
    callApi(async (api) => {
      const response = await api.get(path);
      return response.ok ? api.apiSuccess(response, { status: response.statusCode }) : api.apiFailure(response);
    });

  it('is a success with its status', async () => {
    expect((await outcome('/status/201')).reply?.result).toEqual({ status: 201 });
  });

  it.each([
    [400, 'PermanentError', 'bad_request'],
    [404, 'PermanentError', 'not_found'],
    [418, 'PermanentError', 'client_error'],
    [501, 'PermanentError', 'server_error'],
    [408, 'RetryAfterError', 'request_timeout'],
    [500, 'RetryAfterError', 'internal_server_error'],
    [503, 'RetryAfterError', 'service_unavailable'],
    [429, 'RetryAfterError', 'rate_limited'],
  ])('%i is %s (%s)', async (status, error, type) => {
    expect(await outcome(`/status/${status}`)).toMatchObject({
      error,
      details: { type, message: `HTTP ${status}: No luck`, metadata: { status_code: status } },
    });
  });

  it('keeps the response: its status and headers in the metadata, and the body of a failure', async () => {
    const handler = new (class extends ApiHandler {
      call = async () => this.success({});
    })();
    const answer = (body: unknown, status: number, headers = {}) =>
      new ApiResponse(new Response('', { status, headers }), body);
    expect(handler.apiSuccess(answer({ a: 1 }, 201, { x: 'y' }))).toMatchObject({
      result: { a: 1 },
      metadata: { status_code: 201, headers: { x: 'y' } },
    });
    expect(handler.apiSuccess(answer('text', 200)).result).toEqual({ data: 'text' });
    expect(handler.apiSuccess(answer({}, 200), { b: 2 }, false)).toMatchObject({ result: { b: 2 }, metadata: {} });
    expect(handler.apiFailure(answer({ msg: 'Slow down' }, 429, { 'retry-after': '7' }))).toMatchObject({
      errorMessage: 'HTTP 429: Slow down',
      errorType: 'rate_limited',
      retryable: true,
      metadata: {
        status_code: 429,
        headers: { 'retry-after': '7' },
        retry_after_seconds: 7,
        response_body: { msg: 'Slow down' },
      },
    });
    expect(handler.apiFailure(answer('', 404), 'Gone')).toMatchObject({
      errorMessage: 'Gone',
      metadata: { status_code: 404, headers: {} },
    });
    expect(Object.keys(handler.apiFailure(answer('', 404)).metadata)).toEqual(['status_code', 'headers']);
    expect(handler.connectionError(new RangeError('x')).metadata).toEqual({ exception_type: 'RangeError' });
    expect(handler.capabilities).toEqual(['process', 'http', 'api']);
  });

  it.each([
    [{ error: 'a' }, 'HTTP 400: a'],
    [{ message: 'b' }, 'HTTP 400: b'],
    [{ detail: 'c' }, 'HTTP 400: c'],
    [{ error_message: 'd' }, 'HTTP 400: d'],
    [{ error: { code: 1, message: 'e' } }, 'HTTP 400: e'],
    [{ error: 5, msg: 'f' }, 'HTTP 400: f'],
    ['nothing', 'HTTP 400: bad_request'],
    [null, 'HTTP 400: bad_request'],
  ])('says what went wrong in the words of the body: %j', (body, message) => {
    const handler = new (class extends ApiHandler {
      call = async () => this.success({});
    })();
    expect(handler.apiFailure(new ApiResponse(new Response('', { status: 400 }), body)).errorMessage).toBe(message);
  });

  it('keeps the wait that the service asks for', async () => {
    expect((await outcome('/status/429')).details?.retry_after).toBe(7);
  });

  it.each([
    ['/hang', 50, 'DOMException'],
    ['/break', undefined, 'TypeError'],
  ])('is retryable when there is none (%s)', async (path, timeout, errorType) => {
    const { error, details } = await callApi((api) => api.get(path), timeout);
    expect(error).toBe('RetryAfterError');
    expect(details?.metadata).toEqual({ errorType });
  });

  it('can be told as a fault of the network or of time', () => {
    class Own extends ApiHandler {
      async call() {
        return this.connectionError(new Error('refused'), 'paying');
      }
    }
    expect(new Own().connectionError(new Error('refused'), 'paying')).toMatchObject({
      errorMessage: 'Connection error while paying: refused',
      errorType: 'connection_error',
      retryable: true,
    });
    expect(new Own().timeoutError(new Error('5 s'))).toMatchObject({ errorType: 'timeout', retryable: true });
    expect(new Own()).toMatchObject({ baseUrl: '', timeout: 30_000, defaultHeaders: {} });
  });
});

describe('ApiResponse', () => {
  const response = (headers: Record<string, string>, status = 503) =>
    new ApiResponse(new Response('', { status, headers }));

  it('knows how long to wait', () => {
    expect(response({}).retryAfter).toBeNull();
    expect(response({ 'Retry-After': '5' }).retryAfter).toBe(5);
    expect(response({ 'retry-after': 'whenever' }).retryAfter).toBe(60);
    const soon = new Date(Date.now() + 90_000).toUTCString();
    expect(response({ 'retry-after': soon }).retryAfter).toBeGreaterThan(85);
  });

  it('knows its kind at the edges', () => {
    const kinds = (status: number) => {
      const { ok, isClientError, isServerError } = response({}, status);
      return [ok, isClientError, isServerError].map(Number).join('');
    };
    expect([200, 299, 300, 399, 400, 499, 500, 599].map(kinds)).toEqual([
      '100',
      '100',
      '000',
      '000',
      '010',
      '010',
      '001',
      '001',
    ]);
    const raw = new Response('');
    expect(new ApiResponse(raw).rawResponse).toBe(raw);
  });

  it('knows its kind', () => {
    expect(response({}, 503)).toMatchObject({
      ok: false,
      isServerError: true,
      isClientError: false,
      isRetryable: true,
    });
    expect(response({}, 404)).toMatchObject({
      ok: false,
      isServerError: false,
      isClientError: true,
      isRetryable: false,
    });
    expect(response({ a: '1' }, 200).toDict()).toMatchObject({
      status_code: 200,
      headers: { a: '1' },
      body: undefined,
    });
  });
});

describe('a handler that extends something else', () => {
  it('takes on the HTTP methods with its own settings', async () => {
    class Own extends StepHandler {
      static baseUrl = baseUrl;
      readonly api = applyAPI(this);
      readonly apiSuccess = APIMixin.prototype.apiSuccess.bind(this as unknown as APIMixin);
      async call() {
        return this.apiSuccess(await this.api.get('/own'), undefined, false);
      }
    }
    expect((await invoke(Own)).reply?.result).toMatchObject({ url: '/own' });
    expect(new Own().api.baseUrl).toBe(baseUrl);
  });
});
