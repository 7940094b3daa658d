import { Aws, Fn } from 'aws-cdk-lib';
import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { inPartition, PARTITION_KEY } from '../../states-language/integration-arn.ts';
import type { StateMachine } from '../../states-language/types.ts';
import { acknowledgeWildcard } from '../operations/acknowledge.ts';
import { Rendezvous } from '../../contract/rendezvous.ts';
import { allowCalls } from './allow-calls.ts';
import { allowChildren } from './child-executions.ts';
import { allowMeetings } from './rendezvous-table.ts';
import type { CalledFunction } from '../functions/called-function.ts';
import { withDefinitionBody } from './with-definition-body.ts';

export interface StateMachineOptions {
  readonly name: string;
  readonly type: sfn.StateMachineType;
  readonly definition: StateMachine;
  readonly functions: readonly CalledFunction[];
  readonly rendezvousTable: dynamodb.ITable | undefined;
  /** Whether the workers of large batches run in child executions. */
  readonly hasChildren: boolean;
  readonly resultsBucket: s3.IBucket | undefined;
  readonly tracing: boolean;
  readonly logExecutionData: boolean;
  readonly logGroup: logs.ILogGroup;
  readonly role: iam.IRole | undefined;
  readonly encryptionKey: kms.IKey | undefined;
}

/** Makes the state machine, with a role that may call its functions, send traces and deliver its log. */
export function createStateMachine(scope: Construct, options: StateMachineOptions): sfn.StateMachine {
  const { name, definition, functions, rendezvousTable, encryptionKey } = options;
  const machine = withDefinitionBody(
    inPartition(definition, `\${${PARTITION_KEY}}`),
    (definitionBody) =>
      new sfn.StateMachine(scope, 'StateMachine', {
        stateMachineName: name,
        stateMachineType: options.type,
        definitionBody,
        definitionSubstitutions: {
          [PARTITION_KEY]: Aws.PARTITION,
          ...Object.fromEntries(functions.map((each) => [each.plan.key, each.calledArn])),
          ...(rendezvousTable !== undefined && { [Rendezvous.tableKey]: rendezvousTable.tableName }),
        },
        role: options.role,
        encryptionConfiguration: encryptionKey && new sfn.CustomerManagedEncryptionConfiguration(encryptionKey),
        tracingEnabled: options.tracing,
        logs: {
          destination: options.logGroup,
          level: sfn.LogLevel.ALL,
          includeExecutionData: options.logExecutionData,
        },
      }),
  );
  allowCalls(machine, functions);
  if (rendezvousTable !== undefined) allowMeetings(machine, name, rendezvousTable);
  if (options.hasChildren) allowChildren(machine, name, options.resultsBucket);
  acknowledgeWildcard(
    machine,
    '*',
    'X-Ray segments and the delivery of logs are matters of the account: their actions have no narrower resource.',
  );
  return machine;
}

/**
 * The log of a state machine. Below /aws/vendedlogs/ the permission to deliver does not count against the size of the
 * account's log policy. The name's end differs from stack to stack, so that a log which was kept is not in the way of a
 * new one.
 */
export function createMachineLog(scope: Construct, machineName: string, props: logs.LogGroupProps): logs.LogGroup {
  const stack = Fn.select(0, Fn.split('-', Fn.select(2, Fn.split('/', Aws.STACK_ID))));
  return new logs.LogGroup(scope, 'Log', { ...props, logGroupName: `/aws/vendedlogs/states/${machineName}-${stack}` });
}
