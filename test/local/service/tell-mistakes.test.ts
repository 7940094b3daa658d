import { expect, it } from 'vitest';
import { LocalStepFunctions } from '../../../lib/local/index.ts';

it('tells where a mistake of an invoker comes from to the one who runs the service alone', async () => {
  const problems: string[] = [];
  const service = await LocalStepFunctions.open({
    invoke: async () => {
      throw new TypeError('a mistake of ours');
    },
    report: (problem) => problems.push(problem),
  });
  const { stateMachineArn } = (await service.call('CreateStateMachine', {
    name: 'm',
    roleArn: 'arn:aws:iam::123456789012:role/r',
    definition: JSON.stringify({
      StartAt: 'Call',
      States: { Call: { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', Parameters: {}, End: true } },
    }),
  })) as { stateMachineArn: string };
  const { executionArn } = (await service.call('StartExecution', { stateMachineArn })) as { executionArn: string };
  const describe = async () => (await service.call('DescribeExecution', { executionArn })) as { cause?: string };
  await expect.poll(async () => (await describe()).cause).toContain('TypeError: a mistake of ours');
  expect((await describe()).cause).not.toContain(import.meta.dirname);
  expect(problems).toEqual([expect.stringContaining(import.meta.filename)]);
  await service.close();
});
