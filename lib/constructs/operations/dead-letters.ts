import { Annotations, Duration, type RemovalPolicy, Resource, Stack } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';

/** A queue for the tasks that failed: encrypted, reached over TLS only, kept for the two weeks that SQS allows. */
export function createDeadLetterQueue(
  scope: Construct,
  {
    removalPolicy,
    encryptionKey,
  }: { readonly removalPolicy: RemovalPolicy; readonly encryptionKey: kms.IKey | undefined },
): sqs.Queue {
  const queue = new sqs.Queue(scope, 'DeadLetters', {
    encryption: encryptionKey === undefined ? sqs.QueueEncryption.SQS_MANAGED : sqs.QueueEncryption.KMS,
    encryptionMasterKey: encryptionKey,
    enforceSSL: true,
    retentionPeriod: Duration.days(14),
    removalPolicy,
  });
  acknowledge(queue, 'SQS3', 'This queue is itself the dead-letter queue.');
  return queue;
}

/** Warns of a queue whose policy CDK cannot change: without one, what EventBridge sends is dropped in silence. */
export function warnOfImportedQueue(scope: Construct, queue: sqs.IQueue): void {
  if (Resource.isOwnedResource(queue)) return;
  Annotations.of(scope).addWarningV2(
    'tasker-sfn:imported-queue',
    'The policy of the imported "deadLetterQueue" cannot be changed from here. Dead letters arrive only if it lets ' +
      'events.amazonaws.com send messages to it.',
  );
}

/**
 * Sends executions that failed, timed out or were aborted to the queue. The message is the event's detail as it stands: `name`,
 * `executionArn`, `status`, the task's request as JSON text in `input`, and the failed steps as JSON text in `cause`. An
 * input transformer could not do better: it does not escape what it inserts.
 */
export function sendDeadLetters(scope: Construct, stateMachine: sfn.IStateMachine, queue: sqs.IQueue): events.Rule {
  const rule = new events.Rule(scope, 'DeadLetterRule', {
    description: 'Tasks that failed, timed out or were cancelled',
    eventPattern: {
      source: ['aws.states'],
      detailType: ['Step Functions Execution Status Change'],
      detail: { stateMachineArn: [stateMachine.stateMachineArn], status: ['FAILED', 'TIMED_OUT', 'ABORTED'] },
    },
    // CDK's own target lets in the rules of any account where the queue has a key.
    targets: [{ bind: () => ({ arn: queue.queueArn, input: events.RuleTargetInput.fromEventPath('$.detail') }) }],
  });
  allowEvents(queue, rule);
  return rule;
}

/**
 * Lets the rule send to the queue, and no other. A queue of another stack takes messages of all rules of the account: that stack would
 * have to know this one, which knows it.
 */
function allowEvents(queue: sqs.IQueue, rule: events.Rule): void {
  const principals = [new iam.ServicePrincipal('events.amazonaws.com')];
  const conditions =
    Stack.of(queue) === Stack.of(rule)
      ? { ArnEquals: { 'aws:SourceArn': rule.ruleArn } }
      : { StringEquals: { 'aws:SourceAccount': rule.env.account } };
  queue.addToResourcePolicy(
    new iam.PolicyStatement({ principals, actions: ['sqs:SendMessage'], resources: [queue.queueArn], conditions }),
  );
  queue.encryptionMasterKey?.addToResourcePolicy(
    new iam.PolicyStatement({ principals, actions: ['kms:Decrypt', 'kms:GenerateDataKey*'], resources: ['*'] }),
  );
}
