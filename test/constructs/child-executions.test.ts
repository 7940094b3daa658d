import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { describe, expect, it } from 'vitest';
import { TaskerWorkflow } from '../../lib/constructs/index.ts';
import { statementsOf } from './support/statements.ts';
import { synth } from './support/synth.ts';

const made = (stateMachineType: sfn.StateMachineType) =>
  synth(
    (stack) =>
      new TaskerWorkflow(stack, 'W', {
        template: 'templates/imports/csv_import.yaml',
        handlers: 'lambdas/imports',
        stateMachineType,
        tracing: false,
      }),
  ).template;

describe('a workflow with a batch', () => {
  it('may start child executions of its own, and read its lists of workers', () => {
    const template = made(sfn.StateMachineType.STANDARD);
    const arn = 'arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>';
    const statements = statementsOf(template).WStateMachineRoleDefaultPolicy;
    expect(statements?.slice(-3)).toEqual([
      `Allow states:StartExecution on ${arn}:stateMachine:imports-csv_import-1_0_0`,
      `Allow states:DescribeExecution, states:StopExecution, states:RedriveExecution on ${arn}:execution:imports-csv_import-1_0_0/*:*`,
      'Allow s3:GetObject on <WResults.Arn>/imports-csv_import-1_0_0/*',
    ]);
    expect(JSON.stringify(template.toJSON())).toContain('DISTRIBUTED');
  });

  it('has no child executions as an Express one', () => {
    const template = made(sfn.StateMachineType.EXPRESS);
    const text = JSON.stringify(template.toJSON());
    expect(text).not.toContain('DISTRIBUTED');
    expect(text).not.toContain('states:StartExecution');
  });
});
