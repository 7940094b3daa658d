import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { Rendezvous } from '../../contract/rendezvous.ts';
import { shortHash } from '../../contract/short-hash.ts';
import { acknowledge } from '../operations/acknowledge.ts';
import { machineArn } from './task-permissions.ts';

const TABLE_ID = 'TaskerRendezvous';

/**
 * The table where steps of different branches meet; all workflows of a stack with the same key share one. Its items matter
 * while their execution runs, so it goes with the stack.
 */
export function rendezvousTableOf(scope: Construct, encryptionKey: kms.IKey | undefined): dynamodb.ITable {
  const stack = Stack.of(scope);
  const id = encryptionKey === undefined ? TABLE_ID : TABLE_ID + shortHash(encryptionKey.node.path);
  const found = stack.node.tryFindChild(id);
  if (found !== undefined) return found as dynamodb.Table;
  const { STRING } = dynamodb.AttributeType;
  const table = new dynamodb.Table(stack, id, {
    partitionKey: { name: Rendezvous.execution, type: STRING },
    sortKey: { name: Rendezvous.step, type: STRING },
    timeToLiveAttribute: Rendezvous.expires,
    billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
    removalPolicy: RemovalPolicy.DESTROY,
    ...(encryptionKey !== undefined && { encryption: dynamodb.TableEncryption.CUSTOMER_MANAGED, encryptionKey }),
  });
  acknowledge(
    table,
    'DDB3',
    'An item is of use to its own execution only, while that runs: there is nothing to restore.',
  );
  return table;
}

/**
 * Lets the steps of a state machine meet others: at the items of the table, and by ending the waits of the workflow's own tasks.
 *
 * @param machines The names of all machines in which steps wait.
 */
export function allowMeetings(machine: sfn.StateMachine, machines: readonly string[], table: dynamodb.ITable): void {
  machine.addToRolePolicy(
    new iam.PolicyStatement({
      actions: ['dynamodb:GetItem', 'dynamodb:UpdateItem'],
      resources: [table.tableArn],
    }),
  );
  table.encryptionKey?.grantEncryptDecrypt(machine);
  machine.addToRolePolicy(
    new iam.PolicyStatement({
      actions: ['states:SendTaskSuccess'],
      resources: machines.map((each) => machineArn(machine, each)),
    }),
  );
}
