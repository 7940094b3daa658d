import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withApiCode } from '../../lib/constructs/api/api-code.ts';

const templates = [
  {
    namespace: 'shop',
    name: 'checkout',
    version: '1.0.0',
    description: 'Sells',
    input_schema: null,
    identity_strategy: 'strict',
    steps: [],
  },
] as const;

const kept = mkdtempSync(join(tmpdir(), 'tasker-sfn-api-test-'));
afterAll(() => rmSync(kept, { recursive: true, force: true }));

describe('the code of the API’s function', () => {
  let code: string;
  beforeAll(() => {
    withApiCode(templates, (folder) => cpSync(folder, kept, { recursive: true }));
    code = readFileSync(join(kept, 'index.mjs'), 'utf8');
  });

  it('is one file and the templates, the same every time', () => {
    expect(readdirSync(kept).sort()).toEqual(['index.mjs', 'templates.json']);
    expect(withApiCode(templates, (folder) => readFileSync(join(folder, 'index.mjs'), 'utf8'))).toBe(code);
  });

  it('holds no YAML parser, no compiler, no CDK and no AWS client', () => {
    // A third of it are RE2 and the validators of five drafts; 33 kB are the OpenAPI document.
    expect(code.length).toBeLessThan(575_000);
    expect(code).not.toMatch(/aws-cdk-lib|parseDocument|isYAML|ZodError|AWSStepFunctions/);
    expect(code).toMatch(/import\("@aws-sdk\/client-sfn"\)/);
  });

  it('answers API Gateway', async () => {
    process.env.TASKER_SFN_STATE_MACHINES = 'arn:aws:states:eu-west-1:111111111111:stateMachine:';
    const { handler } = (await import(pathToFileURL(join(kept, 'index.mjs')).href)) as {
      handler: (event: object, context: object) => Promise<{ statusCode: number; body: string }>;
    };
    const requestContext = { requestId: 'r', http: { method: 'GET', path: '/v1/templates' }, domainName: 'x' };
    const event = { version: '2.0', rawPath: '/v1/templates', rawQueryString: '', headers: {}, requestContext };
    const answer = await handler(event, { awsRequestId: 'a' });
    expect(answer.statusCode).toBe(200);
    expect(JSON.parse(answer.body)).toMatchObject({ total_count: 1, templates: [{ name: 'checkout' }] });
  });
});
