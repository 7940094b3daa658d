import type { DescribeStateMachineInput, DescribeStateMachineOutput } from '@aws-sdk/client-sfn';
import { describe, expect, it } from 'vitest';
import { TaskerClient } from '../../lib/client/tasker-client.ts';
import { detailsKey } from '../../lib/states-language/history.ts';
import { awsError, FakeStepFunctions } from '../support/fake-sfn.ts';
import { diamond } from './machines.ts';
import { handlerError, HistoryBuilder } from './make-history.ts';

const PLACE = 'arn:aws:states:eu-central-1:123456789012';
const LOGGED = {
  level: 'ALL',
  includeExecutionData: true,
  destinations: [
    { cloudWatchLogsLogGroup: { logGroupArn: 'arn:aws:logs:eu-central-1:123456789012:log-group:/aws/vendedlogs/m:*' } },
  ],
} as const;

/** Step Functions with one Express machine: no call knows its executions. */
class ExpressFake extends FakeStepFunctions {
  logging: unknown = LOGGED;

  override async describeStateMachine(input: DescribeStateMachineInput): Promise<DescribeStateMachineOutput> {
    const described = await super.describeStateMachine(input);
    return { ...described, type: 'EXPRESS', loggingConfiguration: this.logging } as DescribeStateMachineOutput;
  }

  override async listExecutions(): Promise<never> {
    throw awsError('StateMachineTypeNotSupported');
  }
}

/** A line as Step Functions writes it to CloudWatch Logs. */
function lineOf(execution: string, event: HistoryBuilder['events'][number], input: string): string {
  const key = detailsKey(event.type);
  const details = key === undefined ? {} : (event as unknown as Record<string, object>)[key];
  return JSON.stringify({
    id: String(event.id),
    type: event.type,
    details: event.type === 'ExecutionStarted' ? { input, inputDetails: { truncated: false } } : details,
    previous_event_id: String(event.previousEventId),
    event_timestamp: String(event.timestamp * 1000),
    execution_arn: execution,
    redrive_count: '0',
  });
}

function open(happened: (history: HistoryBuilder) => unknown) {
  const sfn = new ExpressFake();
  sfn.deploy('shop-diamond-1_0_0', diamond());
  const asked: unknown[] = [];
  const lines: string[] = [];
  const logs = {
    filterLogEvents: async (input: { logGroupName?: string | undefined; filterPattern?: string | undefined }) => {
      asked.push(input);
      const term = (input.filterPattern ?? '').replaceAll('"', '');
      // CloudWatch promises no order between streams.
      const found = lines.filter((line) => line.includes(term)).toReversed();
      return { events: found.map((message) => ({ message, timestamp: 0 })) };
    },
  };
  const client = new TaskerClient({ sfn, logs, sleep: async () => {} });
  const run = async (id: string, at = 0) => {
    const history = new HistoryBuilder();
    history.time = at;
    happened(history);
    const arn = `${PLACE}:express:shop-diamond-1_0_0:${id}:run-${at}`;
    const input = JSON.stringify({ namespace: 'shop', name: 'diamond', version: '1.0.0', context: { at } });
    lines.push(...history.events.map((event) => lineOf(arn, event, input)));
    return arn;
  };
  return { sfn, client, run, asked };
}

const failing = (history: HistoryBuilder) =>
  history
    .line()
    .started()
    .entered('Task', 'first')
    .scheduled()
    .after(1)
    .failed('PermanentError', handlerError('PermanentError', { step: 'first', message: 'No stock', retryable: false }))
    .exited('Task', 'first')
    .ended('Failed', { error: 'TaskFailed', cause: '{}' });

const complete = (history: HistoryBuilder) => {
  const main = history.line().started().step('first', { n: 1 }).entered('Parallel', 'parallel(left, right)');
  history.line().step('left', { n: 2 });
  history.line().step('right', { n: 3 });
  main.step('last', { n: 4 }).ended('Succeeded', { output: '{}' });
};

describe('an Express task', () => {
  it('is read from the log of its machine: its status, its steps, their attempts and results', async () => {
    const { client, run, asked } = open(complete);
    const arn = await run('t1');
    expect(await client.getTask(arn)).toMatchObject({ status: 'complete', context: { at: 0 }, execution_arn: arn });
    expect(await client.getStep(arn, 'last')).toMatchObject({
      current_state: 'complete',
      results: { result: { n: 4 } },
    });
    expect(asked[0]).toEqual({ logGroupName: '/aws/vendedlogs/m', filterPattern: `"${arn}"` });
  });

  it('is found by its id, as the newest of that name', async () => {
    const { sfn, client, run } = open(failing);
    const { task_uuid: id } = await client.createTask({ namespace: 'shop', name: 'diamond', context: {} });
    // The fake keeps what no Express machine would.
    sfn.executions.clear();
    await expect(client.getTask(id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await run(id);
    await run(id, 100);
    const newest = { status: 'error', context: { at: 100 }, failure: { error: 'TaskFailed' } };
    expect(await client.getTask(id)).toMatchObject(newest);
    expect(await client.waitForTask(id)).toMatchObject(newest);
  });

  it('runs until its end is logged', async () => {
    const { client, run } = open((history) => history.line().started().entered('Task', 'first').scheduled());
    expect(await client.getTask(await run('t1'))).toMatchObject({ status: 'steps_in_process', completed_at: null });
  });

  it('cannot be cancelled, redriven or repaired, which is said', async () => {
    const refused = (text: string) => ({
      code: 'UNPROCESSABLE_ENTITY',
      message: expect.stringContaining(text) as string,
    });
    const { client, run } = open(failing);
    const arn = await run('t1');
    const repair = { by: 'ada', reason: 'r', actions: [{ step: 'first', action: 'reset_for_retry' }] } as const;
    await expect(client.repairTask(arn, repair)).rejects.toMatchObject(refused('cannot be repaired'));
    const running = open((history) => history.line().started());
    await expect(running.client.cancelTask(await running.run('t1'))).rejects.toMatchObject(refused('five minutes'));
  });

  it('says what to do where its machine does not log it whole', async () => {
    const { sfn, client, run } = open(complete);
    sfn.logging = { ...LOGGED, includeExecutionData: false };
    await expect(client.getTask(await run('t1'))).rejects.toMatchObject({
      code: 'UNPROCESSABLE_ENTITY',
      message: expect.stringContaining('"logExecutionData"') as string,
    });
    // Logging may be switched on later.
    sfn.logging = LOGGED;
    expect(await client.getTask(`${PLACE}:express:shop-diamond-1_0_0:t1:run-0`)).toMatchObject({ status: 'complete' });
    await expect(client.getTask(`${PLACE}:express:shop-diamond-1_0_0:other`)).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  it('is in no list, and keeps no other task out of it', async () => {
    const { client } = open(complete);
    expect(await client.listTasks()).toMatchObject({ tasks: [] });
    expect(await client.listDeadLetters()).toEqual([]);
  });
});
