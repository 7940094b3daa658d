import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SFN } from '@aws-sdk/client-sfn';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JsonValue } from '../../../lib/json.ts';
import type { TaskInvoker } from '../../../lib/local/index.ts';
import { StatesError, virtualClock } from '../../../lib/local/index.ts';
import { ended, refusal, roleArn, serveLocally } from '../../support/serve-locally.ts';

const LAMBDA = 'arn:aws:states:::lambda:invoke';
const task = { Type: 'Task', Resource: LAMBDA, End: true };
const parallel = {
  StartAt: 'Both',
  States: {
    Both: {
      Type: 'Parallel',
      Branches: [
        { StartAt: 'A', States: { A: task } },
        { StartAt: 'B', States: { B: task } },
      ],
      End: true,
    },
  },
};
const single = { StartAt: 'A', States: { A: task } };
const stateMachineArn = 'arn:aws:states:us-east-1:123456789012:stateMachine:orders';
const executionArn = 'arn:aws:states:us-east-1:123456789012:execution:orders:one';

/** Tasks that do what they are told, in order; after that they give what they were sent. */
function steps(told: Readonly<Record<string, readonly ('fail' | 'hang' | { readonly result: JsonValue })[]>>) {
  const asked: string[] = [];
  const invoke: TaskInvoker = async ({ stateName, parameters }) => {
    const step = told[stateName]?.[asked.filter((name) => name === stateName).length];
    asked.push(stateName);
    if (step === 'hang') return new Promise<never>(() => undefined);
    if (step === 'fail') throw new StatesError('Refused', 'not yet');
    return step === undefined ? parameters : step.result;
  };
  return { asked, invoke };
}

async function create(sfn: SFN, definition: object) {
  await sfn.createStateMachine({ name: 'orders', definition: JSON.stringify(definition), roleArn });
}

/** Creates the machine, and starts an execution of it that ends. */
async function start(sfn: SFN, definition: object, input = '{}') {
  await create(sfn, definition);
  await sfn.startExecution({ stateMachineArn, name: 'one', input });
  return ended(sfn, executionArn);
}

describe('RedriveExecution', () => {
  it('runs the branches of a Parallel that did not succeed', async () => {
    const { asked, invoke } = steps({ B: ['fail', { result: 'b' }] });
    const { sfn } = await serveLocally({ invoke });
    const failed = await start(sfn, parallel, '"x"');
    expect(failed).toMatchObject({ status: 'FAILED', error: 'Refused', redriveCount: 0, redriveStatus: 'REDRIVABLE' });
    expect([failed.redriveStatusReason, failed.redriveDate]).toEqual([undefined, undefined]);
    const { redriveDate } = await sfn.redriveExecution({ executionArn });
    const description = await ended(sfn, executionArn);
    expect(description).toMatchObject({
      status: 'SUCCEEDED',
      output: '["x","b"]',
      redriveCount: 1,
      redriveDate,
      startDate: failed.startDate,
      redriveStatus: 'NOT_REDRIVABLE',
      redriveStatusReason: 'Execution is SUCCEEDED and cannot be redriven',
    });
    expect([description.error, description.cause]).toEqual([undefined, undefined]);
    expect(asked).toEqual(['A', 'B', 'B']);
    const { events = [] } = await sfn.getExecutionHistory({ executionArn });
    expect(events.map(({ id }) => id)).toEqual(events.map((_, index) => index + 1));
    expect(events.find(({ type }) => type === 'ExecutionRedriven')?.executionRedrivenEventDetails).toEqual({
      redriveCount: 1,
    });
    const { executions } = await sfn.listExecutions({ stateMachineArn });
    expect(executions).toMatchObject([{ executionArn, status: 'SUCCEEDED', redriveCount: 1, redriveDate }]);
  });

  it('tells of an execution that runs again as of one that runs', async () => {
    const { sfn } = await serveLocally({ invoke: steps({ A: ['fail', 'hang'] }).invoke });
    await start(sfn, single);
    await sfn.redriveExecution({ executionArn });
    const running = await sfn.describeExecution({ executionArn });
    expect(running).toMatchObject({
      status: 'RUNNING',
      redriveCount: 1,
      redriveStatus: 'NOT_REDRIVABLE',
      redriveStatusReason: 'Execution is RUNNING and cannot be redriven',
    });
    expect([running.stopDate, running.error, running.cause]).toEqual([undefined, undefined, undefined]);
    expect((await sfn.listExecutions({ stateMachineArn, statusFilter: 'RUNNING' })).executions).toHaveLength(1);
    await sfn.stopExecution({ executionArn });
    expect((await sfn.describeExecution({ executionArn })).status).toBe('ABORTED');
  });

  it('tells at any speed the one time at which the execution started', async () => {
    // Each look at the clock is a little later.
    const clock = Object.assign(Object.create(virtualClock()) as ReturnType<typeof virtualClock>, {
      now: () => (time += 0.7),
    });
    let time = Date.UTC(2025, 0, 1);
    const { sfn } = await serveLocally({ invoke: steps({ A: ['fail'] }).invoke, clock });
    const arguments_ = { ...task, Parameters: { 'at.$': '$$.Execution.StartTime' } };
    const failed = await start(sfn, { StartAt: 'A', States: { A: arguments_ } });
    const { events = [] } = await sfn.getExecutionHistory({ executionArn });
    const scheduled = events.find(({ type }) => type === 'TaskScheduled')?.taskScheduledEventDetails?.parameters;
    await sfn.redriveExecution({ executionArn });
    const started = failed.startDate?.toISOString();
    expect(JSON.parse(scheduled ?? '{}')).toEqual({ at: started });
    expect(await ended(sfn, executionArn)).toMatchObject({ output: JSON.stringify({ at: started }) });
  });

  it('keeps to the definition that the execution was started with', async () => {
    const { sfn } = await serveLocally({ invoke: steps({ A: ['fail'] }).invoke });
    await start(sfn, single);
    await sfn.updateStateMachine({
      stateMachineArn,
      definition: '{"StartAt":"A","States":{"A":{"Type":"Fail"}}}',
      roleArn: `${roleArn}-2`,
    });
    await sfn.redriveExecution({ executionArn });
    expect((await ended(sfn, executionArn)).status).toBe('SUCCEEDED');
  });

  it('refuses what cannot be redriven', async () => {
    const { sfn } = await serveLocally({ invoke: steps({ A: ['hang'] }).invoke });
    await create(sfn, single);
    await sfn.startExecution({ stateMachineArn, name: 'one' });
    expect(await refusal(sfn.redriveExecution({ executionArn }))).toMatchObject({
      name: 'ExecutionNotRedrivable',
      message: `Execution ${executionArn} invalid for redrive as: Execution is RUNNING and cannot be redriven`,
    });
    const done = executionArn.replace('one', 'two');
    await sfn.startExecution({ stateMachineArn, name: 'two' });
    await ended(sfn, done);
    expect((await refusal(sfn.redriveExecution({ executionArn: done }))).message).toMatch(
      /: Execution is SUCCEEDED and cannot be redriven$/,
    );
    const rows: readonly (readonly [string, string, RegExp])[] = [
      [`${executionArn}-none`, 'ExecutionDoesNotExist', /^Execution Does Not Exist/],
      [executionArn.replace(':execution:', ':express:'), 'InvalidArn', /not valid in this context: express/],
      [
        executionArn.replace(':orders:', ':orders/L:'),
        'ValidationException',
        /^Labeled Execution ARNs are not supported/,
      ],
    ];
    for (const [arn, name, message] of rows) {
      const refused = await refusal(sfn.redriveExecution({ executionArn: arn }));
      expect([refused.name, refused.message]).toEqual([name, expect.stringMatching(message)]);
    }
    const labelled = sfn.redriveExecution({ executionArn: executionArn.replace(':orders:', ':orders/L:') });
    await expect(labelled).rejects.toMatchObject({ reason: 'API_DOES_NOT_SUPPORT_LABELED_ARNS' });
  });

  it('refuses an execution whose machine is being deleted, or that has ended too long ago', async () => {
    const clock = virtualClock();
    const { sfn } = await serveLocally({ clock, invoke: steps({ A: ['fail', 'hang'] }).invoke });
    await start(sfn, single);
    await sfn.startExecution({ stateMachineArn, name: 'two' });
    await sfn.deleteStateMachine({ stateMachineArn });
    expect(await sfn.describeExecution({ executionArn })).toMatchObject({
      redriveStatus: 'NOT_REDRIVABLE',
      redriveStatusReason: 'State machine is in DELETING status',
    });
    expect((await refusal(sfn.redriveExecution({ executionArn }))).name).toBe('ExecutionNotRedrivable');
  });

  it('refuses an execution that has ended too long ago', async () => {
    const clock = virtualClock();
    const { sfn } = await serveLocally({ clock, invoke: steps({ A: ['fail'] }).invoke });
    await start(sfn, single);
    await clock.sleep(15 * 86_400_000);
    expect((await sfn.describeExecution({ executionArn })).redriveStatusReason).toBe(
      'Execution redrivable period exceeded',
    );
    expect((await refusal(sfn.redriveExecution({ executionArn }))).name).toBe('ExecutionNotRedrivable');
  });

  it('redrives once when asked twice at a time', async () => {
    const { sfn } = await serveLocally({ invoke: steps({ A: ['fail', 'hang'] }).invoke });
    await start(sfn, single);
    const answers = await Promise.allSettled([1, 2].map(() => sfn.redriveExecution({ executionArn })));
    expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect((await sfn.describeExecution({ executionArn })).redriveCount).toBe(1);
  });

  it('goes on with the mocked answers of a test case', async () => {
    const mocks = {
      StateMachines: { orders: { TestCases: { Retry: { A: 'Answers' } } } },
      MockedResponses: {
        Answers: { '0': { Throw: { Error: 'First' } }, '1': { Throw: { Error: 'Second' } }, '2': { Return: 'third' } },
      },
    };
    const { sfn } = await serveLocally({ mocks });
    await create(sfn, single);
    await sfn.startExecution({ stateMachineArn: `${stateMachineArn}#Retry`, name: 'one' });
    expect((await ended(sfn, executionArn)).error).toBe('First');
    await sfn.redriveExecution({ executionArn });
    expect((await ended(sfn, executionArn)).error).toBe('Second');
    await sfn.redriveExecution({ executionArn });
    expect((await ended(sfn, executionArn)).output).toBe('"third"');
  });

  it('keeps the version and the alias, and makes room for others in the order of the last end', async () => {
    const { invoke } = steps({ A: ['fail', { result: 1 }, { result: 2 }, { result: 3 }] });
    const { sfn } = await serveLocally({ invoke, retention: { executions: 2 } });
    await create(sfn, single);
    await sfn.publishStateMachineVersion({ stateMachineArn });
    await sfn.startExecution({ stateMachineArn: `${stateMachineArn}:1`, name: 'one' });
    await ended(sfn, executionArn);
    await sfn.startExecution({ stateMachineArn, name: 'two' });
    await ended(sfn, executionArn.replace('one', 'two'));
    await sfn.redriveExecution({ executionArn });
    expect((await ended(sfn, executionArn)).stateMachineVersionArn).toBe(`${stateMachineArn}:1`);
    await sfn.startExecution({ stateMachineArn, name: 'three' });
    await ended(sfn, executionArn.replace('one', 'three'));
    const { executions } = await sfn.listExecutions({ stateMachineArn });
    expect(executions?.map(({ name }) => name)).toEqual(['three', 'one']);
  });
});

describe('RedriveExecution with a clientToken', () => {
  const MINUTE = 60_000;

  it('answers the same again and does nothing: while it runs, after it failed, after it succeeded', async () => {
    const clock = virtualClock();
    const { asked, invoke } = steps({ A: ['fail', 'hang', 'fail', { result: 1 }] });
    const { sfn } = await serveLocally({ clock, invoke });
    await start(sfn, single);
    const again = (clientToken: string) => sfn.redriveExecution({ executionArn, clientToken });
    const { redriveDate: first } = await again('first');
    await clock.sleep(MINUTE);
    expect((await again('first')).redriveDate).toEqual(first);
    await sfn.stopExecution({ executionArn });
    expect((await again('first')).redriveDate).toEqual(first);
    expect((await sfn.describeExecution({ executionArn })).status).toBe('ABORTED');
    const { redriveDate: second } = await again('second');
    expect((await ended(sfn, executionArn)).status).toBe('FAILED');
    await again('third');
    expect((await ended(sfn, executionArn)).status).toBe('SUCCEEDED');
    expect((await again('first')).redriveDate).toEqual(first);
    expect((await again('second')).redriveDate).toEqual(second);
    expect(second).not.toEqual(first);
    expect(asked).toHaveLength(4);
    expect((await sfn.describeExecution({ executionArn })).redriveCount).toBe(3);
  });

  it('forgets a token after 15 minutes', async () => {
    const clock = virtualClock();
    const { sfn } = await serveLocally({ clock, invoke: steps({ A: ['fail', 'fail', 'fail'] }).invoke });
    await start(sfn, single);
    await sfn.redriveExecution({ executionArn, clientToken: 't' });
    await ended(sfn, executionArn);
    await clock.sleep(15 * MINUTE);
    await sfn.redriveExecution({ executionArn, clientToken: 't' });
    expect((await sfn.describeExecution({ executionArn })).redriveCount).toBe(1);
    await clock.sleep(1);
    await sfn.redriveExecution({ executionArn, clientToken: 't' });
    expect((await ended(sfn, executionArn)).redriveCount).toBe(2);
  });

  it('forgets the oldest of more than 10', async () => {
    const { sfn } = await serveLocally({ invoke: steps({ A: Array(20).fill('fail') }).invoke });
    await start(sfn, single);
    for (let number = 0; number <= 10; number += 1) {
      await sfn.redriveExecution({ executionArn, clientToken: String(number) });
      await ended(sfn, executionArn);
    }
    await sfn.redriveExecution({ executionArn, clientToken: '1' });
    expect((await ended(sfn, executionArn)).redriveCount).toBe(11);
    await sfn.redriveExecution({ executionArn, clientToken: '0' });
    expect((await ended(sfn, executionArn)).redriveCount).toBe(12);
  });

  it('does not remember a token that was refused', async () => {
    const { sfn } = await serveLocally({ invoke: steps({ A: ['hang', { result: 1 }] }).invoke });
    await create(sfn, single);
    await sfn.startExecution({ stateMachineArn, name: 'one' });
    const redrive = () => sfn.redriveExecution({ executionArn, clientToken: 't' });
    expect((await refusal(redrive())).name).toBe('ExecutionNotRedrivable');
    await sfn.stopExecution({ executionArn });
    await redrive();
    expect((await ended(sfn, executionArn)).redriveCount).toBe(1);
  });

  it.each(['x'.repeat(65), 'a b'])('refuses the token "%s"', async (clientToken) => {
    const { sfn } = await serveLocally();
    expect((await refusal(sfn.redriveExecution({ executionArn, clientToken }))).name).toBe('ValidationException');
  });
});

describe('RedriveExecution with a data folder', () => {
  let dataFolder: string;
  beforeEach(async () => {
    dataFolder = await mkdtemp(join(tmpdir(), 'redrive-'));
  });
  afterEach(async () => {
    await rm(dataFolder, { recursive: true });
  });

  it('goes on with an execution of an earlier run of the service', async () => {
    const first = await serveLocally({ dataFolder, invoke: steps({ B: ['fail'] }).invoke });
    await start(first.sfn, parallel, '"x"');
    await first.close();
    const { asked, invoke } = steps({});
    const second = await serveLocally({ dataFolder, invoke });
    await second.sfn.redriveExecution({ executionArn, clientToken: 't' });
    expect(await ended(second.sfn, executionArn)).toMatchObject({ status: 'SUCCEEDED', redriveCount: 1 });
    expect(asked).toEqual(['B']);
    await second.close();
    const third = await serveLocally({ dataFolder });
    expect(await third.sfn.describeExecution({ executionArn })).toMatchObject({ output: '["x","x"]', redriveCount: 1 });
    await third.sfn.redriveExecution({ executionArn, clientToken: 't' });
    expect(third.problems).toEqual([]);
  });

  it('goes on with an execution that the end of the service has stopped', async () => {
    const first = await serveLocally({ dataFolder, invoke: steps({ A: ['hang'] }).invoke });
    await create(first.sfn, single);
    await first.sfn.startExecution({ stateMachineArn, name: 'one', input: '7' });
    await first.close();
    const { sfn } = await serveLocally({ dataFolder, invoke: steps({}).invoke });
    expect(await sfn.describeExecution({ executionArn })).toMatchObject({
      status: 'ABORTED',
      redriveStatus: 'REDRIVABLE',
    });
    await sfn.redriveExecution({ executionArn });
    expect((await ended(sfn, executionArn)).output).toBe('7');
  });

  it('refuses an execution whose history is lost', async () => {
    const first = await serveLocally({ dataFolder, invoke: steps({ A: ['fail'] }).invoke });
    await start(first.sfn, single);
    await first.close();
    const { sfn } = await serveLocally({ dataFolder });
    await rm(join(dataFolder, 'executions'), { recursive: true });
    expect(await refusal(sfn.redriveExecution({ executionArn }))).toMatchObject({
      name: 'ExecutionNotRedrivable',
      message: expect.stringMatching(/is lost/) as unknown,
    });
  });
});
