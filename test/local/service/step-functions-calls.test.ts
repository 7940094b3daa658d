import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../lib/json.ts';
import { ended, roleArn, serveLocally } from '../../support/serve-locally.ts';

const machineArn = (name: string) => `arn:aws:states:us-east-1:123456789012:stateMachine:${name}`;

/** Serves a Standard machine `slow`, an Express machine `quick`, and one that makes a call and hands on what it gets. */
async function callFrom(action: string, parameters: object) {
  const served = await serveLocally();
  const { sfn } = served;
  const quick = {
    StartAt: 'keep',
    States: {
      keep: { Type: 'Pass', Assign: { a: 1 }, Next: 'done' },
      done: { Type: 'Pass', Assign: { 'c.$': '$a' }, End: true },
    },
  };
  const slow = { StartAt: 'Rest', States: { Rest: { Type: 'Wait', Seconds: 60, End: true } } };
  const caller = {
    StartAt: 'Call',
    States: {
      Call: { Type: 'Task', Resource: `arn:aws:states:::aws-sdk:sfn:${action}`, Parameters: parameters, End: true },
    },
  };
  await sfn.createStateMachine({ name: 'quick', type: 'EXPRESS', definition: JSON.stringify(quick), roleArn });
  await sfn.createStateMachine({ name: 'slow', definition: JSON.stringify(slow), roleArn });
  await sfn.createStateMachine({ name: 'caller', definition: JSON.stringify(caller), roleArn });
  const { executionArn } = await sfn.startExecution({ stateMachineArn: machineArn('caller') });
  const { status, output, error, cause } = await ended(sfn, executionArn);
  return { status, error, cause, output: JSON.parse(output ?? 'null') as JsonObject, ...served };
}

const DATE = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);

describe('aws-sdk:sfn on a machine of the service', () => {
  it('runs an Express machine to its end', async () => {
    const { output } = await callFrom('startSyncExecution', { StateMachineArn: machineArn('quick'), Input: { b: 2 } });
    expect(output).toMatchObject({
      Status: 'SUCCEEDED',
      Output: '{"b":2}',
      Input: '{"b":2}',
      StartDate: DATE,
      StopDate: DATE,
    });
  });

  it('starts an execution that the service shows', async () => {
    const { output, sfn } = await callFrom('startExecution', { StateMachineArn: machineArn('slow'), Name: 'one' });
    expect(output).toEqual({ ExecutionArn: expect.stringContaining(':slow:one'), StartDate: DATE });
    const { executions } = await sfn.listExecutions({ stateMachineArn: machineArn('slow') });
    expect(executions?.map(({ name }) => name)).toEqual(['one']);
  });

  it('names members with a capital letter, and leaves names of states as they are', async () => {
    const { output } = await callFrom('describeStateMachine', { StateMachineArn: machineArn('quick') });
    expect(output).toMatchObject({
      Name: 'quick',
      Type: 'EXPRESS',
      CreationDate: DATE,
      VariableReferences: { done: ['a'] },
    });
    const listed = await callFrom('listStateMachines', { MaxResults: 1 });
    expect(listed.output).toMatchObject({
      StateMachines: [{ Name: 'caller', CreationDate: DATE }],
      NextToken: expect.any(String),
    });
  });

  it.each([
    ['describeExecution', { ExecutionArn: 'nonsense' }, 'Sfn.InvalidArnException', 'Invalid Arn'],
    [
      'describeStateMachine',
      { StateMachineArn: machineArn('none') },
      'Sfn.StateMachineDoesNotExistException',
      'Does Not Exist',
    ],
    [
      'startSyncExecution',
      { StateMachineArn: machineArn('slow') },
      'Sfn.StateMachineTypeNotSupportedException',
      'not supported',
    ],
    ['sendTaskSuccess', { TaskToken: 'of-nobody', Output: {} }, 'Sfn.InvalidTokenException', 'Invalid Token'],
    // Declared by the operation, and not.
    ['startExecution', {}, 'Sfn.ValidationException', "at 'stateMachineArn' failed to satisfy"],
    ['getExecutionHistory', {}, 'Sfn.SfnException', "at 'executionArn' failed to satisfy"],
  ])('%s with %j fails with %s', async (action, parameters, error, message) => {
    const run = await callFrom(action, parameters);
    expect([run.status, run.error]).toEqual(['FAILED', error]);
    expect(run.cause).toContain(message);
    expect(run.cause).toMatch(/\(Service: Sfn, Status Code: 400, Request ID: [-0-9a-f]+\)$/);
  });

  it('refuses an action that does not exist when the machine is created', async () => {
    await expect(callFrom('makeCoffee', {})).rejects.toThrow(
      'The resource provided arn:aws:states:::aws-sdk:sfn:makeCoffee is not recognized.',
    );
  });
});
