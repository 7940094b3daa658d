import type { Duration, Size } from 'aws-cdk-lib';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as lambda from 'aws-cdk-lib/aws-lambda';

/** How the Lambda function of a step is set up. */
export interface StepLambdaProps {
  /**
   * Memory, in MiB; processor time grows with it.
   *
   * @default 256
   */
  readonly memorySize?: number;

  /**
   * How long one run of the handler may take.
   *
   * @default the step's `timeout_seconds`, so that a run which the state machine has given up does not go on; 60 seconds
   * for a step without it, and never more than Lambda's 15 minutes
   */
  readonly timeout?: Duration;

  /**
   * Environment variables. A step's own add to, and win over, those of the defaults.
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
   * The Node.js runtime; handlers are bundled for Node.js 22.
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
   * @default lambda.Tracing.DISABLED, which needs no permission
   */
  readonly tracing?: lambda.Tracing;
}
