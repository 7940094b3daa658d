import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { TaskerWorkflow, type TaskerWorkflowProps } from '../../lib/constructs/index.ts';
import { makeProject } from './support/project.ts';
import { synth } from './support/synth.ts';

const project = makeProject(['Demo::Starts', 'Demo::Other']);
const template = project.writeTemplate(
  'starts.yaml',
  JSON.stringify({
    name: 'starts',
    namespace_name: 'demo',
    version: '1.0.0',
    steps: [
      {
        name: 'first',
        handler: { callable: 'Demo::Starts', initialization: { starts_tasks: ['payments/refund/2.1.0'] } },
      },
      { name: 'second', handler: { callable: 'Demo::Other' } },
    ],
  }),
);

const workflow = (props: Partial<TaskerWorkflowProps> = {}) =>
  synth((stack) => new TaskerWorkflow(stack, 'W', { template, handlers: project.handlers, ...props })).template;

const startOf = (machine: string) =>
  Match.objectLike({
    Action: Match.arrayWith(['states:StartExecution']),
    Resource: { 'Fn::Join': ['', Match.arrayWith([Match.stringLikeRegexp(`stateMachine:${machine}$`)])] },
  });

describe('a step that starts tasks', () => {
  it('may start those of the templates that it names, and knows their names', () => {
    const made = workflow({ prefix: 'dev' });
    made.hasResourceProperties('AWS::Lambda::Function', {
      Description: 'Runs Demo.Starts',
      Environment: {
        Variables: Match.objectLike({
          TASKER_SFN_STARTS_TASKS: 'payments/refund/2.1.0',
          TASKER_SFN_PREFIX: 'dev',
        }),
      },
    });
    made.hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: { Statement: Match.arrayWith([startOf('dev--payments-refund-2_1_0')]) },
    });
    made.hasResourceProperties('AWS::Lambda::Function', {
      Description: 'Runs Demo.Other',
      Environment: { Variables: { TASKER_SFN_STARTS_TASKS: Match.absent() } },
    });
  });

  it('may start more by its prop', () => {
    workflow({ steps: { second: { startsTasks: ['demo/starts'] } } }).hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: { Statement: Match.arrayWith([startOf('demo-starts-1_0_0')]) },
    });
    expect(() => workflow({ steps: { second: { startsTasks: ['starts'] } } })).toThrow(
      '"startsTasks" has "starts". Write "namespace/name" or "namespace/name/version", without a comma.',
    );
  });
});
