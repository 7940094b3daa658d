import { Stack } from 'aws-cdk-lib';
import { Match, type Template } from 'aws-cdk-lib/assertions';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { AwsSolutionsChecks } from 'cdk-nag';
import { describe, expect, it } from 'vitest';
import { addTemplateStacks, TaskerWorkflow, type TaskerWorkflowProps } from '../../lib/constructs/index.ts';
import { makeProject, templateText } from './support/project.ts';
import { statementsOf } from './support/statements.ts';
import { REGISTRATION, synth } from './support/synth.ts';

/** `a → c`, `a → d`, `b → d`. */
const CROSSED = [
  { name: 'a', callable: 'A', after: [] },
  { name: 'b', callable: 'B', after: [] },
  { name: 'c', callable: 'C', after: ['a'] },
  { name: 'd', callable: 'D', after: ['a', 'b'] },
];

const project = makeProject(['A', 'B', 'C', 'D']);
const [one, two] = ['one', 'two'].map((name) => ({
  template: project.writeTemplate(`${name}.yaml`, templateText({ namespace: 'n', name, version: '1.0.0' }, CROSSED)),
  handlers: project.handlers,
})) as [Pick<TaskerWorkflowProps, 'template' | 'handlers'>, Pick<TaskerWorkflowProps, 'template' | 'handlers'>];

function definitionOf(template: Template): string {
  const [machine] = Object.values(template.findResources('AWS::StepFunctions::StateMachine'));
  return (machine as { Properties: { DefinitionString: string } }).Properties.DefinitionString;
}

describe('a workflow with exact sync', () => {
  const { app, template } = synth((stack) => {
    new TaskerWorkflow(stack, 'One', { ...one, sync: 'exact' });
    new TaskerWorkflow(stack, 'Two', { ...two, sync: 'exact' });
  });

  it('has a table, one for the stack, whose items expire', () => {
    template.resourceCountIs('AWS::DynamoDB::Table', 1);
    template.hasResource('AWS::DynamoDB::Table', {
      Properties: {
        KeySchema: [
          { AttributeName: 'execution', KeyType: 'HASH' },
          { AttributeName: 'step', KeyType: 'RANGE' },
        ],
        TimeToLiveSpecification: { AttributeName: 'expires_at', Enabled: true },
        BillingMode: 'PAY_PER_REQUEST',
      },
      DeletionPolicy: 'Delete',
    });
    template.allResourcesProperties('AWS::StepFunctions::StateMachine', {
      DefinitionSubstitutions: { RendezvousTable: { Ref: Match.stringLikeRegexp('^TaskerRendezvous') } },
    });
    expect(definitionOf(template)).toContain('updateItem.waitForTaskToken');
  });

  it('has one for each key, encrypted with it', () => {
    const keyed = synth((stack) => {
      const encryptionKey = new kms.Key(stack, 'Key');
      new TaskerWorkflow(stack, 'One', { ...one, sync: 'exact', encryptionKey });
      new TaskerWorkflow(stack, 'Two', { ...two, sync: 'exact', encryptionKey });
    }).template;
    keyed.resourceCountIs('AWS::DynamoDB::Table', 1);
    keyed.hasResourceProperties('AWS::DynamoDB::Table', {
      SSESpecification: { SSEEnabled: true, SSEType: 'KMS', KMSMasterKeyId: Match.anyValue() },
    });
    const mixed = synth((stack) => {
      new TaskerWorkflow(stack, 'One', { ...one, sync: 'exact', encryptionKey: new kms.Key(stack, 'Key') });
      new TaskerWorkflow(stack, 'Two', { ...two, sync: 'exact' });
    }).template;
    mixed.resourceCountIs('AWS::DynamoDB::Table', 2);
  });

  it('may do there what it does there, and end the waits of its own tasks', () => {
    const statements = statementsOf(template)['OneStateMachineRoleDefaultPolicy'];
    expect(statements).toContain('Allow dynamodb:GetItem, dynamodb:UpdateItem on <TaskerRendezvous.Arn>');
    expect(statements).toContain(
      'Allow states:SendTaskSuccess on arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:stateMachine:n-one-1_0_0',
    );
    expect(statements).toHaveLength(5);
  });

  it('gives cdk-nag nothing to find', () => {
    expect(new AwsSolutionsChecks().validateScope(app).violations).toEqual([]);
  });

  it('takes a table that it is given', () => {
    const { template: withOwn } = synth((stack) => {
      const rendezvousTable = dynamodb.Table.fromTableName(stack, 'Own', 'mine');
      const made = new TaskerWorkflow(stack, 'One', { ...one, sync: 'exact', rendezvousTable });
      expect(made.rendezvousTable).toBe(rendezvousTable);
    });
    withOwn.resourceCountIs('AWS::DynamoDB::Table', 0);
    withOwn.hasResourceProperties('AWS::StepFunctions::StateMachine', {
      DefinitionSubstitutions: { RendezvousTable: 'mine' },
    });
  });

  it('has neither table nor permission where no step has to meet another', () => {
    const { template: plain } = synth((stack) => new TaskerWorkflow(stack, 'W', { ...REGISTRATION, sync: 'exact' }));
    plain.resourceCountIs('AWS::DynamoDB::Table', 0);
    expect(JSON.stringify(statementsOf(plain))).not.toContain('dynamodb');
  });

  it('is refused of an Express state machine, and a table without it', () => {
    synth((stack) => {
      const stateMachineType = sfn.StateMachineType.EXPRESS;
      expect(() => new TaskerWorkflow(stack, 'A', { ...one, sync: 'exact', stateMachineType })).toThrow(
        /^An Express state machine cannot wait for a task token/,
      );
      const rendezvousTable = dynamodb.Table.fromTableName(stack, 'Own', 'mine');
      expect(() => new TaskerWorkflow(stack, 'B', { ...one, rendezvousTable })).toThrow(/"sync" is not "exact"/);
    });
  });

  it('is what -c sync=exact asks of all templates', () => {
    const { app: all } = synth(() => {});
    addTemplateStacks(all, { templates: project.templates, handlers: project.handlers, sync: 'exact' });
    const machines = all.node.findAll().filter((node) => node instanceof TaskerWorkflow);
    expect(machines.map((machine) => machine.rendezvousTable !== undefined)).toEqual([true, true]);
    expect(new Set(machines.map((machine) => Stack.of(machine))).size).toBe(2);
  });
});
