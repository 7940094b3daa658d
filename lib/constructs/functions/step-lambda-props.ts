import type { Duration, Size } from 'aws-cdk-lib';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as logs from 'aws-cdk-lib/aws-logs';

/** How the Lambda function of a step is set up. */
export interface StepLambdaProps {
  /**
   * Memory, in MiB; processor time grows with it.
   *
   * @default 256
   */
  readonly memorySize?: number;

  /**
   * How long one run of the handler may take. Of a single step it wins over the template's `timeout_seconds`, in the state
   * machine too, so that neither goes on when the other has given up. In `stepDefaults` it is for steps without
   * `timeout_seconds`.
   *
   * @default the step's `timeout_seconds`; 60 seconds for a step without it, and never more than Lambda's 15 minutes
   */
  readonly timeout?: Duration;

  /**
   * Environment variables. A step's own add to, and win over, those of the defaults. `NODE_OPTIONS` is added to what the
   * workflow sets itself (`--enable-source-maps`).
   *
   * @default none but those that the workflow sets itself
   */
  readonly environment?: Readonly<Record<string, string>>;

  /**
   * The processor architecture.
   *
   * @default lambda.Architecture.ARM_64
   */
  readonly architecture?: lambda.Architecture;

  /**
   * The Node.js runtime; handlers are bundled for Node.js 22, so it must be that or a later one.
   *
   * @default lambda.Runtime.NODEJS_22_X
   */
  readonly runtime?: lambda.Runtime;

  /**
   * Layers to add.
   *
   * @default none
   */
  readonly layers?: readonly lambda.ILayerVersion[];

  /**
   * The network to place the function in.
   *
   * @default none
   */
  readonly vpc?: ec2.IVpc;

  /**
   * Which subnets of the network.
   *
   * @default the private ones
   */
  readonly vpcSubnets?: ec2.SubnetSelection;

  /**
   * Security groups in the network.
   *
   * @default a group of the function's own
   */
  readonly securityGroups?: readonly ec2.ISecurityGroup[];

  /**
   * Size of `/tmp`.
   *
   * @default 512 MiB
   */
  readonly ephemeralStorageSize?: Size;

  /**
   * Runs that may take place at the same time; guards a service that cannot take more.
   *
   * @default no limit but the account's
   */
  readonly reservedConcurrentExecutions?: number;

  /**
   * Whether X-Ray follows a task into the function.
   *
   * @default as `tracing` of the workflow says
   */
  readonly tracing?: lambda.Tracing;

  /**
   * The role that the function runs with. What every step may do is added to it: write its log, and park results. It may lie in
   * another stack. An imported role that CDK cannot change needs that already.
   *
   * @default a role of the function's own
   */
  readonly role?: iam.IRole;

  /**
   * Where the function writes its log.
   *
   * @default one log that all functions of the workflow share
   */
  readonly logGroup?: logs.ILogGroup;

  /**
   * The name of an alias for the current version. The state machine then calls the alias instead of the version, so that
   * running tasks go on with the new code, and traffic can be shifted.
   *
   * @default none: the state machine calls the version, or the function itself without `retainVersions`
   */
  readonly alias?: string;

  /**
   * The templates of which the handler starts tasks with `getTaskerClient`, and follows them: `namespace/name/version`, or
   * `namespace/name` for version 1.0.0. They add to those that `starts_tasks` in the `initialization` of the template's steps names.
   *
   * @default none but those
   */
  readonly startsTasks?: readonly string[];

  /**
   * A function that exists already, or one of its versions or aliases, which runs the step in place of a handler of the folder:
   * it must answer as `createStepFunction` of `tasker-sfn/runtime` does. Nothing is bundled or created for it. For single
   * steps only.
   *
   * @default none: the handler of the folder is deployed
   */
  readonly function?: lambda.IFunction;
}
