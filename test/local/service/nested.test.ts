import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../../lib/json.ts';
import { ended, refusal, roleArn, serveLocally } from '../../support/serve-locally.ts';

const machineArn = (name: string) => `arn:aws:states:us-east-1:123456789012:stateMachine:${name}`;

const calling = (pattern: string, parameters: object) =>
  JSON.stringify({
    StartAt: 'Call',
    States: {
      Call: {
        Type: 'Task',
        Resource: `arn:aws:states:::states:startExecution${pattern}`,
        Parameters: { StateMachineArn: machineArn('child'), ...parameters },
        End: true,
      },
    },
  });

async function serve(pattern: string, parameters: object, child: object = { Type: 'Pass', End: true }) {
  const served = await serveLocally();
  const definition = JSON.stringify({ StartAt: 'Only', States: { Only: child } });
  await served.sfn.createStateMachine({ name: 'child', definition, roleArn });
  await served.sfn.createStateMachine({ name: 'parent', definition: calling(pattern, parameters), roleArn });
  const { executionArn } = await served.sfn.startExecution({ stateMachineArn: machineArn('parent') });
  const parent = await ended(served.sfn, executionArn);
  const { executions } = await served.sfn.listExecutions({ stateMachineArn: machineArn('child') });
  return { ...served, parent, children: executions ?? [] };
}

describe('states:startExecution', () => {
  it('starts an execution that the service shows', async () => {
    const { parent, children } = await serve('', { Name: 'inner', Input: { a: 1 } });
    expect(parent.status).toBe('SUCCEEDED');
    expect(children.map(({ name }) => name)).toEqual(['inner']);
    expect((JSON.parse(parent.output ?? '') as Record<string, JsonValue>)['ExecutionArn']).toBe(
      children[0]?.executionArn,
    );
  });

  it('waits for it with .sync:2', async () => {
    const { parent } = await serve('.sync:2', { Input: { a: 1 } });
    expect(JSON.parse(parent.output ?? '')).toMatchObject({ Status: 'SUCCEEDED', Output: { a: 1 } });
  });

  it('fails with the nested execution', async () => {
    const { parent, children } = await serve('.sync', { Input: {} }, { Type: 'Fail', Error: 'Inner', Cause: 'why' });
    expect(parent).toMatchObject({ status: 'FAILED', error: 'States.TaskFailed' });
    expect(JSON.parse(parent.cause ?? '')).toMatchObject({ Error: 'Inner', Cause: 'why', Status: 'FAILED' });
    expect(children[0]?.status).toBe('FAILED');
  });

  it('raises what the API refuses', async () => {
    const missing = await serve('', { StateMachineArn: machineArn('nobody') });
    expect(missing.parent.error).toBe('StepFunctions.StateMachineDoesNotExistException');
    const { parent, sfn } = await serve('', { Name: 'two words' });
    expect(parent.error).toBe('StepFunctions.InvalidNameException');
    expect((await refusal(sfn.startExecution({ stateMachineArn: machineArn('x') }))).status).toBe(400);
  });
});

describe('task tokens', () => {
  const waiting = JSON.stringify({
    StartAt: 'Ask',
    States: {
      Ask: {
        Type: 'Task',
        Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
        Parameters: { 'MessageBody.$': '$$.Task.Token' },
        HeartbeatSeconds: 60,
        End: true,
      },
    },
  });

  async function ask() {
    let given = '';
    let tell = () => {};
    const asked = new Promise<void>((resolve) => (tell = resolve));
    const served = await serveLocally({
      // The time of a virtual clock stands still as long as something outside is under way.
      clock: {
        now: () => 0,
        sleep: () => new Promise(() => {}),
        external: (work) => (typeof work === 'function' ? work() : work),
      },
      invoke: async ({ parameters }) => {
        given = (parameters as { MessageBody: string }).MessageBody;
        tell();
        return {};
      },
    });
    await served.sfn.createStateMachine({ name: 'asking', definition: waiting, roleArn });
    const { executionArn } = await served.sfn.startExecution({ stateMachineArn: machineArn('asking') });
    await asked;
    return { ...served, executionArn, taskToken: given };
  }

  it('end a task with its result', async () => {
    const { sfn, executionArn, taskToken } = await ask();
    await sfn.sendTaskHeartbeat({ taskToken });
    expect(await refusal(sfn.sendTaskSuccess({ taskToken, output: 'no json' }))).toMatchObject({
      name: 'InvalidOutput',
    });
    await sfn.sendTaskSuccess({ taskToken, output: '{"yes":true}' });
    expect(await ended(sfn, executionArn)).toMatchObject({ status: 'SUCCEEDED', output: '{"yes":true}' });
    expect((await refusal(sfn.sendTaskSuccess({ taskToken, output: '{}' }))).name).toMatch(
      /TaskTimedOut|TaskDoesNotExist/,
    );
    expect((await refusal(sfn.sendTaskHeartbeat({ taskToken }))).name).toMatch(/TaskTimedOut|TaskDoesNotExist/);
  });

  it('end a task with an error', async () => {
    const { sfn, executionArn, taskToken } = await ask();
    await sfn.sendTaskFailure({ taskToken, error: 'Refused', cause: 'by the boss' });
    expect(await ended(sfn, executionArn)).toMatchObject({ status: 'FAILED', error: 'Refused', cause: 'by the boss' });
  });

  it('are refused when made up or out of bounds', async () => {
    const { sfn } = await serveLocally();
    expect((await refusal(sfn.sendTaskSuccess({ taskToken: 'made-up', output: '{}' }))).name).toBe('InvalidToken');
    expect((await refusal(sfn.sendTaskFailure({ taskToken: 'made-up', error: 'x'.repeat(257) }))).message).toContain(
      "at 'error' failed to satisfy constraint: Member must have length less than or equal to 256",
    );
  });
});
