import type { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import type * as events from 'aws-cdk-lib/aws-events';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { Bundling } from '../../languages/index.ts';
import type { Sync } from '../../plan/workflow-plan.ts';
import type { StepLambdaProps } from '../functions/step-lambda-props.ts';

/** What a {@link TaskerWorkflow} is made from. */
export interface TaskerWorkflowProps {
  /** The file of the task template. */
  readonly template: string;

  /** The folder that holds the step handlers. */
  readonly handlers: string;

  /**
   * The entry of the template's `environments` whose overrides apply.
   *
   * @default none: the template as written
   */
  readonly environment?: string;

  /**
   * Goes before every physical name, so that several environments live in one account and region: with `dev` the state
   * machine is `dev--shop-checkout-1_0_0`. `TaskerApi`, `TaskerClient` and the command line take the same, and then see this
   * environment alone. A letter and then letters, digits and single hyphens, 20 characters at most.
   *
   * @default none
   */
  readonly prefix?: string;

  /**
   * How steps wait for each other where the graph is not series-parallel: at barriers, which may make some wait for others
   * on which they do not depend, or exactly, at items of a DynamoDB table (Standard state machines only). `tasker-sfn plan`
   * tells what either costs.
   *
   * @default "barriers"
   */
  readonly sync?: Sync;

  /**
   * The path of a JSON file with the usual duration of steps in ms, `{"step": 250}`, as `tasker-sfn learn` writes it. Where the
   * graph is not series-parallel, barriers are put where they cost least by it. It wins over `expected_duration_ms`.
   *
   * @default the durations that the template itself gives
   */
  readonly durations?: string;

  /**
   * The table where steps meet, with `sync: 'exact'`: partition key `execution` and sort key `step`, both strings, and
   * `expires_at` as its time to live.
   *
   * @default a table that all workflows of the stack share
   */
  readonly rendezvousTable?: dynamodb.ITable;

  /**
   * How every step's function is set up.
   *
   * @default the defaults of {@link StepLambdaProps}
   */
  readonly stepDefaults?: StepLambdaProps;

  /**
   * How single steps' functions are set up, by step name; wins over `stepDefaults`. Steps that share a handler share a
   * function, so only one of them may be named.
   *
   * @default no step differs
   */
  readonly steps?: Readonly<Record<string, StepLambdaProps>>;

  /**
   * What of the handlers' code is bundled, and what is deployed beside it.
   *
   * @default everything is bundled but the AWS SDK, which Lambda has
   */
  readonly bundling?: Bundling;

  /**
   * Whether the state machine calls numbered versions of the functions, and every version is kept. A running task then
   * ends with the code that it started with, whatever is deployed in the meantime. Without it, a running task's next step
   * runs the new code, and the state machine's permission names the functions without `:*`.
   *
   * @default true
   */
  readonly retainVersions?: boolean;

  /**
   * The key that encrypts what the workflow keeps: the state machine with its history, logs, parked results,
   * dead letters, and the table where steps meet (`sync: 'exact'`).
   * The construct grants what its own parts need; who reads tasks needs `kms:Decrypt` too, as {@link TaskerWorkflow.grantTasks}
   * gives it. Buckets, queues and tables that you bring keep their own keys.
   *
   * @default keys that AWS owns
   */
  readonly encryptionKey?: kms.IKey;

  /**
   * The role that the state machine runs with. The construct adds the rights that it needs. It may lie in another stack.
   *
   * @default a role of the state machine's own
   */
  readonly role?: iam.IRole;

  /**
   * An alias of the state machine, for callers who start executions by its ARN: each deployment publishes a version, to which the
   * alias moves. `TaskerClient` and the API go by the machine's name, so they start its current definition.
   *
   * @default none: there are no versions of the state machine
   */
  readonly alias?: MachineAlias;

  /**
   * Standard or Express. Express executions are cheaper and faster, end after five minutes, and leave no history: their
   * tasks are read from the log, cannot be listed, cancelled, repaired or started only once, and are no dead letters.
   *
   * @default sfn.StateMachineType.STANDARD
   */
  readonly stateMachineType?: sfn.StateMachineType;

  /**
   * Whether executions, and with them requests and results, are logged in full, not just their events.
   *
   * @default false; true for Express, which leaves nothing else to look at
   */
  readonly logExecutionData?: boolean;

  /**
   * How long logs are kept.
   *
   * @default logs.RetentionDays.ONE_MONTH
   */
  readonly logRetention?: logs.RetentionDays;

  /**
   * Whether functions write metrics of each attempt, in CloudWatch's embedded metric format: `attempts`, `failures`, `duration` and
   * `parked_bytes`, by template and by step, in the namespace `Tasker`. CloudWatch bills each.
   *
   * @default false: Lambda's own metrics of the functions, which cost nothing
   */
  readonly metrics?: boolean;

  /**
   * Whether X-Ray traces executions, and follows them into the functions that are made for them.
   *
   * @default true
   */
  readonly tracing?: boolean;

  /**
   * Whether to raise alarms: for failed, timed-out and throttled executions, and per step.
   *
   * @default true
   */
  readonly alarms?: boolean;

  /**
   * What each alarm does, such as `new SnsAction(topic)`. Its description says which command to run first.
   *
   * @default nothing: the alarms only show
   */
  readonly alarmActions?: readonly cloudwatch.IAlarmAction[];

  /**
   * Whether to make a CloudWatch dashboard.
   *
   * @default true
   */
  readonly dashboard?: boolean;

  /**
   * Whether executions that failed, timed out or were aborted are sent to a queue.
   *
   * @default true; false for Express, which sends no events
   */
  readonly deadLetters?: boolean;

  /**
   * The queue for dead letters. One that is imported must let `events.amazonaws.com` send to it: CDK cannot change its policy.
   *
   * @default a queue of the workflow's own
   */
  readonly deadLetterQueue?: sqs.IQueue;

  /**
   * The EventBridge bus for the domain events that steps publish with `delivery_mode: durable` or `broadcast`.
   *
   * @default a bus that all workflows of the stack share; of `addTemplateStacks`, one in a stack of its own that all workflows
   *   share, named `tasker-events`; none where no step publishes such events
   */
  readonly eventBus?: events.IEventBus;

  /**
   * Whether results that do not fit the 256 KiB of a state are kept in a bucket. Without it, such a step fails.
   *
   * @default true
   */
  readonly parkResults?: boolean;

  /**
   * The bucket for parked results; functions may use it below the state machine's name only, and its key if CDK knows it.
   *
   * @default a bucket of the workflow's own
   */
  readonly resultsBucket?: s3.IBucket;

  /**
   * How long parked results are kept in the workflow's own bucket.
   *
   * @default 90 days, as long as Step Functions keeps an execution's history
   */
  readonly resultsExpiry?: Duration;

  /**
   * What becomes of logs, dead letters and parked results when the stack is deleted or they are no longer part of it.
   *
   * @default RemovalPolicy.DESTROY
   */
  readonly removalPolicy?: RemovalPolicy;
}

/** An alias of a state machine. */
export interface MachineAlias {
  /** The alias's name, such as `live`. */
  readonly name: string;

  /**
   * How executions move to a new version: by equal parts (`LINEAR`), or a first part and then all (`CANARY`), an interval apart.
   *
   * @default all at once
   */
  readonly shift?: {
    /** Which of the two. */
    readonly type: 'LINEAR' | 'CANARY';
    /** How many percent of the executions move at first, and with `LINEAR` each time: 1 … 99. */
    readonly percentage: number;
    /** How long until the next part moves: whole minutes. */
    readonly interval: Duration;
    /** Alarms of the workflow move executions back to the version before. @default true */
    readonly rollback?: boolean;
  };
}
