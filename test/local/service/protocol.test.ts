import { request } from 'node:http';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { requests } from '../../../lib/local/base/api/requests.ts';
import { hang, roleArn, serveLocally } from '../../support/serve-locally.ts';

const post = (url: string, target: string | undefined, body: string) =>
  fetch(url, { method: 'POST', headers: target === undefined ? {} : { 'X-Amz-Target': target }, body });

describe('AWS JSON 1.0', () => {
  it('answers with the content type and a request id', async () => {
    const { url } = await serveLocally();
    const answer = await post(url, 'AWSStepFunctions.ListStateMachines', '{}');
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('application/x-amz-json-1.0');
    expect(answer.headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/);
    expect(await answer.json()).toEqual({ stateMachines: [] });
  });

  it('tells dates in seconds', async () => {
    const { url, sfn } = await serveLocally();
    await sfn.createStateMachine({
      name: 'a',
      definition: '{"StartAt":"A","States":{"A":{"Type":"Succeed"}}}',
      roleArn,
    });
    const answer = await post(url, 'AWSStepFunctions.ListStateMachines', '{}');
    expect(((await answer.json()) as { stateMachines: unknown[] }).stateMachines[0]).toMatchObject({
      creationDate: 1_735_689_600,
    });
  });

  it.each([
    ['AWSStepFunctions.MakeCoffee', '{}', 'com.amazon.coral.service#UnknownOperationException'],
    ['DynamoDB_20120810.ListTables', '{}', 'com.amazon.coral.service#UnknownOperationException'],
    ['AWSStepFunctions.constructor', '{}', 'com.amazon.coral.service#UnknownOperationException'],
    ['AWSStepFunctions.ListStateMachines', '{', 'com.amazon.coral.service#SerializationException'],
    ['AWSStepFunctions.ListStateMachines', '[]', 'com.amazon.coral.service#SerializationException'],
    ['AWSStepFunctions.ListStateMachines', '{"maxResults":"7"}', 'com.amazon.coral.service#SerializationException'],
    ['AWSStepFunctions.DescribeStateMachine', '{}', 'com.amazon.coral.validate#ValidationException'],
    [
      'AWSStepFunctions.DescribeStateMachine',
      '{"stateMachineArn":"x"}',
      'com.amazonaws.swf.service.v2.model#InvalidArn',
    ],
  ])('refuses %s %s', async (target, body, type) => {
    const { url } = await serveLocally();
    const answer = await post(url, target, body);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ __type: type, message: expect.any(String) });
  });

  it('knows nothing else', async () => {
    const { url } = await serveLocally();
    expect((await post(url, undefined, '{}')).status).toBe(404);
    expect((await fetch(`${url}/anything`)).status).toBe(404);
  });

  it('refuses a body that is too large', async () => {
    const { url } = await serveLocally();
    const answer = await post(url, 'AWSStepFunctions.ListStateMachines', JSON.stringify({ x: 'x'.repeat(9_000_000) }));
    expect(await answer.json()).toMatchObject({ message: 'Request size exceeded the limit' });
  });

  it('survives a caller who hangs up', async () => {
    const { url, sfn, problems } = await serveLocally();
    await new Promise<void>((resolve) => {
      const call = request(url, { method: 'POST', headers: { 'X-Amz-Target': 'AWSStepFunctions.ListStateMachines' } });
      call.on('error', () => {
        resolve();
      });
      call.write('{');
      call.on('socket', (socket) => socket.on('connect', () => setImmediate(() => call.destroy(new Error('enough')))));
    });
    expect((await sfn.listStateMachines({})).stateMachines).toEqual([]);
    expect(problems).toEqual([]);
  });
});

const anyText = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom(
    'arn:aws:states:us-east-1:123456789012:stateMachine:a',
    'arn:aws:states:us-east-1:123456789012:stateMachine:a:1',
    'arn:aws:states:us-east-1:123456789012:stateMachine:a#b',
    'arn:aws:states:us-east-1:123456789012:execution:a:b',
    'a',
    'b',
    '{"StartAt":"A","States":{"A":{"Type":"Pass","End":true}}}',
    '{"StartAt":"A","States":{"A":{"Type":"Task","Resource":"x","Next":5}}}',
    '{"StartAt":"A","States":{"A":{"Type":"Map","ItemProcessor":null}}}',
    '__proto__',
    'STANDARD',
    'eyJ4IjoxfQ',
    'W251bGwsbnVsbF0',
  ),
);
const members = [...new Set(Object.values(requests).flatMap((fields) => Object.keys(fields)))];
const anyRequest = fc.dictionary(
  fc.constantFrom(...members),
  fc.oneof(
    { weight: 5, arbitrary: anyText },
    fc.jsonValue() as fc.Arbitrary<unknown>,
    fc.integer({ min: -1, max: 1001 }),
  ),
  { maxKeys: 8 },
);

describe('requests of any form', () => {
  it('are answered, and never end the service', async () => {
    const { url, sfn, problems } = await serveLocally({ invoke: hang });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.constantFrom(...Object.keys(requests)), anyRequest), { minLength: 1, maxLength: 6 }),
        async (calls) => {
          for (const [operation, body] of calls) {
            if (operation === 'StartSyncExecution') continue; // May wait for a task that hangs.
            const answer = await post(url, `AWSStepFunctions.${operation}`, JSON.stringify(body));
            const text = await answer.text();
            expect([200, 400], `${operation} ${JSON.stringify(body)} → ${text}`).toContain(answer.status);
            expect(JSON.parse(text)).toBeTypeOf('object');
          }
        },
      ),
      { numRuns: process.env['FUZZ'] === undefined ? 150 : 5_000 },
    );
    await sfn.listStateMachines({});
    expect(problems).toEqual([]);
  });
});
