import { SFN } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bindFunctions, localFunctionArn } from '../../lib/asl/functions/bind-functions.ts';
import type { StepPage } from '../../lib/client/responses/step-page.ts';
import { TaskerClient } from '../../lib/client/tasker-client.ts';
import { viewExecution } from '../../lib/client/view/view-execution.ts';
import { compileTemplate } from '../../lib/compile.ts';
import { ChangeFeed } from '../../lib/console/live/change-feed.ts';
import { lambdaInvoker, LocalStepFunctions, realClock, serveStepFunctions } from '../../lib/local/index.ts';
import {
  createStepFunction,
  defineHandler,
  memoryResultStore,
  PermanentError,
  type StepHandlerClass,
} from '../../lib/runtime/index.ts';
import { parkedObjects } from '../../lib/testing/parked-objects.ts';

/** A batch of child executions through the AWS SDK and HTTP: the client finds the children and reads them. */

const WORKERS = 230;

const text = (strategy: string) => `
name: ${strategy}
namespace_name: import
version: 1.0.0
steps:
  - { name: split, type: batchable, handler: { callable: Split } }
  - name: work
    type: batch_worker
    handler: { callable: Work }
    dependencies: [split]
    batch_config: { batch_size: 1, parallelism: 80, cursor_field: row, worker_template: work, failure_strategy: ${strategy} }
  - { name: join, type: deferred_convergence, handler: { callable: Join }, dependencies: [split, work] }
`;

/** By worker: how often its handler ran. */
const runs = new Map<string, number>();
let broken = true;
/** By worker: what it waits for. */
const holds = new Map<string, Promise<void>>();
const changes = new ChangeFeed();

const handlers: Readonly<Record<string, StepHandlerClass>> = {
  Split: defineHandler('Split', {}, () => ({
    batch_processing_outcome: {
      type: 'create_batches',
      worker_template_name: 'work',
      worker_count: WORKERS,
      cursor_configs: Array.from({ length: WORKERS }, (_, index) => ({ batch_id: String(index), batch_size: 1 })),
    },
  })),
  Work: defineHandler('Work', {}, async ({ context }) => {
    const { name } = context.event.workflowStep;
    await holds.get(name);
    runs.set(name, (runs.get(name) ?? 0) + 1);
    if (broken && name === 'work_117') throw new PermanentError('no', { error_code: 'BROKEN' });
    return { name, task: context.taskUuid, correlation: context.correlationId };
  }),
  Join: defineHandler('Join', {}, ({ context }) => {
    const workers = Object.keys(context.dependencyResults).filter((name) => name !== 'split');
    return { workers: workers.length, last: context.getDependencyResult(workers.at(-1)!) };
  }),
};

let close: () => Promise<void>;
let client: TaskerClient;
let sfn: SFN;

beforeAll(async () => {
  // A task that ends twice at one time is taken for one that has not been redriven.
  const clock = realClock();
  const results = memoryResultStore();
  const functions = new Map(
    Object.entries(handlers).map(([key, handler]) => [
      localFunctionArn(key),
      createStepFunction(handler, { logger: () => {}, results }),
    ]),
  );
  const service = await LocalStepFunctions.open({
    invoke: lambdaInvoker((key) => functions.get(key), clock),
    clock,
    objects: parkedObjects(results),
    observe: changes.begun,
  });
  const server = await serveStepFunctions(service, { port: 0 });
  const connection = {
    endpoint: `http://127.0.0.1:${server.port}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  };
  sfn = new SFN(connection);
  for (const strategy of ['isolate', 'fail_fast']) {
    const { value } = compileTemplate(text(strategy), { file: 'import.yaml' });
    await sfn.createStateMachine({
      name: `import-${strategy}-1_0_0`,
      roleArn: 'arn:aws:iam::123456789012:role/local',
      definition: JSON.stringify(bindFunctions(value!.definition)),
    });
  }
  client = new TaskerClient({ connection });
  close = async () => {
    sfn.destroy();
    await server.close();
    await service.close();
  };
});

afterAll(() => close());

describe.each(['isolate', 'fail_fast'])('a batch of child executions with the strategy %s', (strategy) => {
  it('is seen worker by worker, and after a redrive runs those alone that had not completed', async () => {
    runs.clear();
    broken = true;
    const request = { namespace: 'import', name: strategy, correlation_id: 'c-1' };
    const { task_uuid: id } = await client.createTask(request);
    expect(await client.waitForTask(id)).toMatchObject({ status: 'error' });
    const failed = await client.getStep(id, 'work_117');
    expect(failed).toMatchObject({ current_state: 'error', attempts: 1, max_attempts: 3 });
    const before = await client.listTaskSteps(id);
    expect(before.find(({ name }) => name === 'join')).toMatchObject({ blocked_by: ['work_117'] });
    const complete = before.filter(({ current_state }) => current_state === 'complete').map(({ name }) => name);
    if (strategy === 'isolate') expect(complete).toHaveLength(WORKERS);
    const names = (page: StepPage) => client.listTaskSteps(id, page).then((steps) => steps.map(({ name }) => name));
    expect(await names({ state: 'error' })).toEqual(['work_117']);
    expect(await names({ limit: 3, next: 'work_1' })).toEqual(['work_2', 'work_3', 'work_4']);
    await expect(names({ next: 'nobody' })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    await expect(names({ limit: 0 })).rejects.toMatchObject({ code: 'BAD_REQUEST' });

    broken = false;
    await client.redriveTask(id);
    expect(await client.waitForTask(id)).toMatchObject({ status: 'complete', total_steps: WORKERS + 2 });
    const after = await client.listTaskSteps(id);
    expect(after.filter(({ current_state }) => current_state === 'complete')).toHaveLength(WORKERS + 2);
    expect(complete.filter((name) => name.startsWith('work_') && runs.get(name) !== 1)).toEqual([]);
    expect(runs.get('work_117')).toBe(2);
    expect(after.find(({ name }) => name === 'join')?.results?.result).toEqual({
      workers: WORKERS,
      last: { name: `work_${WORKERS - 1}`, task: id, correlation: 'c-1' },
    });

    const record = await client.readExecution(id);
    expect(viewExecution(record).filter(({ name }) => name.startsWith('work_'))).toHaveLength(WORKERS);
  }, 60_000);
});

it('a worker changes its task: who asks again is told, and who watches', async () => {
  broken = false;
  const goOn = ['work_3', 'work_4'].map((name) => {
    let release = () => {};
    holds.set(name, new Promise<void>((resolve) => (release = resolve)));
    return release;
  });
  const { task_uuid: id } = await client.createTask({
    namespace: 'import',
    name: 'isolate',
    context: { watched: true },
  });
  const complete = async () =>
    (await client.listTaskSteps(id)).filter(({ current_state }) => current_state === 'complete').length;
  // The step that splits is one more.
  while ((await complete()) < WORKERS - 1) await new Promise((resolve) => setTimeout(resolve, 50));
  const [before, version] = [await client.lastChangeOf(id), changes.versionOf(id)];
  expect([await client.lastChangeOf(id), changes.versionOf(id)]).toEqual([before, version]);
  goOn[0]?.();
  while ((await complete()) < WORKERS) await new Promise((resolve) => setTimeout(resolve, 50));
  expect((await client.lastChangeOf(id)) > before).toBe(true);
  expect(changes.versionOf(id)).not.toBe(version);
  goOn[1]?.();
  holds.clear();
  expect(await client.waitForTask(id)).toMatchObject({ status: 'complete' });
}, 60_000);
