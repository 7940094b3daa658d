import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { cli } from '../../lib/cli/cli.ts';
import { FUNCTIONS, ORDER_MACHINE } from '../cli/definition/machine.ts';
import { fakeIo } from '../cli/fake-io.ts';
import { CROSSED, CROSSED_HANDLERS, ORDER, project } from '../cli/project.ts';
import { serveProject } from '../cli/serve-project.ts';
import { ended, refusal, sfnAt } from '../support/serve-locally.ts';

const HANDLERS = `
import { defineHandler, PermanentError, RetryableError, logInfo } from '@tasker-systems/tasker';

export const Reserve = defineHandler('Shop::ReserveHandler', {}, async () => ({ pid: process.pid }));
export const Charge = defineHandler('Shop::ChargeHandler', { inputs: { failures: 'failures', card: 'card' } },
  async ({ failures = 0, card, context }) => {
    logInfo('Charging', { card });
    if (card === null) throw new PermanentError('There is no card.', { error_code: 'NO_CARD' });
    if (card === 'crash') process.exit(7);
    if (context.retryCount < failures) throw new RetryableError('The bank is closed.');
    return { attempt: context.retryCount + 1 };
  });
export const Pack = defineHandler('Shop::PackHandler', {}, async () => ({ packed: true }));
export const Ship = defineHandler('Shop::ShipHandler', { depends: { charge: 'charge' } },
  async ({ charge }) => ({ charged: charge }));
`;

const shopFiles = { 'templates/order.yaml': ORDER, 'lambdas/shop/order.ts': HANDLERS, 'node_modules/.keep': '' };
const arn = 'arn:aws:states:us-east-1:123456789012:stateMachine:shop-order-1_0_0';

/** Serves a shop whose tasks wait but little. */
const serveShop = (flags: readonly string[] = [], env: Record<string, string> = {}, cwd = project(shopFiles)) =>
  serveProject(cwd, ['--time-scale', '100', ...flags], env);

describe('tasker-sfn local', () => {
  it('refuses two templates of one identity, of which one would replace the other', async () => {
    const io = fakeIo({ cwd: project({ ...shopFiles, 'templates/again.yaml': ORDER }) });
    expect(await cli(['local', '--port', '0', '--lambda-port', '0'], io)).toBe(1);
    expect(io.err()).toContain('error[duplicate-template]');
  });

  it('lets branches meet at a table in memory, and so does run --endpoint there', async () => {
    const files = {
      'templates/crossed.yaml': CROSSED,
      'lambdas/crossed.ts': CROSSED_HANDLERS,
      'node_modules/.keep': '',
    };
    const cwd = project(files);
    const { url } = await serveShop(['--sync', 'exact'], {}, cwd);
    const sfn = sfnAt(url);
    const machine = arn.replace('order', 'crossed');
    const { definition } = await sfn.describeStateMachine({ stateMachineArn: machine });
    expect(definition).toContain('"TableName":"RendezvousTable"');
    const { executionArn } = await sfn.startExecution({ stateMachineArn: machine });
    const { status, output } = await ended(sfn, executionArn);
    expect(status).toBe('SUCCEEDED');
    expect(JSON.parse(output!).d).toEqual({ saw: ['a', 'b'] });

    const io = fakeIo({ cwd, env: { PATH: process.env['PATH'] ?? '' } });
    const flags = ['--sync', 'exact', '--endpoint', url, '--lambda-port', '0', '--json'];
    expect(await cli(['run', 'templates/crossed.yaml', ...flags], io)).toBe(0);
    expect(JSON.parse(io.out()).output.d).toEqual({ saw: ['a', 'b'] });
  });

  it('deploys the templates, and runs them with their handlers through the AWS API', async () => {
    const { url, io, stop } = await serveShop(['--verbose']);
    const sfn = sfnAt(url);
    const { executionArn } = await sfn.startExecution({ stateMachineArn: arn, input: '{"context":{"failures":1}}' });
    const { status, output } = await ended(sfn, executionArn);
    expect(status).toBe('SUCCEEDED');
    const results = JSON.parse(output ?? '');
    expect(results).toMatchObject({ ship: { charged: { attempt: 2 } }, pack: { packed: true } });
    // Handlers run in processes of their own.
    expect(results.reserve.pid).not.toBe(process.pid);

    const failed = await sfn.startExecution({ stateMachineArn: arn, input: '{"context":{"card":null}}' });
    const outcome = await ended(sfn, failed.executionArn);
    expect(outcome).toMatchObject({ status: 'FAILED', error: 'TaskFailed' });
    expect(JSON.parse(outcome.cause ?? '')).toMatchObject({
      failed: [{ step: 'charge', code: 'NO_CARD' }],
      blocked: ['ship'],
    });

    const crashed = await sfn.startExecution({ stateMachineArn: arn, input: '{"context":{"card":"crash"}}' });
    expect((await ended(sfn, crashed.executionArn)).cause).toContain('Runtime.ExitError');
    expect(io.err()).toMatch(/^\[ShopChargeHandler\] .*Charging/m);
    expect(await stop()).toBe(0);
  });

  it('has the machines of one environment, with its prefix, and so does run --endpoint there', async () => {
    const cwd = project(shopFiles);
    const { url, io } = await serveShop(['--prefix', 'dev'], {}, cwd);
    expect(io.out()).toContain('\n  dev--shop-order-1_0_0  (templates/order.yaml)\n');
    const env = { PATH: process.env['PATH'] ?? '' };
    const created = fakeIo({ cwd, env });
    const there = ['--endpoint', url, '--prefix', 'dev', '--json'];
    expect(await cli(['task', 'create', 'shop/order', '--wait', ...there], created)).toBe(0);
    const { task_uuid: id } = JSON.parse(created.out());
    expect(await (await fetch(`${url}/v1/tasks/${id}`)).json()).toMatchObject({ status: 'complete' });
    expect(await cli(['task', 'get', id, '--endpoint', url], fakeIo({ cwd, env }))).toBe(1);

    const run = fakeIo({ cwd, env });
    const flags = ['--endpoint', url, '--lambda-port', '0', '--prefix', 'eu', '--json'];
    expect(await cli(['run', 'templates/order.yaml', ...flags], run)).toBe(0);
    expect(JSON.parse(run.out()).executionArn).toContain(':eu--shop-order-1_0_0:');
    const { stateMachines } = await sfnAt(url).listStateMachines({});
    expect(stateMachines?.map(({ name }) => name)).toEqual(['dev--shop-order-1_0_0', 'eu--shop-order-1_0_0']);

    const bad = fakeIo({ cwd });
    expect(await cli(['local', '--prefix', 'a--b'], bad)).toBe(2);
    expect(bad.err()).toContain('A prefix is a letter');
  });

  it('serves state machines in States Language with plain functions, beside the templates', async () => {
    const files = { ...shopFiles, 'machines/invoice.asl.json': ORDER_MACHINE, ...FUNCTIONS };
    const cwd = project(files);
    const flags = ['--definitions', 'machines', '--substitute', 'Tries=3', '--express', 'invoice'];
    const { url, io } = await serveShop(flags, {}, cwd);
    expect(io.out()).toContain('2 state machines:');
    expect(io.out()).toContain('  invoice  (machines/invoice.asl.json)');
    const sfn = sfnAt(url);
    const stateMachineArn = arn.replace('shop-order-1_0_0', 'invoice');
    const { status, output } = await sfn.startSyncExecution({ stateMachineArn, input: '{"items":[7]}' });
    expect({ status, output }).toEqual({ status: 'SUCCEEDED', output: '[{"shipped":200},[7]]' });
    const { executionArn } = await sfn.startExecution({ stateMachineArn: arn });
    expect((await ended(sfn, executionArn)).status).toBe('SUCCEEDED');
  });

  it.each([
    [['--definitions', 'one'], 'error[no-substitution]'],
    [['--definitions', 'one', 'two', '--substitute', 'Tries=3'], 'error[duplicate-definition]'],
    [['--definitions', 'one', '--substitute', 'Tries=3', '--express', 'other'], '--express names "other"'],
  ])('does not start with %j', async (flags, message) => {
    const cwd = project({ 'one/order.asl.json': ORDER_MACHINE, 'two/order.asl.json': ORDER_MACHINE });
    const io = fakeIo({ cwd });
    expect(await cli(['local', '--port', '0', '--lambda-port', '0', ...flags], io)).not.toBe(0);
    expect(io.err()).toContain(message);
  });

  it('scales waits, and leaves handlers and their cold starts real time', async () => {
    const files = {
      'templates/slow.yaml': `
name: slow
namespace_name: shop
version: 1.0.0
steps:
  - name: work
    timeout_seconds: 5
    handler: { callable: Work }
    retry: { max_attempts: 2, backoff: exponential, backoff_base_ms: 30000, max_backoff_ms: 30000 }
`,
      'lambdas/slow.ts': `
import { defineHandler, RetryableError } from '@tasker-systems/tasker';
export const Work = defineHandler('Work', {}, async ({ context }) => {
  await new Promise((resolve) => setTimeout(resolve, 300));
  if (!context.isRetry()) throw new RetryableError('Not yet.');
  return { attempt: context.retryCount + 1 };
});
`,
    };
    // 5 s are 50 ms at that scale, in which no process starts; 30 s are 300 ms.
    const { url } = await serveShop([], {}, project(files));
    const sfn = sfnAt(url);
    const began = Date.now();
    const { executionArn } = await sfn.startExecution({ stateMachineArn: arn.replace('order', 'slow'), input: '{}' });
    const { status, output } = await ended(sfn, executionArn);
    expect([status, JSON.parse(output ?? '{}')]).toEqual(['SUCCEEDED', { work: { attempt: 2 } }]);
    expect(Date.now() - began).toBeLessThan(20_000);
  });

  it('serves the REST API on the same port', async () => {
    const { url } = await serveShop();
    expect(await (await fetch(`${url}/health`)).json()).toMatchObject({ status: 'healthy' });
    const request = {
      namespace: 'shop',
      name: 'order',
      version: '1.0.0',
      context: {},
      initiator: 'i',
      source_system: 's',
      reason: 'r',
    };
    const post = () =>
      fetch(`${url}/v1/tasks`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(request),
      });
    const created = await post();
    expect(created.status).toBe(201);
    const { task_uuid: id } = (await created.json()) as { task_uuid: string };
    const task = async () => (await (await fetch(`${url}/v1/tasks/${id}`)).json()) as { status: string };
    await expect.poll(async () => (await task()).status, { timeout: 10_000 }).toBe('complete');
    expect((await post()).status).toBe(409);
    expect((await fetch(`${url}/v1/nothing`)).status).toBe(404);
    expect((await fetch(`${url}/v1/templates`)).status).toBe(200);
  });

  it('serves the handlers as Lambda functions', async () => {
    const { lambdaUrl } = await serveShop();
    const answer = await fetch(`${lambdaUrl}/2015-03-31/functions/Nobody/invocations`, { method: 'POST', body: '{}' });
    expect(answer.status).toBe(404);
    const bad = await fetch(`${lambdaUrl}/2015-03-31/functions/ShopPackHandler/invocations`, {
      method: 'POST',
      body: '{}',
    });
    expect(bad.status).toBe(200);
    // It is no step event: the handler's adapter says so.
    expect(bad.headers.get('x-amz-function-error')).toBe('Unhandled');
  });

  it('keeps finished executions in a data folder', async () => {
    const cwd = project(shopFiles);
    const first = await serveShop(['--data', 'kept'], {}, cwd);
    await sfnAt(first.url).startExecution({ stateMachineArn: arn, name: 'one' });
    const executionArn = arn.replace('stateMachine', 'execution') + ':one';
    const before = await ended(sfnAt(first.url), executionArn);
    expect(await first.stop()).toBe(0);
    const second = await serveShop(['--data', 'kept'], {}, cwd);
    expect((await sfnAt(second.url).describeExecution({ executionArn })).output).toBe(before.output);
    const again = sfnAt(second.url).startExecution({ stateMachineArn: arn, name: 'one' });
    expect((await refusal(again)).name).toBe('ExecutionAlreadyExists');
  });

  it('answers test cases of a mock configuration', async () => {
    const mocks = {
      StateMachines: { 'shop-order-1_0_0': { TestCases: { NoBank: { charge: 'Closed' } } } },
      MockedResponses: { Closed: { '0-9': { Throw: { Error: 'PermanentError', Cause: '{}' } } } },
    };
    const cwd = project({ ...shopFiles, 'mocks.json': JSON.stringify(mocks) });
    const { url } = await serveShop([], { SFN_MOCK_CONFIG: 'mocks.json' }, cwd);
    const { executionArn } = await sfnAt(url).startExecution({
      stateMachineArn: `${arn}#NoBank`,
      input: '{"context":{}}',
    });
    expect((await ended(sfnAt(url), executionArn)).status).toBe('FAILED');
  });

  it('takes functions that are not its own from LAMBDA_ENDPOINT', async () => {
    const server = createServer((request, response) => {
      request.resume().on('end', () => response.end(JSON.stringify({ path: request.url })));
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    const { url } = await serveShop([], { LAMBDA_ENDPOINT: `http://127.0.0.1:${port}` });
    const sfn = sfnAt(url);
    const call = {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke',
      Parameters: { FunctionName: 'elsewhere' },
      End: true,
    };
    const { stateMachineArn } = await sfn.createStateMachine({
      name: 'calls',
      definition: JSON.stringify({ StartAt: 'Call', States: { Call: call } }),
      roleArn: 'arn:aws:iam::123456789012:role/any',
    });
    const { executionArn } = await sfn.startExecution({ stateMachineArn });
    expect((await ended(sfn, executionArn)).output).toContain('"/2015-03-31/functions/elsewhere/invocations"');
  });

  it('works without templates', async () => {
    const { url, io } = await serveShop([], {}, project({ 'README.md': '' }));
    expect(io.out()).toContain('No templates found.');
    expect((await sfnAt(url).listStateMachines({})).stateMachines).toEqual([]);
  });

  it('says when a port is in use', async () => {
    const { url } = await serveShop();
    const port = new URL(url).port;
    const io = fakeIo({ cwd: project({ 'README.md': '' }) });
    expect(await cli(['local', '--port', port, '--lambda-port', '0'], io)).toBe(2);
    expect(io.err()).toBe(`error: Port ${port} is in use by another program. Choose another one with --port.\n`);
    expect(await cli(['local', '--port', '0', '--lambda-port', port], io)).toBe(2);
    expect(io.err()).toContain('Choose another one with --lambda-port.');
  });

  it('does not start with a broken template, handler or mock configuration', async () => {
    const broken = fakeIo({ cwd: project({ ...shopFiles, 'templates/bad.yaml': 'name: x' }) });
    expect(await cli(['local', '--port', '0'], broken)).toBe(1);
    expect(broken.err()).toContain('templates/bad.yaml');
    const missing = fakeIo({ cwd: project({ ...shopFiles, 'lambdas/shop/order.ts': 'export {};' }) });
    expect(await cli(['local', '--port', '0'], missing)).toBe(1);
    expect(missing.err()).toContain('Shop::ReserveHandler');
    const mocks = fakeIo({ cwd: project({ 'mocks.json': '{}' }), env: { SFN_MOCK_CONFIG: 'mocks.json' } });
    expect(await cli(['local', '--port', '0'], mocks)).toBe(2);
    expect(mocks.err()).toContain('/StateMachines must be an object.');
  });

  it.each([
    ['--port', '70000'],
    ['--time-scale', '0'],
    ['--keep', '-1'],
  ])('refuses %s %s', async (...flag) => {
    expect(await cli(['local', ...flag], fakeIo())).toBe(2);
  });

  it('ends on SIGTERM, with what runs aborted', async () => {
    const bin = resolve(import.meta.dirname, '../../bin/tasker-sfn.ts');
    const cwd = project({
      ...shopFiles,
      'lambdas/shop/order.ts': HANDLERS.replace(
        '{}, async () => ({ pid: process.pid })',
        "{ inputs: { hang: 'hang' } }, ({ hang }) => hang ? new Promise(() => setInterval(() => {}, 1000)) : {}",
      ),
    });
    const child = spawn(
      process.execPath,
      ['--import', import.meta.resolve('tsx'), bin, 'local', '--port', '0', '--lambda-port', '0', '--data', 'kept'],
      { cwd, stdio: ['ignore', 'pipe', 'inherit'] },
    );
    let out = '';
    child.stdout.on('data', (data) => (out += String(data)));
    const code = new Promise((done) => child.on('close', done));
    await expect.poll(() => /^Step Functions +(http:\S+)/m.exec(out)?.[1], { timeout: 20_000 }).toBeDefined();
    const url = /^Step Functions +(http:\S+)/m.exec(out)?.[1] ?? '';
    const well = await sfnAt(url).startExecution({ stateMachineArn: arn, input: '{"context":{}}' });
    expect((await ended(sfnAt(url), well.executionArn)).status).toBe('SUCCEEDED');
    const { executionArn } = await sfnAt(url).startExecution({
      stateMachineArn: arn,
      name: 'cut',
      input: '{"context":{"hang":true}}',
    });
    await expect
      .poll(async () =>
        (await sfnAt(url).getExecutionHistory({ executionArn })).events?.some(
          ({ type }) => type === 'LambdaFunctionStarted',
        ),
      )
      .toBe(true);
    child.kill('SIGTERM');
    expect(await code).toBe(0);
    const { url: again } = await serveShop(['--data', 'kept'], {}, cwd);
    expect((await sfnAt(again).describeExecution({ executionArn })).status).toBe('ABORTED');
  });
});

describe('tasker-sfn run --endpoint', () => {
  it('runs on another engine, with the handlers served here', async () => {
    // The engine knows nothing of the shop: it calls the functions where it is told to.
    const bare = project({ 'README.md': '' });
    const lambdaPort = await freePort();
    const { url } = await serveShop([], { LAMBDA_ENDPOINT: `http://127.0.0.1:${lambdaPort}` }, bare);
    const io = fakeIo({ cwd: project(shopFiles), env: { PATH: process.env['PATH'] ?? '' } });
    const flags = ['--endpoint', url, '--lambda-port', String(lambdaPort), '--json', '--history', 'history.json'];
    const code = await cli(['run', 'templates/order.yaml', '--context', '{"failures": 1}', ...flags], io);
    expect(io.err()).toContain('charge');
    expect(code).toBe(0);
    const result = JSON.parse(io.out());
    expect(result).toMatchObject({ status: 'SUCCEEDED', output: { ship: { charged: { attempt: 2 } } } });
    expect(result.executionArn).toContain(':execution:shop-order-1_0_0:');
    expect(result.steps.map(({ name, state, attempts }: any) => [name, state, attempts])).toEqual([
      ['reserve', 'complete', 1],
      ['charge', 'complete', 2],
      ['pack', 'complete', 1],
      ['ship', 'complete', 1],
    ]);
    expect(io.err()).toMatch(/ship +complete/);
  });

  it('tells of a failure like a run in this process', async () => {
    const { url } = await serveShop();
    const io = fakeIo({ cwd: project(shopFiles) });
    const flags = ['--endpoint', url, '--lambda-port', '0', '--context', '{"card": null}'];
    expect(await cli(['run', 'templates/order.yaml', ...flags], io)).toBe(1);
    expect(io.out()).toContain('NO_CARD: There is no card.');
    expect(io.out()).toContain('FAILED after');
  });

  it('says when nobody is there, or the engine refuses', async () => {
    const io = fakeIo({ cwd: project(shopFiles) });
    const run = (endpoint: string) =>
      cli(['run', 'templates/order.yaml', '--endpoint', endpoint, '--lambda-port', '0'], io);
    expect(await run('http://127.0.0.1:9')).toBe(2);
    expect(io.err()).toContain('Nothing answers at the endpoint "http://127.0.0.1:9"');
    const { lambdaUrl } = await serveShop();
    expect(await run(lambdaUrl)).toBe(2);
    expect(io.err()).toContain(`The endpoint "${lambdaUrl}" refuses: `);
  });
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}
