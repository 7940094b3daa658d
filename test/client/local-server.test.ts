import { SFN } from '@aws-sdk/client-sfn';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { bindFunctions } from '../../lib/asl/functions/bind-functions.ts';
import { functionNameOf } from '../../lib/states-language/function-name.ts';
import { connectLazily } from '../../lib/client/aws/step-functions.ts';
import { TaskerClient } from '../../lib/client/tasker-client.ts';
import { compileTemplate } from '../../lib/compile.ts';
import { lambdaInvoker, LocalStepFunctions, serveStepFunctions, virtualClock } from '../../lib/local/index.ts';
import { createStepFunction, defineHandler, PermanentError } from '../../lib/runtime/index.ts';

/** The client through the AWS SDK and HTTP, against the built-in engine's server: what a fake cannot prove. */

const text = `
name: checkout
namespace_name: shop
version: 1.0.0
steps:
  - { name: charge, handler: { callable: Charge } }
  - { name: ship, handler: { callable: Ship }, dependencies: [charge] }
`;

const handlers = {
  Charge: defineHandler('Charge', {}, async ({ context }) => {
    if (context.getInput('card') === 'stolen') throw new PermanentError('card refused', { error_code: 'CARD' });
    return { payment: 'p-1' };
  }),
  Ship: defineHandler('Ship', {}, async () => ({ parcel: 1 })),
};

let close: () => Promise<void>;
let client: TaskerClient;

beforeAll(async () => {
  const { value } = compileTemplate(text, { file: 'checkout.yaml' });
  const clock = virtualClock();
  const invoke = lambdaInvoker((arn) => {
    const handler = handlers[functionNameOf(arn) as keyof typeof handlers];
    return createStepFunction(handler, { logger: () => {} });
  }, clock);
  const service = await LocalStepFunctions.open({ invoke, clock });
  const server = await serveStepFunctions(service, { port: 0 });
  const connection = {
    endpoint: `http://127.0.0.1:${server.port}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  };
  const sfn = new SFN(connection);
  await sfn.createStateMachine({
    name: 'shop-checkout-1_0_0',
    roleArn: 'arn:aws:iam::123456789012:role/local',
    definition: JSON.stringify(bindFunctions(value!.definition)),
  });
  client = new TaskerClient({ connection });
  close = async () => {
    sfn.destroy();
    await server.close();
    await service.close();
  };
});

afterAll(() => close());

describe('the client against a server', () => {
  it('creates, awaits, reads and lists tasks', async () => {
    expect(await client.health()).toMatchObject({ status: 'healthy' });
    const task = await client.createTask({ namespace: 'shop', name: 'checkout', context: { card: '42' } });
    expect(task).toMatchObject({ status: 'pending', total_steps: 2, ready_steps: 1 });
    expect(await client.waitForTask(task.task_uuid)).toMatchObject({ status: 'complete', context: { card: '42' } });
    expect(await client.listTaskSteps(task.task_uuid)).toMatchObject([
      { name: 'charge', current_state: 'complete', attempts: 1, results: { result: { payment: 'p-1' } } },
      { name: 'ship', current_state: 'complete', attempts: 1, results: { result: { parcel: 1 } } },
    ]);
    expect(await client.listTasks({ status: 'complete' })).toMatchObject({
      tasks: [{ task_uuid: task.task_uuid }],
      pagination: { total_count: 1 },
    });
    const again = client.createTask({ namespace: 'shop', name: 'checkout', context: { card: '42' } });
    await expect(again).rejects.toMatchObject({ code: 'CONFLICT', taskId: task.task_uuid });
    await expect(client.cancelTask(task.task_uuid)).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  });

  it("sends the caller's trace along in the header, too, which Step Functions prefers", async () => {
    const headers: unknown[] = [];
    const listener = createServer((request, response) => {
      headers.push(request.headers['x-amzn-trace-id']);
      response.writeHead(400, { 'Content-Type': 'application/x-amz-json-1.0' }).end('{"__type":"InvalidName"}');
    });
    await new Promise<void>((resolve) => void listener.listen(0, resolve));
    onTestFinished(() => void listener.close());
    // So the SDK finds itself on Lambda.
    vi.stubEnv('AWS_LAMBDA_FUNCTION_NAME', 'api').stubEnv(
      '_X_AMZN_TRACE_ID',
      'Root=1-5759e988-bd862e3fe1be46a994272793',
    );
    onTestFinished(() => void vi.unstubAllEnvs());
    const { port } = listener.address() as AddressInfo;
    const sfn = await connectLazily({
      endpoint: `http://127.0.0.1:${port}`,
      region: 'us-east-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    })();
    const start = { stateMachineArn: 'arn:aws:states:us-east-1:123456789012:stateMachine:m' };
    await expect(sfn.startExecution({ ...start, traceHeader: 'Root=mine' })).rejects.toThrow();
    await expect(sfn.startExecution(start)).rejects.toThrow();
    expect(headers).toEqual(['Root=mine', 'Root=1-5759e988-bd862e3fe1be46a994272793']);
  });

  it('tells failures', async () => {
    const { task_uuid } = await client.createTask({ namespace: 'shop', name: 'checkout', context: { card: 'stolen' } });
    expect(await client.waitForTask(task_uuid)).toMatchObject({ status: 'error', health_status: 'blocked' });
    expect(await client.getStep(task_uuid, 'charge')).toMatchObject({
      results: { error: { message: 'card refused' } },
    });
    expect(await client.getStep(task_uuid, 'ship')).toMatchObject({ blocked_by: ['charge'] });
  });

  it('translates what the SDK throws', async () => {
    const lost = new TaskerClient({
      connection: {
        endpoint: 'http://127.0.0.1:9',
        region: 'us-east-1',
        maxAttempts: 1,
        credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
      },
    });
    await expect(lost.health()).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE', recoverable: true });
    await expect(client.getTask('no such id')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(client.getTask('nothing')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});
