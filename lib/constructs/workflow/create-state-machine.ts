import { Aws, Fn } from 'aws-cdk-lib';
import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { inPartition, PARTITION_KEY } from '../../states-language/integration-arn.ts';
import { hasDistributedMap } from '../../states-language/distributed-maps.ts';
import { substitutionsIn } from '../../states-language/substitutions.ts';
import type { StateMachine } from '../../states-language/types.ts';
import { parkedFolder } from '../../contract/parked-key.ts';
import { acknowledgeWildcard } from '../operations/acknowledge.ts';
import { Rendezvous } from '../../contract/rendezvous.ts';
import { allowCalls } from './allow-calls.ts';
import { allowChildren } from './child-executions.ts';
import { allowStarts } from './allow-starts.ts';
import { allowMeetings } from './rendezvous-table.ts';
import type { CalledFunction } from '../functions/called-function.ts';
import { roleHere } from '../functions/role-here.ts';
import { withDefinitionBody } from './with-definition-body.ts';

/** What the state machines of a workflow share. */
export interface MachineSettings {
  readonly type: sfn.StateMachineType;
  readonly rendezvousTable: dynamodb.ITable | undefined;
  readonly resultsBucket: s3.IBucket | undefined;
  readonly tracing: boolean;
  readonly logExecutionData: boolean;
  readonly logGroup: logs.ILogGroup;
  readonly role: iam.IRole | undefined;
  readonly encryptionKey: kms.IKey | undefined;
  /** The names of all of them, that of the whole task first. */
  readonly names: readonly string[];
  /** The functions of all of them. */
  readonly functions: readonly CalledFunction[];
}

/** One of the state machines of a workflow. */
export interface MachineOptions {
  readonly name: string;
  readonly definition: StateMachine;
  /** The machines that it may start, by their substitution keys. */
  readonly children: ReadonlyMap<string, StartedMachine>;
  /** What its policies in nested stacks are called. */
  readonly policyId: string;
}

/** A state machine that another one starts. */
export interface StartedMachine {
  readonly name: string;
  /** With which it is started: its own ARN, or that of a version. */
  readonly calledArn: string;
}

/** Makes a state machine, with a role that may call its functions, start the machines of its parts, send traces and deliver its log. */
export function createStateMachine(
  scope: Construct,
  { name, definition, children, policyId }: MachineOptions,
  settings: MachineSettings,
): sfn.StateMachine {
  const { rendezvousTable, encryptionKey, names } = settings;
  const keys = substitutionsIn(definition);
  const functions = settings.functions.filter(({ plan }) => keys.has(plan.key));
  const started = [...children].filter(([key]) => keys.has(key));
  const table = keys.has(Rendezvous.tableKey) ? rendezvousTable : undefined;
  const machine = withDefinitionBody(
    inPartition(definition, `\${${PARTITION_KEY}}`),
    names.length,
    (definitionBody) =>
      new sfn.StateMachine(scope, 'StateMachine', {
        stateMachineName: name,
        stateMachineType: settings.type,
        definitionBody,
        definitionSubstitutions: {
          [PARTITION_KEY]: Aws.PARTITION,
          ...Object.fromEntries(functions.map((each) => [each.plan.key, each.calledArn])),
          ...Object.fromEntries(started.map(([key, { calledArn }]) => [key, calledArn])),
          ...(table !== undefined && { [Rendezvous.tableKey]: table.tableName }),
        },
        role: settings.role && roleHere(scope, settings.role),
        encryptionConfiguration: encryptionKey && new sfn.CustomerManagedEncryptionConfiguration(encryptionKey),
        tracingEnabled: settings.tracing,
        logs: {
          destination: settings.logGroup,
          level: sfn.LogLevel.ALL,
          includeExecutionData: settings.logExecutionData,
        },
      }),
  );
  allowCalls(machine, functions, policyId);
  if (table !== undefined) allowMeetings(machine, names, table);
  if (hasDistributedMap(definition)) {
    allowChildren(machine, name, { bucket: settings.resultsBucket, folder: parkedFolder(names[0] ?? name) });
  }
  if (started.length > 0) {
    allowStarts(
      machine,
      started.map(([, each]) => each.name),
    );
  }
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
