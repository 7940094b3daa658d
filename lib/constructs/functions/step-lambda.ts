import { Aws, RemovalPolicy } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { PREFIX_VARIABLE, STARTS_TASKS_VARIABLE, writeTemplateNames } from '../../contract/started-templates.ts';
import { childMachinePattern, stateMachineName } from '../../contract/state-machine-name.ts';
import { childExecutionsArn, executionsArn, mapRunsArn, taskStatements } from '../workflow/task-permissions.ts';
import { acknowledgeWildcard } from '../operations/acknowledge.ts';
import { acknowledgeRuntime, lambdaDefaults, runtimeOf } from './lambda-defaults.ts';
import type { CalledFunction } from './called-function.ts';
import type { FunctionNames } from './place-functions.ts';
import type { FunctionPlan } from './plan-functions.ts';
import { roleHere } from './role-here.ts';

export interface StepLambdaOptions {
  readonly plan: FunctionPlan;
  /** The folder with the bundled handler. */
  readonly code: string;
  /** The runtime that it is bundled for. */
  readonly runtime: string;
  /** Where functions have names of ours. @default CloudFormation names it */
  readonly names?: FunctionNames | undefined;
  readonly logGroup: logs.ILogGroup;
  /** Whether its handler yields at checkpoints. */
  readonly mayYield: boolean;
  /** What every function of the workflow may do. */
  readonly policy: iam.IManagedPolicy;
  readonly environment: Readonly<Record<string, string>>;
  readonly retainVersions: boolean;
  /** The prefix of the environment. */
  readonly prefix: string | undefined;
  /** Whether X-Ray follows a task into the function, where its settings do not say; the policy allows it. */
  readonly tracing: boolean;
}

/** What a function needs to be followed by X-Ray. */
export const TRACE_ACTIONS = ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'];

/** The Lambda function of one step handler, with a role of its own. */
export class StepLambda extends Construct implements CalledFunction {
  readonly plan: FunctionPlan;
  readonly function: lambda.Function;
  readonly mayYield: boolean;
  readonly scope: Construct;
  readonly calledArn: string;
  readonly callableArn: string;

  constructor(scope: Construct, id: string, options: StepLambdaOptions) {
    super(scope, id);
    const { plan, retainVersions, names } = options;
    const { alias, ...settings } = plan.settings;
    this.plan = plan;
    this.mayYield = options.mayYield;

    const logGroup = settings.logGroup ?? options.logGroup;
    const role = settings.role === undefined ? this.createRole() : roleHere(this, settings.role);
    role.addManagedPolicy(options.policy);
    if (settings.logGroup !== undefined) settings.logGroup.grantWrite(role);
    if (settings.vpc !== undefined) this.allowNetwork(role);
    if (plan.starts.length > 0) this.allowTasks(role, options.prefix);

    this.function = new lambda.Function(this, 'Function', {
      ...(names !== undefined && { functionName: names.nameOf(plan.key) }),
      description: `Runs ${plan.callable}`,
      ...lambdaDefaults,
      memorySize: 256,
      ...settings,
      runtime: runtimeOf(options.runtime, settings.runtime),
      layers: settings.layers === undefined ? undefined : [...settings.layers],
      securityGroups: settings.securityGroups === undefined ? undefined : [...settings.securityGroups],
      environment: mergeEnvironment(
        { ...options.environment, ...this.tasksEnvironment(options.prefix) },
        settings.environment,
      ),
      code: lambda.Code.fromAsset(options.code),
      role,
      logGroup,
      currentVersionOptions: { removalPolicy: RemovalPolicy.RETAIN },
    });
    // CDK would make a policy for each function, with what the one for all of them has.
    if (options.tracing && settings.tracing === undefined) {
      const made = this.function.node.defaultChild as lambda.CfnFunction;
      made.tracingConfig = { mode: 'Active' };
    }
    this.scope = this.function;
    if (this.function.runtime !== settings.runtime) acknowledgeRuntime(this.function);
    if (settings.tracing === lambda.Tracing.ACTIVE) {
      acknowledgeWildcard(role, '*', 'X-Ray takes segments for the account as a whole: its actions have no resource.');
    }
    if (alias !== undefined) {
      this.calledArn = this.callableArn = this.function.addAlias(alias).functionArn;
    } else {
      this.calledArn = retainVersions ? this.function.currentVersion.functionArn : this.function.functionArn;
      this.callableArn = retainVersions ? `${this.function.functionArn}:*` : this.function.functionArn;
    }
    if (names !== undefined) this.callableArn = arnsOf(names);
  }

  /** Lambda's own default role would come with a managed policy that lets a function write to any log group. */
  private createRole(): iam.Role {
    return new iam.Role(this, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
  }

  /** Lets the handler start and follow the tasks of the templates that it names. */
  private allowTasks(role: iam.IRole, prefix: string | undefined): void {
    const machines = [...new Set(this.plan.starts.map((template) => stateMachineName(template, prefix)))];
    for (const statement of taskStatements(this, machines, { mayBeSplit: true })) role.addToPrincipalPolicy(statement);
    for (const machine of machines.flatMap((name) => [name, childMachinePattern(name)])) {
      const reason = 'All tasks of a template that the handler starts.';
      for (const arn of [executionsArn, childExecutionsArn, mapRunsArn])
        acknowledgeWildcard(role, arn(this, machine), reason);
    }
  }

  private tasksEnvironment(prefix: string | undefined): Record<string, string> {
    if (this.plan.starts.length === 0) return {};
    return {
      [STARTS_TASKS_VARIABLE]: writeTemplateNames(this.plan.starts),
      ...(prefix !== undefined && { [PREFIX_VARIABLE]: prefix }),
    };
  }

  /** What AWS's own policy for functions in a network holds, but for its rights on logs. */
  private allowNetwork(role: iam.IRole): void {
    role.addToPrincipalPolicy(
      new iam.PolicyStatement({
        actions: [
          'ec2:AssignPrivateIpAddresses',
          'ec2:CreateNetworkInterface',
          'ec2:DeleteNetworkInterface',
          'ec2:DescribeNetworkInterfaces',
          'ec2:DescribeSubnets',
          'ec2:UnassignPrivateIpAddresses',
        ],
        resources: ['*'],
      }),
    );
    acknowledgeWildcard(role, '*', 'Lambda makes the network interfaces itself and checks these rights beforehand.');
  }
}

/** The ARNs of all functions of these names, and of their versions and aliases: in every stack the same text. */
function arnsOf({ beginning }: FunctionNames): string {
  return `arn:${Aws.PARTITION}:lambda:${Aws.REGION}:${Aws.ACCOUNT_ID}:function:${beginning}*`;
}

/** The options of Node.js are added up: else a user's would switch off the source maps. */
function mergeEnvironment(
  ours: Readonly<Record<string, string>>,
  theirs: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const options = [ours.NODE_OPTIONS, theirs.NODE_OPTIONS].filter((each) => each !== undefined);
  return { ...ours, ...theirs, ...(options.length > 0 && { NODE_OPTIONS: options.join(' ') }) };
}
