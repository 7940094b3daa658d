import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { TEMPLATES_FILE, MACHINES_VARIABLE } from '../../lib/api/lambda-environment.ts';

type Handler = (
  event: object,
  context: object,
) => Promise<{ statusCode: number; body: string; headers: Record<string, string> }>;

let folder: string;
let handler: Handler;

/** The function as it is deployed: one file, and the templates beside it. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'api-'));
  await build({
    entryPoints: [join(import.meta.dirname, '../../lib/api/lambda.ts')],
    outfile: join(folder, 'index.mjs'),
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    external: ['@aws-sdk/*'],
  });
  const template = { namespace: 'shop', name: 'checkout', version: '1.0.0', description: null, input_schema: null };
  const served = [{ ...template, identity_strategy: 'strict', steps: [] }];
  writeFileSync(join(folder, TEMPLATES_FILE), JSON.stringify(served));
  vi.stubEnv(MACHINES_VARIABLE, 'arn:aws:states:eu-central-1:123456789012:stateMachine:');
  const built = (await import(pathToFileURL(join(folder, 'index.mjs')).href)) as { handler: Handler };
  handler = built.handler;
});

afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

const call = (method: string, path: string, body?: string) =>
  handler(
    {
      version: '2.0',
      routeKey: '$default',
      rawPath: path,
      rawQueryString: '',
      headers: { host: 'api.example.com', 'content-type': 'application/json' },
      requestContext: { requestId: 'gateway-1', domainName: 'api.example.com', http: { method, path } },
      body: body === undefined ? undefined : Buffer.from(body).toString('base64'),
      isBase64Encoded: body !== undefined,
    },
    { awsRequestId: 'lambda-1' },
  );

describe('the Lambda function', () => {
  it('answers API Gateway from the templates beside it, under the request id that the gateway gave', async () => {
    const { statusCode, body, headers } = await call('GET', '/v1/templates');
    expect(statusCode).toBe(200);
    expect(JSON.parse(body)).toMatchObject({ templates: [{ name: 'checkout' }] });
    expect(headers['x-request-id']).toBe('gateway-1');
  });

  it('reads bodies that the gateway has encoded', async () => {
    const { statusCode, body } = await call('POST', '/v1/tasks', '{"name": 1}');
    expect(statusCode).toBe(400);
    expect(JSON.parse(body)).toMatchObject({ error: { code: 'BAD_REQUEST', request_id: 'gateway-1' } });
  });
});
