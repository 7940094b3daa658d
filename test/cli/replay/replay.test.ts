import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cli } from '../../../lib/cli/cli.ts';
import { runStateMachine } from '../../../lib/local/index.ts';
import { serveLocally } from '../../support/serve-locally.ts';
import { fakeIo } from '../fake-io.ts';
import { project } from '../project.ts';
import { openShop } from '../task/shop.ts';

const handler = (name: string, body: string) => `import { defineHandler, PermanentError } from 'tasker-sfn/runtime';
export const ${name} = defineHandler('${name}', { inputs: { total: 'total' } }, async ({ total }) => { ${body} });
void PermanentError;
`;
const files = {
  'pay.yaml': `name: pay
namespace_name: shop
version: 1.0.0
steps:
  - { name: reserve, handler: { callable: Reserve } }
  - { name: charge, dependencies: [reserve], handler: { callable: Charge }, retry: { max_attempts: 3, backoff_base_ms: 60000 } }
  - { name: ship, dependencies: [charge], handler: { callable: Ship } }
`,
  'lambdas/reserve.ts': handler('Reserve', 'return { id: Math.random() };'),
  'lambdas/charge.ts': handler('Charge', `throw new PermanentError('Card declined', { error_code: 'DECLINED' });`),
  'lambdas/ship.ts': handler('Ship', 'return { sent: total };'),
  'node_modules/.keep': '',
};
const env = { PATH: process.env['PATH'] ?? '' };

async function call(cwd: string, ...argv: string[]) {
  const io = fakeIo({ cwd, env });
  const code = await cli(argv, io);
  return { code, out: io.out(), err: io.err() };
}

/** The history of an execution that has only just begun. */
const STARTED = JSON.stringify([
  { id: 1, type: 'ExecutionStarted', timestamp: 0, executionStartedEventDetails: { input: '{}' } },
]);

describe('replay of a task', () => {
  it('goes as the recording did, without any handler, and with real ones from a step on', async () => {
    const cwd = project(files);
    expect((await call(cwd, 'run', 'pay.yaml', '--context', '{"total":7}', '--history', 'run.json')).code).toBe(1);

    const again = await call(cwd, 'replay', 'run.json', 'pay.yaml', '--handlers', 'nowhere');
    expect(again).toMatchObject({ code: 1, out: 'FAILED, and every attempt went as in the recording.\n' });

    // The handler is mended.
    writeFileSync(join(cwd, 'lambdas/charge.ts'), handler('Charge', 'return { charged: total };'));
    const mended = await call(
      cwd,
      'replay',
      'run.json',
      'pay.yaml',
      '--from',
      'charge',
      '--json',
      '--history',
      'new.json',
    );
    expect(mended.code).toBe(0);
    const { status, differences } = JSON.parse(mended.out);
    expect(status).toBe('SUCCEEDED');
    expect(differences).toEqual([
      {
        state: 'charge',
        attempt: 1,
        recorded: expect.stringMatching(/^failed with PermanentError: .*Card declined/),
        now: 'succeeded',
      },
      { state: 'ship', attempt: 1, recorded: 'did not run', now: 'succeeded' },
      { recorded: expect.stringMatching(/^failed with TaskFailed: /), now: 'succeeded' },
    ]);
    // What was before is as it was, at the time of the recording.
    const reserved = (file: string) => {
      const { events } = JSON.parse(readFileSync(join(cwd, file), 'utf8'));
      const found = events.find(({ type }: { type: string }) => type === 'LambdaFunctionSucceeded');
      return { ...JSON.parse(found.lambdaFunctionSucceededEventDetails.output), at: events[0].timestamp };
    };
    expect(reserved('new.json')).toEqual(reserved('run.json'));
  });

  it('tells where failures differ, and not where the code of their stacks lay', async () => {
    const cwd = project(files);
    await call(cwd, 'run', 'pay.yaml', '--context', '{"total":7}', '--history', 'run.json');
    const recorded = readFileSync(join(cwd, 'run.json'), 'utf8');
    const onLambda = recorded.replace(/(\\"trace\\":\[)[^\]]*\]/g, '$1\\"at call (/var/task/index.mjs:1:1)\\"]');
    expect(onLambda).not.toBe(recorded);
    writeFileSync(join(cwd, 'run.json'), onLambda);
    const same = await call(cwd, 'replay', 'run.json', 'pay.yaml', '--from', 'charge');
    expect(same.out).toBe('FAILED, and every attempt went as in the recording.\n');

    writeFileSync(
      join(cwd, 'lambdas/charge.ts'),
      handler('Charge', `throw new PermanentError('Card stolen', { error_code: 'DECLINED' });`),
    );
    const other = await call(cwd, 'replay', 'run.json', 'pay.yaml', '--from', 'charge');
    expect(other.out).toContain(
      'charge, attempt 1 at $.message\n  recorded  "Card declined"\n  now       "Card stolen"\n',
    );
    expect(other.out).toContain('the execution at $.failed[0].message\n');
  });

  it('tells where results differ', async () => {
    const cwd = project({ ...files, 'lambdas/charge.ts': handler('Charge', 'return { charged: total };') });
    await call(cwd, 'run', 'pay.yaml', '--context', '{"total":7}', '--history', 'run.json');
    writeFileSync(join(cwd, 'lambdas/ship.ts'), handler('Ship', 'return { sent: total, by: "sea" };'));
    const { out } = await call(cwd, 'replay', 'run.json', 'pay.yaml', '--from', 'ship');
    expect(out).toContain('ship, attempt 1 at $.result.by\n  recorded  not there\n  now       "sea"\n');
    expect(out).toContain('the execution at $.ship.by\n');
    expect(out).not.toContain('charge');
  });

  it('lets steps meet as they really do where later ones are real', async () => {
    // What `a` tells `d` is told before `b` begins, and `d` waits for it after that.
    const steps = ['a', 'slow', 'b', 'c', 'd'].map((name) => {
      const dependencies = { b: 'slow', c: 'a', d: 'a, b' }[name] ?? '';
      return `  - { name: ${name}, handler: { callable: Step }, dependencies: [${dependencies}] }`;
    });
    const cwd = project({
      'crossed.yaml': ['name: crossed', 'namespace_name: shop', 'version: 1.0.0', 'steps:', ...steps, ''].join('\n'),
      'lambdas/step.ts': handler(
        'Step',
        'await new Promise((resolve) => setTimeout(resolve, 50)); return { sent: total };',
      ),
      'node_modules/.keep': '',
    });
    const exact = ['crossed.yaml', '--sync', 'exact'];
    await call(cwd, 'run', ...exact, '--context', '{"total":7}', '--history', 'run.json');
    expect(await call(cwd, 'replay', 'run.json', ...exact, '--from', 'b')).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^SUCCEEDED/),
    });
  });

  it('takes no history without events for one that differs', async () => {
    const cwd = project({ ...files, 'run.json': '{"events": []}' });
    expect(await call(cwd, 'replay', 'run.json', 'pay.yaml')).toMatchObject({
      code: 2,
      err: expect.stringContaining('"run.json" holds a history without events'),
    });
  });

  it('prints a document also where the template does not compile', async () => {
    const cwd = project({ ...files, 'run.json': STARTED, 'broken.yaml': 'name: x' });
    const { code, out } = await call(cwd, 'replay', 'run.json', 'broken.yaml', '--json');
    expect({ code, status: JSON.parse(out).status }).toEqual({ code: 1, status: 'INVALID' });
  });

  it('says what is missing', async () => {
    const cwd = project(files);
    await call(cwd, 'run', 'pay.yaml', '--context', '{"total":7}', '--history', 'run.json');
    expect(await call(cwd, 'replay', 'run.json')).toMatchObject({
      code: 2,
      err: expect.stringContaining('name the file of the template or of the machine'),
    });
    writeFileSync(join(cwd, 'other.yaml'), files['pay.yaml'].replace(/\breserve\b/g, 'order'));
    expect(await call(cwd, 'replay', 'run.json', 'other.yaml')).toMatchObject({
      code: 2,
      err: expect.stringContaining(
        'The recording is of another machine: it ran "reserve" and "charge", and this one runs "order".',
      ),
    });
    expect(await call(cwd, 'replay', 'run.json', 'pay.yaml', '--from', 'charje')).toMatchObject({
      code: 2,
      err: expect.stringContaining('Did you mean "charge"?'),
    });
  });
});

/** A machine that is none of ours: a Map, retries, and what its caller does not see. */
const machine = {
  StartAt: 'Each',
  States: {
    Each: {
      Type: 'Map',
      ItemsPath: '$.items',
      ItemProcessor: {
        StartAt: 'Price',
        States: {
          Price: {
            Type: 'Task',
            Resource: 'arn:aws:lambda:us-east-1:123456789012:function:price',
            Retry: [{ ErrorEquals: ['Busy'], IntervalSeconds: 30, MaxAttempts: 2 }],
            End: true,
          },
        },
      },
      Next: 'Store',
    },
    Store: {
      Type: 'Task',
      Resource: 'arn:aws:states:::dynamodb:putItem',
      Parameters: { TableName: 'prices', Item: {} },
      End: true,
    },
  },
};

describe('replay of a state machine', () => {
  /** Each item fails once, is dearer the later it comes, and takes the longer the sooner it comes. */
  const price = () => {
    const failed = new Set<unknown>();
    return (item: unknown) => {
      if (!failed.has(item) && failed.add(item)) throw Object.assign(new Error('not now'), { name: 'Busy' });
      return { item, price: failed.size };
    };
  };
  const run = () =>
    runStateMachine({
      definition: machine as never,
      input: { items: ['a', 'b', 'c'] },
      handlers: { price: price() as never },
      mocks: { Store: { Return: { stored: true } } },
    });

  it('answers each iteration as it was answered', async () => {
    const { history } = await run();
    const cwd = project({
      'run.json': JSON.stringify({ events: history }),
      'prices.asl.json': JSON.stringify(machine),
    });
    expect(await call(cwd, 'replay', 'run.json', 'prices.asl.json')).toMatchObject({
      code: 0,
      out: 'SUCCEEDED, and every attempt went as in the recording.\n',
    });
  });

  it('runs what a service keeps, by the ARN of the execution', async () => {
    const { history } = await run();
    const { sfn, url } = await serveLocally({ mocks: undefined as never });
    const { stateMachineArn } = await sfn.createStateMachine({
      name: 'prices',
      definition: JSON.stringify({ StartAt: 'A', States: { A: { Type: 'Pass', Result: history.length, End: true } } }),
      roleArn: 'arn:aws:iam::123456789012:role/any',
    });
    const { executionArn } = await sfn.startExecution({ stateMachineArn });
    await expect.poll(async () => (await sfn.describeExecution({ executionArn })).status).toBe('SUCCEEDED');
    const { code, out } = await call(project({}), 'replay', executionArn ?? '', '--endpoint', url);
    expect({ code, out }).toEqual({ code: 0, out: 'SUCCEEDED, and every attempt went as in the recording.\n' });
  });

  it('runs a task, by its id', async () => {
    const shop = await openShop();
    const { out } = await shop.run(['task', 'create', 'shop/order', '--context', '{}', '--wait', '--json']);
    const { task_uuid: id } = JSON.parse(out) as { readonly task_uuid: string };
    expect(await shop.run(['replay', id])).toMatchObject({
      code: 0,
      out: 'SUCCEEDED, and every attempt went as in the recording.\n',
    });
    expect(await shop.run(['replay', id.replace(/.$/, 'x')])).toMatchObject({
      code: 2,
      err: expect.stringContaining('There is no file or folder'),
    });
    expect(await shop.run(['replay', id.replace(/....$/, '0000')])).toMatchObject({
      code: 1,
      err: expect.stringContaining('There is no task'),
    });
  });

  it('says what keeps it from reading an execution', async () => {
    const { url } = await serveLocally();
    const arn = 'arn:aws:states:us-east-1:123456789012:execution:prices:nobody';
    expect(await call(project({}), 'replay', arn, '--endpoint', url)).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^error\[NOT_FOUND\]: Execution Does Not Exist/),
    });
    expect(
      await call(project({}), 'replay', arn, '--region', 'us-east-1', '--endpoint', 'http://127.0.0.1:1'),
    ).toMatchObject({
      code: 1,
      err: expect.stringContaining('Nobody answers at http://127.0.0.1:1'),
    });
    expect(await call(project({}), 'replay', 'arn:aws:states:us-east-1:1:foo')).toMatchObject({
      code: 2,
      err: expect.stringContaining('is not the ARN of an execution'),
    });
  });

  it('fails where the recording has no answer', async () => {
    const { history } = await run();
    const other = JSON.stringify(machine).replaceAll('Store', 'Keep');
    const cwd = project({ 'run.json': JSON.stringify({ events: history }), 'prices.asl.json': other });
    const { code, out } = await call(cwd, 'replay', 'run.json', 'prices.asl.json');
    expect(code).toBe(1);
    expect(out).toMatch(
      /Keep, attempt 1\n {2}recorded {2}did not run\n {2}now {7}failed with Replay\.NoRecordedAnswer/,
    );
  });
});
