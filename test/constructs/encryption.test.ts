import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { describe, expect, it } from 'vitest';
import { TaskerWorkflow, type TaskerWorkflowProps } from '../../lib/constructs/index.ts';
import { statementsOf } from './support/statements.ts';
import { REGISTRATION, synth } from './support/synth.ts';

function workflow(
  propsIn: (stack: Stack) => Partial<TaskerWorkflowProps>,
  then: (made: TaskerWorkflow) => void = () => {},
) {
  return synth((stack) => then(new TaskerWorkflow(stack, 'Workflow', { ...REGISTRATION, ...propsIn(stack) })));
}

function warningsOf(stack: Stack): readonly string[] {
  return stack.node
    .findChild('Workflow')
    .node.metadata.filter(({ type }) => type === 'aws:cdk:warning')
    .map(({ data }) => String(data));
}

describe('a key of the customer', () => {
  const { template, stack } = workflow(
    (scope) => ({ encryptionKey: new kms.Key(scope, 'Key') }),
    (made) => made.grantTasks(new iam.Role(made, 'Reader', { assumedBy: new iam.AccountRootPrincipal() })),
  );
  const key = { 'Fn::GetAtt': [Match.stringLikeRegexp('^Key'), 'Arn'] };

  it('encrypts the machine, the logs, the bucket and the queue', () => {
    template.hasResourceProperties('AWS::StepFunctions::StateMachine', {
      EncryptionConfiguration: { KmsKeyId: Match.anyValue(), Type: 'CUSTOMER_MANAGED_KMS_KEY' },
    });
    template.allResourcesProperties('AWS::Logs::LogGroup', { KmsKeyId: key });
    template.hasResourceProperties('AWS::S3::Bucket', {
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [
          { BucketKeyEnabled: true, ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: key } },
        ],
      },
    });
    template.hasResourceProperties('AWS::SQS::Queue', { KmsMasterKeyId: key });
    expect(warningsOf(stack)).toEqual([]);
  });

  it('may be used by the machine, the steps, who reads tasks, and the services that write', () => {
    const statements = statementsOf(template);
    expect(statements.WorkflowStepPolicy).toContain('Allow kms:Decrypt, kms:GenerateDataKey on <Key.Arn>');
    expect(statements.WorkflowStateMachineRoleDefaultPolicy).toContain(
      'Allow kms:Decrypt, kms:GenerateDataKey on <Key.Arn>',
    );
    expect(statements.WorkflowReaderDefaultPolicy).toContain('Allow kms:Decrypt on <Key.Arn>');
    const [made] = Object.values(template.findResources('AWS::KMS::Key'));
    const principals = made!.Properties.KeyPolicy.Statement.map(({ Principal }: any) => Principal.Service).filter(
      Boolean,
    );
    expect(principals.sort()).toEqual(['delivery.logs.amazonaws.com', 'events.amazonaws.com', 'logs.amazonaws.com']);
  });

  it('cannot let services in when it is imported, which is a warning', () => {
    const imported = workflow((scope) => ({
      encryptionKey: kms.Key.fromKeyArn(scope, 'Key', 'arn:aws:kms:eu-west-1:123456789012:key/1'),
    }));
    expect(warningsOf(imported.stack)).toEqual([
      expect.stringContaining('"encryptionKey" cannot be changed from here'),
    ]);
  });
});

describe('a bucket with a key of its own', () => {
  it('lets the steps use that key: parking fails without', () => {
    const own = workflow((scope) => ({
      resultsBucket: new s3.Bucket(scope, 'Own', { encryption: s3.BucketEncryption.KMS }),
    }));
    expect(statementsOf(own.template).WorkflowStepPolicy).toContain(
      'Allow kms:Decrypt, kms:GenerateDataKey on <OwnKey.Arn>',
    );
    const imported = workflow((scope) => ({
      resultsBucket: s3.Bucket.fromBucketAttributes(scope, 'Imported', {
        bucketName: 'shared',
        encryptionKey: kms.Key.fromKeyArn(scope, 'Key', 'arn:aws:kms:eu-west-1:123456789012:key/1'),
      }),
    }));
    expect(statementsOf(imported.template).WorkflowStepPolicy).toContain(
      'Allow kms:Decrypt, kms:GenerateDataKey on arn:aws:kms:eu-west-1:123456789012:key/1',
    );
  });
});

describe('an imported queue for dead letters', () => {
  it('is warned of, since EventBridge drops what it may not send', () => {
    const { stack } = workflow((scope) => ({
      deadLetterQueue: sqs.Queue.fromQueueArn(scope, 'Letters', 'arn:aws:sqs:eu-west-1:123456789012:letters'),
    }));
    expect(warningsOf(stack)).toEqual([expect.stringContaining('"deadLetterQueue" cannot be changed from here')]);
    const owned = workflow((scope) => ({ deadLetterQueue: new sqs.Queue(scope, 'Letters') }));
    expect(warningsOf(owned.stack)).toEqual([]);
  });
});

describe('a queue for dead letters', () => {
  const sender = { Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' } };

  it.each([false, true])('takes messages of the rule of the stack alone, with a key: %s', (hasKey) => {
    const { template } = workflow((scope) => (hasKey ? { encryptionKey: new kms.Key(scope, 'Key') } : {}));
    const [policy] = Object.values(template.findResources('AWS::SQS::QueuePolicy'));
    const allowed = policy!.Properties.PolicyDocument.Statement.filter(({ Effect }: any) => Effect === 'Allow');
    expect(allowed).toEqual([
      {
        ...sender,
        Action: 'sqs:SendMessage',
        Resource: { 'Fn::GetAtt': [expect.stringMatching(/^WorkflowDeadLetters/), 'Arn'] },
        Condition: {
          ArnEquals: { 'aws:SourceArn': { 'Fn::GetAtt': [expect.stringMatching(/^WorkflowDeadLetterRule/), 'Arn'] } },
        },
      },
    ]);
    if (!hasKey) return;
    const [key] = Object.values(template.findResources('AWS::KMS::Key'));
    expect(key!.Properties.KeyPolicy.Statement).toContainEqual({
      ...sender,
      Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
      Resource: '*',
    });
  });

  it.each([false, true])('may be one of another stack for several workflows, with a key: %s', (hasKey) => {
    const app = new App();
    const operations = new Stack(app, 'Operations');
    const encryptionKey = hasKey ? new kms.Key(operations, 'Key') : undefined;
    const deadLetterQueue = new sqs.Queue(operations, 'Letters', { encryptionMasterKey: encryptionKey });
    const stacks = ['a', 'b'].map((prefix) => {
      const stack = new Stack(app, prefix);
      new TaskerWorkflow(stack, 'Workflow', { ...REGISTRATION, prefix, deadLetterQueue, encryptionKey });
      return stack;
    });
    const [policy] = Object.values(Template.fromStack(operations).findResources('AWS::SQS::QueuePolicy'));
    expect(policy!.Properties.PolicyDocument.Statement).toEqual([
      {
        ...sender,
        Action: 'sqs:SendMessage',
        Resource: expect.anything(),
        Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
      },
    ]);
    for (const stack of stacks) expect(stack.dependencies).toEqual([operations]);
  });
});
