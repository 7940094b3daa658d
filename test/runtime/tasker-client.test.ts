import { describe, expect, it } from 'vitest';
import {
  defineHandler,
  getTaskerClient,
  memoryResultStore,
  StepHandlerResult,
  TaskerClientError,
  type TaskerClient,
} from '../../lib/runtime/index.ts';
import { EngineStepFunctions } from '../support/engine-sfn.ts';
import { handlerOf, invoke } from './invoke.ts';
import { sampleEvent } from './sample-event.ts';

const REFUND = JSON.stringify({
  name: 'refund',
  namespace_name: 'payments',
  version: '1.0.0',
  steps: [{ name: 'send', handler: { callable: 'Send' }, retry: { max_attempts: 1 } }],
});

function service() {
  const sfn = new EngineStepFunctions({
    Send: defineHandler('Send', { inputs: { amount: 'amount' } }, ({ amount }) => {
      if (amount === 0) throw new Error('Nothing to send');
      return { sent: amount };
    }),
  });
  sfn.deployTemplate(REFUND);
  return sfn;
}

/** What a handler makes of the client, in one invocation of a step's function. */
const using = (sfn: EngineStepFunctions, work: (client: TaskerClient) => Promise<object>, event = sampleEvent()) =>
  invoke(
    handlerOf(async () => await work(await getTaskerClient())),
    event,
    { tasks: sfn },
  );

const start = (client: TaskerClient, amount = 5, more: object = {}) =>
  client.createTask({ namespace: 'payments', name: 'refund', context: { amount }, ...more });

describe('getTaskerClient', () => {
  it('creates tasks, waits for them and reads what came of them', async () => {
    const { reply } = await using(service(), async (client) => {
      const created = await start(client);
      const ended = await client.waitForTask(created.task_uuid);
      const [step] = await client.listTaskSteps(created.task_uuid);
      const { tasks, pagination } = await client.listTasks({ namespace: 'payments' });
      const { results } = await client.getStep(created.task_uuid, 'send');
      const health = await client.healthCheck();
      const audit = await client.getStepAuditHistory(created.task_uuid, 'send');
      return { created, ended, step, listed: tasks.length, pagination, results, health, audit };
    });
    expect(reply?.result).toMatchObject({
      created: { namespace: 'payments', name: 'refund', context: { amount: 5 }, initiator: 'shop/checkout' },
      ended: { status: 'complete', completed_steps: 1, parent_correlation_id: 'corr-1' },
      step: { name: 'send', current_state: 'complete' },
      listed: 1,
      pagination: { total: 1, has_more: false },
      results: { result: { sent: 5 } },
      audit: [{ step_name: 'send', to_state: 'complete', success: true, result: { sent: 5 } }],
      health: { healthy: true },
    });
  });

  it('finds the tasks of an earlier attempt, also where the request has changed, and makes no others', async () => {
    const sfn = service();
    const both = async (client: TaskerClient, amount: number) => {
      const ids = [await start(client, amount), await start(client, amount)].map((task) => task.task_uuid);
      return { ids };
    };
    const first = await using(sfn, (client) => both(client, 5));
    const second = await using(sfn, (client) => both(client, 6), sampleEvent({ attempt: 2 }));
    expect(second.reply?.result).toEqual(first.reply?.result);
    expect(sfn.executions.size).toBe(2);
    const other = await using(sfn, (client) => both(client, 5), sampleEvent({ step: { name: 'other' } }));
    expect(other.reply?.result).not.toEqual(first.reply?.result);
  });

  it('makes another task after a checkpoint', async () => {
    const sfn = service();
    const handler = handlerOf(async ({ context }) => {
      const { task_uuid: id } = await start(await getTaskerClient());
      if (context.hasCheckpoint()) return { ids: [context.checkpointCursor, id] };
      return StepHandlerResult.success({ cursor: id, items_processed: 1 }, { checkpoint_yield: true });
    });
    const { reply } = await invoke(handler, sampleEvent(), { tasks: sfn, results: memoryResultStore() });
    expect(new Set(reply?.result.ids as string[]).size).toBe(2);
  });

  it('leaves identity to the handler that gives a key', async () => {
    const sfn = service();
    const run = () => using(sfn, async (client) => ({ ...(await start(client, 5, { idempotencyKey: 'k' })) }));
    expect((await run()).reply?.result).toMatchObject({ status: expect.any(String) });
    expect(await run()).toMatchObject({ error: 'PermanentError', details: { code: 'CONFLICT' } });
  });

  it('fails for good with what cannot succeed later, in the words of the client', async () => {
    const failed = await using(service(), (client) => client.createTask({ namespace: 'payments', name: 'nothing' }));
    expect(failed).toMatchObject({
      error: 'PermanentError',
      details: { code: 'NOT_FOUND', message: 'There is no template "payments/nothing" of version "1.0.0".' },
    });
    const caught = await using(service(), async (client) => {
      const error = await client.getTask('nobody').catch((thrown: unknown) => thrown);
      return { isOurs: error instanceof TaskerClientError, recoverable: (error as TaskerClientError).recoverable };
    });
    expect(caught.reply?.result).toEqual({ isOurs: true, recoverable: false });
  });

  it('works in a handler alone', async () => {
    await expect(getTaskerClient()).rejects.toThrow('getTaskerClient() works inside a handler.');
  });
});
