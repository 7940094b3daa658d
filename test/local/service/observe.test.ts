import { afterEach, expect, it } from 'vitest';
import { LocalStepFunctions, type ObservedExecution } from '../../../lib/local/index.ts';
import type { StateMachine } from '../../../lib/states-language/types.ts';

const roleArn = 'arn:aws:iam::123456789012:role/r';
const machineArn = (name: string) => `arn:aws:states:us-east-1:123456789012:stateMachine:${name}`;

let service: LocalStepFunctions | undefined;
afterEach(async () => service?.close());

it('tells of executions that others have started, by a Task or a distributed Map, with what has started them', async () => {
  const observed: ObservedExecution[] = [];
  const ended = new Map<string, string>();
  service = await LocalStepFunctions.open({
    invoke: async () => null,
    seed: 1,
    observe: (execution) => {
      observed.push(execution);
      return ({ type }) => void ended.set(execution.arn, type);
    },
  });
  const create = (name: string, definition: StateMachine) =>
    service?.call('CreateStateMachine', { name, roleArn, definition: JSON.stringify(definition) });
  const inner: StateMachine = { StartAt: 'In', States: { In: { Type: 'Pass', End: true } } };
  await create('inner', inner);
  await create('outer', {
    StartAt: 'Each',
    States: {
      Each: {
        Type: 'Map',
        ItemProcessor: {
          ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
          StartAt: 'Start',
          States: {
            Start: {
              Type: 'Task',
              Resource: 'arn:aws:states:::states:startExecution.sync:2',
              Parameters: { StateMachineArn: machineArn('inner'), Name: 'part', Input: {} },
              End: true,
            },
          },
        },
        End: true,
      },
    },
  });
  await service.call('StartExecution', { stateMachineArn: machineArn('outer'), name: 'task', input: '[1]' });
  const outer = 'arn:aws:states:us-east-1:123456789012:execution:outer:task';
  while (!ended.get(outer)?.startsWith('ExecutionSucceeded')) await new Promise((resolve) => setTimeout(resolve, 5));
  const [task, child, part] = observed;
  expect(observed).toHaveLength(3);
  expect(task).toMatchObject({ name: 'task', arn: outer, machineName: 'outer' });
  expect([task?.startedBy, task?.mapRunArn]).toEqual([undefined, undefined]);
  expect(child).toMatchObject({ startedBy: outer, definition: { StartAt: 'Start' } });
  expect(child?.mapRunArn).toContain(':mapRun:outer/');
  expect(part).toMatchObject({ name: 'part', machineName: 'inner', startedBy: child?.arn, definition: inner });
  expect([...ended.values()]).toEqual(['ExecutionSucceeded', 'ExecutionSucceeded', 'ExecutionSucceeded']);
});
