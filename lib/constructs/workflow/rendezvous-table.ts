import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { Rendezvous } from '../../contract/rendezvous.ts';
import { acknowledge } from '../operations/acknowledge.ts';
import { machineArn } from './task-permissions.ts';

const TABLE_ID = 'TaskerRendezvous';

/**
 * The table where steps of different branches meet; all workflows of a stack share one. Its items matter while their
 * execution runs, so it goes with the stack.
 */
export function rendezvousTableOf(scope: Construct): dynamodb.ITable {
  const stack = Stack.of(scope);
  const found = stack.node.tryFindChild(TABLE_ID);
  if (found !== undefined) return found as dynamodb.Table;
  const { STRING } = dynamodb.AttributeType;
  const table = new dynamodb.Table(stack, TABLE_ID, {
    partitionKey: { name: Rendezvous.execution, type: STRING },
    sortKey: { name: Rendezvous.step, type: STRING },
    timeToLiveAttribute: Rendezvous.expires,
    billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  acknowledge(
    table,
    'DDB3',
    'An item is of use to its own execution only, while that runs: there is nothing to restore.',
  );
  return table;
}

/** Lets the steps of a state machine meet: at the items of the table, and by ending the waits of its own tasks. */
export function allowMeetings(machine: sfn.StateMachine, machineName: string, table: dynamodb.ITable): void {
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
      resources: [machineArn(machine, machineName)],
    }),
  );
}
