import { describe, expect, it } from 'vitest';
import {
  LocalStepFunctions,
  StatesError,
  virtualClock,
  type LocalStepFunctionsOptions,
} from '../../../lib/local/index.ts';
import { ended, hang, refusal, roleArn, serveLocally } from '../../support/serve-locally.ts';

const arn = 'arn:aws:states:us-east-1:123456789012:stateMachine:orders';
const executionArn = (name: string) => `arn:aws:states:us-east-1:123456789012:execution:orders:${name}`;
const machines = {
  pass: { StartAt: 'Only', States: { Only: { Type: 'Pass', End: true } } },
  task: {
    StartAt: 'Do',
    States: {
      Do: { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', Parameters: { FunctionName: 'n' }, End: true },
    },
  },
  slow: { StartAt: 'Sit', TimeoutSeconds: 60, States: { Sit: { Type: 'Wait', Seconds: 3600, End: true } } },
};

async function serve(
  machine: keyof typeof machines,
  options: Partial<LocalStepFunctionsOptions> = {},
  type?: 'EXPRESS',
) {
  const served = await serveLocally(options);
  await served.sfn.createStateMachine({ name: 'orders', definition: JSON.stringify(machines[machine]), roleArn, type });
  return served;
}

describe('StartExecution', () => {
  it('runs a machine', async () => {
    const { sfn } = await serve('pass');
    const started = await sfn.startExecution({
      stateMachineArn: arn,
      name: 'one',
      input: '{"a": 1}',
      traceHeader: 'Root=1',
    });
    expect(started.executionArn).toBe(executionArn('one'));
    expect(await ended(sfn, started.executionArn)).toMatchObject({
      executionArn: started.executionArn,
      stateMachineArn: arn,
      name: 'one',
      status: 'SUCCEEDED',
      startDate: started.startDate,
      stopDate: expect.any(Date),
      input: '{"a": 1}',
      inputDetails: { included: true },
      output: '{"a":1}',
      outputDetails: { included: true },
      traceHeader: 'Root=1',
      redriveCount: 0,
      redriveStatus: 'NOT_REDRIVABLE',
      redriveStatusReason: 'Execution is SUCCEEDED and cannot be redriven',
    });
  });

  it('gives a name and an empty input when there is none', async () => {
    const { sfn } = await serve('pass');
    const { executionArn: arnOf } = await sfn.startExecution({ stateMachineArn: arn });
    expect(arnOf).toMatch(/:execution:orders:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect((await ended(sfn, arnOf)).input).toBe('{}');
  });

  it.each(['2', '"text"', 'null', '[]'])('takes the input %s', async (input) => {
    const { sfn } = await serve('pass');
    const started = await sfn.startExecution({ stateMachineArn: arn, input });
    expect((await ended(sfn, started.executionArn)).output).toBe(input);
  });

  // Recorded from AWS.
  it.each([
    [
      'not some json',
      "Unrecognized token 'not': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')",
    ],
    ["{'not': 'json'}", "Unexpected character (''' (code 39)): was expecting double-quote to start field name"],
    ['', 'Invalid execution input.'],
  ])('refuses the input %j', async (input, reason) => {
    const { sfn } = await serve('pass');
    expect(await refusal(sfn.startExecution({ stateMachineArn: arn, input }))).toEqual({
      name: 'InvalidExecutionInput',
      message: `Invalid State Machine Execution Input: '${reason}'`,
      status: 400,
    });
  });

  it('refuses an input above 256 KiB, in bytes', async () => {
    const { sfn } = await serve('pass');
    const fits = JSON.stringify('x'.repeat(262_142));
    const { executionArn: arnOf } = await sfn.startExecution({ stateMachineArn: arn, input: fits });
    expect((await ended(sfn, arnOf)).output).toBe(fits);
    expect((await refusal(sfn.startExecution({ stateMachineArn: arn, input: `${fits} ` }))).message).toContain(
      "at 'input' failed to satisfy constraint: Member must have length less than or equal to 262144",
    );
    const wide = JSON.stringify('é'.repeat(200_000));
    expect((await refusal(sfn.startExecution({ stateMachineArn: arn, input: wide }))).name).toBe(
      'InvalidExecutionInput',
    );
  });

  it('is the same execution while one of that name and input runs', async () => {
    const { sfn } = await serve('task');
    const first = await sfn.startExecution({ stateMachineArn: arn, name: 'one', input: '{}' });
    const again = await sfn.startExecution({ stateMachineArn: arn, name: 'one', input: '{}' });
    expect([again.executionArn, again.startDate]).toEqual([first.executionArn, first.startDate]);
    const exists = {
      name: 'ExecutionAlreadyExists',
      message: `Execution Already Exists: '${executionArn('one')}'`,
      status: 400,
    };
    expect(await refusal(sfn.startExecution({ stateMachineArn: arn, name: 'one', input: '[]' }))).toEqual(exists);
    await sfn.stopExecution({ executionArn: first.executionArn });
    expect(await refusal(sfn.startExecution({ stateMachineArn: arn, name: 'one', input: '{}' }))).toEqual(exists);
  });

  it('refuses a bad name and a machine that is not there', async () => {
    const { sfn } = await serve('pass');
    expect((await refusal(sfn.startExecution({ stateMachineArn: arn, name: 'a b' }))).message).toBe(
      "Invalid Name: 'a b'",
    );
    expect(await refusal(sfn.startExecution({ stateMachineArn: `${arn}x` }))).toEqual({
      name: 'StateMachineDoesNotExist',
      message: `State Machine Does Not Exist: '${arn}x'`,
      status: 400,
    });
  });

  it('tells how a task failed', async () => {
    const { sfn } = await serve('task', {
      invoke: () => Promise.reject(new StatesError('Payment.Declined', 'no funds')),
    });
    const { executionArn: arnOf } = await sfn.startExecution({ stateMachineArn: arn });
    expect(await ended(sfn, arnOf)).toMatchObject({ status: 'FAILED', error: 'Payment.Declined', cause: 'no funds' });
  });

  it('runs machines in JSONata', async () => {
    const { sfn } = await serveLocally();
    const definition = JSON.stringify({
      QueryLanguage: 'JSONata',
      StartAt: 'Add',
      States: { Add: { Type: 'Pass', Output: '{% $states.input.a + 1 %}', End: true } },
    });
    await sfn.createStateMachine({ name: 'orders', definition, roleArn });
    await sfn.startExecution({ stateMachineArn: arn, name: 'one', input: '{"a":1}' });
    expect((await ended(sfn, executionArn('one'))).output).toBe('2');
  });

  it('keeps the time limit of the machine', async () => {
    const { sfn } = await serve('slow');
    const { executionArn: arnOf } = await sfn.startExecution({ stateMachineArn: arn });
    const { status, startDate, stopDate } = await ended(sfn, arnOf);
    expect(status).toBe('TIMED_OUT');
    expect(Number(stopDate) - Number(startDate)).toBe(60_000);
  });
});

describe('Express machines', () => {
  it('run to the end within a call', async () => {
    const { sfn } = await serve('pass', {}, 'EXPRESS');
    const answer = await sfn.startSyncExecution({ stateMachineArn: arn, name: 'one', input: '{"a":1}' });
    expect(answer.executionArn).toMatch(/^arn:aws:states:us-east-1:123456789012:express:orders:one:[0-9a-f-]{36}$/);
    expect(answer).toMatchObject({
      stateMachineArn: arn,
      name: 'one',
      status: 'SUCCEEDED',
      input: '{"a":1}',
      inputDetails: { included: true },
      output: '{"a":1}',
      outputDetails: { included: true },
      startDate: expect.any(Date),
      stopDate: expect.any(Date),
      billingDetails: { billedDurationInMilliseconds: 100, billedMemoryUsedInMB: 64 },
    });
  });

  it('end after five minutes', async () => {
    const { sfn } = await serve('task', {}, 'EXPRESS');
    expect((await sfn.startSyncExecution({ stateMachineArn: arn })).status).toBe('TIMED_OUT');
  });

  it('may start again under a name, but cannot be looked at', async () => {
    const { sfn } = await serve('pass', {}, 'EXPRESS');
    await sfn.startExecution({ stateMachineArn: arn, name: 'one' });
    const { executionArn: arnOf } = await sfn.startExecution({ stateMachineArn: arn, name: 'one' });
    const refused = {
      name: 'InvalidArn',
      message: "Invalid Arn: 'Resource type not valid in this context: express'",
      status: 400,
    };
    expect(await refusal(sfn.describeExecution({ executionArn: arnOf }))).toEqual(refused);
    expect(await refusal(sfn.stopExecution({ executionArn: arnOf }))).toEqual(refused);
    expect(await refusal(sfn.getExecutionHistory({ executionArn: arnOf }))).toEqual(refused);
    expect(await refusal(sfn.listExecutions({ stateMachineArn: arn }))).toEqual({
      name: 'StateMachineTypeNotSupported',
      message: 'This operation is not supported by this type of state machine',
      status: 400,
    });
  });

  it('are what StartSyncExecution needs', async () => {
    const { sfn } = await serve('pass');
    expect((await refusal(sfn.startSyncExecution({ stateMachineArn: arn }))).name).toBe('StateMachineTypeNotSupported');
  });
});

describe('StopExecution', () => {
  it('aborts, with error and cause', async () => {
    const { sfn } = await serve('task');
    await sfn.startExecution({ stateMachineArn: arn, name: 'one' });
    const stopped = await sfn.stopExecution({ executionArn: executionArn('one'), error: 'Enough', cause: 'We stop.' });
    const { status, error, cause, stopDate } = await sfn.describeExecution({ executionArn: executionArn('one') });
    expect({ status, error, cause, stopDate }).toEqual({
      status: 'ABORTED',
      error: 'Enough',
      cause: 'We stop.',
      stopDate: stopped.stopDate,
    });
    const again = await sfn.stopExecution({ executionArn: executionArn('one'), error: 'Other' });
    expect(again.stopDate).toEqual(stopDate);
    expect((await sfn.describeExecution({ executionArn: executionArn('one') })).error).toBe('Enough');
  });

  it('refuses what is not there', async () => {
    const { sfn } = await serve('pass');
    for (const call of [
      sfn.stopExecution({ executionArn: executionArn('none') }),
      sfn.describeExecution({ executionArn: executionArn('none') }),
      sfn.describeStateMachineForExecution({ executionArn: executionArn('none') }),
      sfn.getExecutionHistory({ executionArn: executionArn('none') }),
    ]) {
      expect(await refusal(call)).toEqual({
        name: 'ExecutionDoesNotExist',
        message: `Execution Does Not Exist: '${executionArn('none')}'`,
        status: 400,
      });
    }
  });
});

describe('GetExecutionHistory', () => {
  it('gives the events with dates and details', async () => {
    const { sfn } = await serve('pass');
    await sfn.startExecution({ stateMachineArn: arn, name: 'one', input: '{"a":1}' });
    await ended(sfn, executionArn('one'));
    const { events } = await sfn.getExecutionHistory({ executionArn: executionArn('one') });
    const data = { inputDetails: { truncated: false }, input: '{"a":1}' };
    const result = { outputDetails: { truncated: false }, output: '{"a":1}' };
    expect(events?.map((event) => ({ ...event, timestamp: undefined }))).toEqual([
      { id: 1, previousEventId: 0, type: 'ExecutionStarted', executionStartedEventDetails: { ...data, roleArn } },
      { id: 2, previousEventId: 0, type: 'PassStateEntered', stateEnteredEventDetails: { ...data, name: 'Only' } },
      { id: 3, previousEventId: 2, type: 'PassStateExited', stateExitedEventDetails: { ...result, name: 'Only' } },
      { id: 4, previousEventId: 3, type: 'ExecutionSucceeded', executionSucceededEventDetails: result },
    ]);
    expect(events?.every(({ timestamp }) => timestamp instanceof Date)).toBe(true);
  });

  it('pages, both ways', async () => {
    const { sfn } = await serve('pass');
    await sfn.startExecution({ stateMachineArn: arn, name: 'one' });
    await ended(sfn, executionArn('one'));
    const page = (reverseOrder: boolean, nextToken?: string) =>
      sfn.getExecutionHistory({ executionArn: executionArn('one'), maxResults: 3, reverseOrder, nextToken });
    for (const [reverseOrder, expected] of [
      [false, [[1, 2, 3], [4]]],
      [true, [[4, 3, 2], [1]]],
    ] as const) {
      const first = await page(reverseOrder);
      const second = await page(reverseOrder, first.nextToken);
      expect([first.events, second.events].map((events) => events?.map(({ id }) => id))).toEqual(expected);
      expect(second.nextToken).toBeUndefined();
      expect((await refusal(page(!reverseOrder, first.nextToken))).name).toBe('InvalidToken');
    }
  });

  it('grows while the execution runs', async () => {
    const { sfn } = await serve('task');
    await sfn.startExecution({ stateMachineArn: arn, name: 'one' });
    const { events } = await sfn.getExecutionHistory({ executionArn: executionArn('one') });
    expect(events?.map(({ type }) => type)).toEqual([
      'ExecutionStarted',
      'TaskStateEntered',
      'TaskScheduled',
      'TaskStarted',
    ]);
  });

  it('leaves out the data when asked to', async () => {
    const { sfn } = await serve('pass');
    await sfn.startExecution({ stateMachineArn: arn, name: 'one' });
    await ended(sfn, executionArn('one'));
    const { events } = await sfn.getExecutionHistory({
      executionArn: executionArn('one'),
      includeExecutionData: false,
    });
    expect(events?.[1]?.stateEnteredEventDetails).toEqual({ name: 'Only' });
    const { input, output, inputDetails } = await sfn.describeExecution({
      executionArn: executionArn('one'),
      includedData: 'METADATA_ONLY',
    });
    expect([input, output, inputDetails]).toEqual([undefined, undefined, { included: false }]);
  });
});

describe('ListExecutions', () => {
  it('lists the newest first, by status, in pages that hold while executions come', async () => {
    const { sfn } = await serve('task', {
      invoke: (call) => (call.executionArn.endsWith('3') ? hang(call) : Promise.resolve(null)),
    });
    for (let n = 1; n <= 5; n++) await sfn.startExecution({ stateMachineArn: arn, name: `e${n}` });
    for (const n of [1, 2, 4, 5]) await ended(sfn, executionArn(`e${n}`));
    const list = async (request: object) => {
      const { executions, nextToken } = await sfn.listExecutions({ stateMachineArn: arn, ...request });
      return { names: executions?.map(({ name }) => name), nextToken };
    };
    expect((await list({})).names).toEqual(['e5', 'e4', 'e3', 'e2', 'e1']);
    expect((await list({ statusFilter: 'RUNNING' })).names).toEqual(['e3']);
    expect((await list({ statusFilter: 'FAILED' })).names).toEqual([]);
    const first = await list({ statusFilter: 'SUCCEEDED', maxResults: 2 });
    await sfn.startExecution({ stateMachineArn: arn, name: 'e6' });
    const second = await list({ statusFilter: 'SUCCEEDED', maxResults: 2, nextToken: first.nextToken });
    expect([first.names, second.names, second.nextToken]).toEqual([['e5', 'e4'], ['e2', 'e1'], undefined]);
    expect((await refusal(list({ statusFilter: 'FAILED', nextToken: first.nextToken }))).name).toBe('InvalidToken');
  });

  it('refuses an unknown status, and no machine at all', async () => {
    const { sfn } = await serve('pass');
    expect(
      (await refusal(sfn.listExecutions({ stateMachineArn: arn, statusFilter: 'succeeded' as 'FAILED' }))).message,
    ).toBe(
      "1 validation error detected: Value 'succeeded' at 'statusFilter' failed to satisfy constraint: Member must satisfy enum value set: [SUCCEEDED, TIMED_OUT, PENDING_REDRIVE, ABORTED, FAILED, RUNNING]",
    );
    expect((await refusal(sfn.listExecutions({}))).name).toBe('ValidationException');
    expect((await refusal(sfn.listExecutions({ stateMachineArn: 'x' }))).message).toBe(
      "Invalid Arn: 'Invalid ARN prefix: x'",
    );
  });
});

describe('retention', () => {
  it('keeps so many finished executions, and all that run', async () => {
    const { sfn } = await serve('task', {
      retention: { executions: 3 },
      invoke: (call) => (call.executionArn.endsWith('e1') ? hang(call) : Promise.resolve(null)),
    });
    for (let n = 1; n <= 6; n++) {
      await sfn.startExecution({ stateMachineArn: arn, name: `e${n}` });
      if (n > 1) await ended(sfn, executionArn(`e${n}`));
    }
    const { executions } = await sfn.listExecutions({ stateMachineArn: arn });
    expect(executions?.map(({ name }) => name)).toEqual(['e6', 'e5', 'e4', 'e1']);
    expect((await refusal(sfn.describeExecution({ executionArn: executionArn('e2') }))).name).toBe(
      'ExecutionDoesNotExist',
    );
  });

  it('forgets what is too old', async () => {
    const { sfn } = await serve('slow', { retention: { ageMs: 90_000 } });
    for (const name of ['e1', 'e2', 'e3']) {
      await sfn.startExecution({ stateMachineArn: arn, name });
      await ended(sfn, executionArn(name));
    }
    const { executions } = await sfn.listExecutions({ stateMachineArn: arn });
    expect(executions?.map(({ name }) => name)).toEqual(['e3', 'e2']);
  });
});

describe('child executions of a distributed Map', () => {
  it('are listed by their Map Run, and have a history', async () => {
    const { sfn } = await serveLocally({ invoke: async () => null });
    const processor = {
      ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
      StartAt: 'Item',
      States: { Item: { Type: 'Pass', End: true } },
    };
    const each = { Type: 'Map', Label: 'Each', ItemProcessor: processor, End: true };
    const definition = JSON.stringify({ StartAt: 'Each', States: { Each: each } });
    await sfn.createStateMachine({ name: 'orders', definition, roleArn });
    await sfn.startExecution({ stateMachineArn: arn, name: 'one', input: '["a","b"]' });
    expect((await ended(sfn, executionArn('one'))).output).toBe('["a","b"]');
    const { events } = await sfn.getExecutionHistory({ executionArn: executionArn('one') });
    const mapRunArn = events?.find(({ type }) => type === 'MapRunStarted')?.mapRunStartedEventDetails?.mapRunArn;
    const { executions } = await sfn.listExecutions({ mapRunArn });
    expect(executions?.map(({ status, mapRunArn: of }) => [status, of])).toEqual(
      Array(2).fill(['SUCCEEDED', mapRunArn]),
    );
    const child = executions?.[0]?.executionArn;
    expect((await sfn.describeExecution({ executionArn: child })).input).toBe('"b"');
    const history = await sfn.getExecutionHistory({ executionArn: child });
    expect(history.events?.map(({ type }) => type)).toEqual([
      'ExecutionStarted',
      'PassStateEntered',
      'PassStateExited',
      'ExecutionSucceeded',
    ]);
    expect((await sfn.describeStateMachineForExecution({ executionArn: child })).label).toBe('Each');
    expect((await sfn.listExecutions({ stateMachineArn: arn })).executions).toHaveLength(1);
  });
});

describe('load', () => {
  it('is thousands of executions at the same time', async () => {
    const waiting: (() => void)[] = [];
    const service = await LocalStepFunctions.open({
      clock: virtualClock(),
      invoke: () => new Promise((resolve) => waiting.push(() => resolve(null))),
    });
    const definition = JSON.stringify(machines.task);
    await service.call('CreateStateMachine', { name: 'orders', definition, roleArn });
    const count = 3_000;
    for (let n = 0; n < count; n++) await service.call('StartExecution', { stateMachineArn: arn, name: `e${n}` });
    const statuses = async () => {
      const { executions } = (await service.call('ListExecutions', { stateMachineArn: arn, maxResults: 1000 })) as any;
      return new Set(executions.map(({ status }: { status: string }) => status));
    };
    await expect.poll(() => waiting.length).toBe(count);
    expect(await statuses()).toEqual(new Set(['RUNNING']));
    for (const answer of waiting) answer();
    await expect.poll(statuses).toEqual(new Set(['SUCCEEDED']));
    await service.close();
  });
});
