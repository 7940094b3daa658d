import { Annotations, CfnOutput, RemovalPolicy, Tags } from 'aws-cdk-lib';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import type * as events from 'aws-cdk-lib/aws-events';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { lettingYield, type CompiledWorkflow } from '../../compile.ts';
import { LOGS_TAG, RESULTS_TAG } from '../../contract/machine-tags.ts';
import { childMachineName, stateMachineName } from '../../contract/state-machine-name.ts';
import { identityOf, withRules } from '../../project/index.ts';
import { renderDiagnostic } from '../../diagnostics/render-diagnostic.ts';
import {
  createEventAlarm,
  createExecutionAlarms,
  countYields,
  createStepAlarm,
  listDeadLetters,
} from '../operations/alarms.ts';
import { countEventErrors, eventBusOf, publishesDurably } from '../operations/event-bus.ts';
import { checkExpress } from './check-express.ts';
import { checkMachineName } from './check-machine-name.ts';
import { checkProps } from './check-props.ts';
import { createFunctions } from '../functions/create-functions.ts';
import { createChildMachines } from './child-machines.ts';
import { createMachineLog, createStateMachine, type MachineSettings } from './create-state-machine.ts';
import { createDashboard } from '../operations/dashboard.ts';
import { createDeadLetterQueue, sendDeadLetters, warnOfImportedQueue } from '../operations/dead-letters.ts';
import { allowLogs } from './encrypt-logs.ts';
import { loadWorkflow } from './load-workflow.ts';
import { rendezvousTableOf } from './rendezvous-table.ts';
import { silentSteps, timeoutsOf } from '../functions/plan-functions.ts';
import { unknownStepOf } from '../functions/unknown-step.ts';
import { createResultsBucket } from './results-bucket.ts';
import { stepsThatMayYield, type CalledFunction } from '../functions/called-function.ts';
import { createMachineAlias } from './machine-alias.ts';
import { taskStatements } from './task-permissions.ts';
import type { TaskerWorkflowProps } from './tasker-workflow-props.ts';

/**
 * A task template as running infrastructure: a state machine, a Lambda function for each step handler, and what it takes
 * to operate them.
 *
 * @example
 * ```ts
 * import { App, Duration, Stack } from 'aws-cdk-lib';
 * import { TaskerWorkflow } from 'tasker-sfn/constructs';
 *
 * const stack = new Stack(new App(), 'UserRegistration');
 * const workflow = new TaskerWorkflow(stack, 'Workflow', {
 *   template: 'templates/microservices/user_registration.yaml',
 *   handlers: 'lambdas',
 *   steps: { send_welcome_sequence: { timeout: Duration.minutes(2), environment: { SENDER: 'hello@example.com' } } },
 * });
 * workflow.stepFunction('create_user_account').addEnvironment('TABLE', 'users');
 * ```
 */
export class TaskerWorkflow extends Construct {
  /** The template as compiled: its steps, plan and definition. */
  readonly workflow: CompiledWorkflow;
  /** The state machine. Its name tells the template, so that the API and the client find it by that alone. */
  readonly stateMachine: sfn.StateMachine;
  /**
   * The state machines that run parts of a task, where it is too large for one: `stateMachine` starts their executions. Parts of parts come
   * after those around them. Mostly there are none.
   */
  readonly childMachines: readonly sfn.StateMachine[];
  /** The alias of the state machine; undefined without `alias`. */
  readonly alias?: sfn.CfnStateMachineAlias;
  /** The log of the state machine. */
  readonly logGroup: logs.LogGroup;
  /** The log that all step functions share. */
  readonly stepLogGroup: logs.LogGroup;
  /** Where results lie that are too large to travel; undefined without `parkResults`. */
  readonly resultsBucket?: s3.IBucket;
  /** Where steps meet; undefined where no step has to. */
  readonly rendezvousTable?: dynamodb.ITable;
  /** Where failed tasks go; undefined without `deadLetters`. */
  readonly deadLetterQueue?: sqs.IQueue;
  /** Where domain events go; undefined where no step publishes any that leave its function. */
  readonly eventBus?: events.IEventBus;
  /** The alarms on executions, and on the errors of each step's function; empty without `alarms`. */
  readonly alarms: readonly cloudwatch.Alarm[];
  /** The dashboard of tasks and steps; undefined without `dashboard`. */
  readonly dashboard?: cloudwatch.Dashboard;
  private readonly encryptionKey?: kms.IKey;
  private readonly machineName: string;
  private readonly functions: readonly CalledFunction[];

  /**
   * @param scope The stack, or a construct in it.
   * @param id The construct's name within its scope.
   * @param props Which template and handlers, and how they are deployed.
   * @throws TemplateError when the template or a handler has mistakes, and Error when props do not go together
   */
  constructor(scope: Construct, id: string, props: TaskerWorkflowProps) {
    super(scope, id);
    checkProps(props);
    const type = props.stateMachineType ?? sfn.StateMachineType.STANDARD;
    const isExpress = type === sfn.StateMachineType.EXPRESS;
    const removalPolicy = props.removalPolicy ?? RemovalPolicy.DESTROY;
    const { encryptionKey } = props;
    this.encryptionKey = encryptionKey;
    if (encryptionKey !== undefined) allowLogs(this, encryptionKey);
    const log = { retention: props.logRetention ?? logs.RetentionDays.ONE_MONTH, removalPolicy, encryptionKey };

    this.workflow = this.load(props, isExpress);
    const identity = identityOf(this.workflow.template);
    this.machineName = stateMachineName(identity, props.prefix);
    this.logGroup = createMachineLog(this, this.machineName, log);
    this.stepLogGroup = new logs.LogGroup(this, 'StepLog', log);
    if (props.parkResults ?? true) {
      this.resultsBucket =
        props.resultsBucket ?? createResultsBucket(this, { removalPolicy, encryptionKey, expiry: props.resultsExpiry });
    }
    const { steps } = this.workflow.template;
    if (steps.some(publishesDurably)) this.eventBus = props.eventBus ?? eventBusOf(this, encryptionKey);
    this.functions = createFunctions(this, this.workflow, props, {
      machineName: this.machineName,
      logGroup: this.stepLogGroup,
      resultsBucket: this.resultsBucket,
      eventBus: this.eventBus,
    });
    const yielding = isExpress || this.resultsBucket === undefined ? [] : stepsThatMayYield(this.functions);
    this.workflow = lettingYield(this.workflow, new Set(yielding));
    const { children } = this.workflow;
    const names = [this.machineName, ...children.map(({ key }) => childMachineName(this.machineName, key))];
    for (const name of names) checkMachineName(this, name);
    if (this.workflow.plan.rendezvous.size > 0) {
      this.rendezvousTable = props.rendezvousTable ?? rendezvousTableOf(this, encryptionKey);
    }
    const settings: MachineSettings = {
      type,
      rendezvousTable: this.rendezvousTable,
      resultsBucket: this.resultsBucket,
      tracing: props.tracing ?? true,
      logExecutionData: props.logExecutionData ?? isExpress,
      logGroup: this.logGroup,
      role: props.role,
      encryptionKey,
      names,
      functions: this.functions,
    };
    const parts = createChildMachines(this, children, { ...settings, isVersioned: props.alias !== undefined });
    this.childMachines = [...parts.values()].map(({ machine }) => machine).reverse();
    const definition = withRules(this.workflow.definition, this.workflow.template);
    const whole = { name: this.machineName, definition, children: parts, policyId: 'Calls' };
    this.stateMachine = createStateMachine(this, whole, settings);
    if (props.deadLetters ?? !isExpress) {
      this.deadLetterQueue = props.deadLetterQueue ?? createDeadLetterQueue(this, { removalPolicy, encryptionKey });
      warnOfImportedQueue(this, this.deadLetterQueue);
      sendDeadLetters(this, this.stateMachine, this.deadLetterQueue);
    }
    const { alarms = true, alarmActions = [], dashboard = true } = props;
    const publishes = steps.some(({ publishesEvents }) => publishesEvents.length > 0);
    const eventErrors = publishes ? countEventErrors(this, this.stepLogGroup, this.machineName) : undefined;
    const yields =
      alarms && this.resultsBucket !== undefined && this.functions.some(({ mayYield }) => mayYield)
        ? countYields(this, this.stepLogGroup, this.machineName)
        : undefined;
    this.alarms = alarms
      ? [
          ...createExecutionAlarms(this, this.stateMachine, listDeadLetters(identity, props.prefix)),
          ...(eventErrors === undefined ? [] : [createEventAlarm(this, eventErrors)]),
          ...this.functions.map((each) => createStepAlarm(each, listDeadLetters(identity, props.prefix), yields)),
        ]
      : [];
    for (const alarm of this.alarms) alarm.addAlarmAction(...alarmActions);
    if (props.alias !== undefined) {
      this.alias = createMachineAlias(this, this.stateMachine, props.alias, this.alarms);
    }
    if (dashboard) this.dashboard = createDashboard(this, this.stateMachine, this.functions);

    for (const [key, value] of Object.entries<string>({ ...identity })) Tags.of(this).add(`tasker:${key}`, value);
    // Where operators' notes on dead letters are kept, for those who know the state machine alone.
    if (this.resultsBucket !== undefined) Tags.of(this.stateMachine).add(RESULTS_TAG, this.resultsBucket.bucketName);
    for (const [place, group] of this.logGroupsOfSteps().entries()) {
      Tags.of(this.stateMachine).add(place === 0 ? LOGS_TAG : `${LOGS_TAG}:${place}`, group);
    }
    this.addOutputs();
  }

  /**
   * The Lambda function that runs a step: to grant it something, or to set its environment. Steps that share a handler
   * share a function.
   *
   * @param step The name of the step in the template.
   * @throws Error when the template has no such step, or it runs a function that you have brought
   *
   * @example
   * ```ts
   * import { App, Stack } from 'aws-cdk-lib';
   * import { Table } from 'aws-cdk-lib/aws-dynamodb';
   * import { TaskerWorkflow } from 'tasker-sfn/constructs';
   *
   * const stack = new Stack(new App(), 'UserRegistration');
   * const template = 'templates/microservices/user_registration.yaml';
   * const workflow = new TaskerWorkflow(stack, 'Workflow', { template, handlers: 'lambdas' });
   * const users = Table.fromTableName(stack, 'Users', 'users');
   * users.grantWriteData(workflow.stepFunction('create_user_account'));
   * ```
   */
  stepFunction(step: string): lambda.Function {
    const found = this.functions.find(({ plan }) => plan.steps.some(({ name }) => name.value === step));
    if (found === undefined) throw new Error(`There is no function for ${unknownStepOf(this.workflow, step)}`);
    if (found.function instanceof lambda.Function && found.plan.settings.function === undefined) return found.function;
    throw new Error(`The step "${step}" runs the function that its prop "function" names. Use that one.`);
  }

  /**
   * Lets a principal start tasks, and do nothing else with them.
   *
   * @param grantee Who may, such as the function of a web page.
   */
  grantStart(grantee: iam.IGrantable): iam.Grant {
    return this.stateMachine.grants.startExecution(grantee);
  }

  /**
   * Lets a principal create, read, list and cancel tasks, as `TaskerClient` does where it is told the templates.
   *
   * @param grantee Who may, such as the role of a service.
   */
  grantTasks(grantee: iam.IGrantable): void {
    for (const statement of taskStatements(this, [this.machineName], { mayBeSplit: this.childMachines.length > 0 })) {
      grantee.grantPrincipal.addToPrincipalPolicy(statement);
    }
    this.encryptionKey?.grantDecrypt(grantee);
  }

  /** The log groups of the functions, for who looks for the lines of a task: the shared one, and those of single steps. */
  private logGroupsOfSteps(): readonly string[] {
    const own = this.functions.flatMap(({ plan: { settings } }) => {
      if (settings.logGroup !== undefined) return settings.logGroup.logGroupName;
      return settings.function === undefined ? [] : `/aws/lambda/${settings.function.functionName}`;
    });
    // A state machine has at most 50 tags.
    return [this.stepLogGroup.logGroupName, ...new Set(own)].slice(0, 20);
  }

  private load(props: TaskerWorkflowProps, isExpress: boolean): CompiledWorkflow {
    const { workflow, warnings } = loadWorkflow(props.template, {
      environment: props.environment,
      sync: props.sync,
      durations: props.durations,
      timeouts: timeoutsOf(props.steps),
      silent: silentSteps(props.steps),
      check: isExpress ? checkExpress : undefined,
      isExpress,
    });
    for (const each of warnings) Annotations.of(this).addWarningV2(`tasker-sfn:${each.code}`, renderDiagnostic(each));
    return workflow;
  }

  private addOutputs(): void {
    new CfnOutput(this, 'StateMachineArn', { value: this.stateMachine.stateMachineArn });
    if (this.deadLetterQueue !== undefined) {
      new CfnOutput(this, 'DeadLetterQueueUrl', { value: this.deadLetterQueue.queueUrl });
    }
    if (this.eventBus !== undefined) new CfnOutput(this, 'EventBusName', { value: this.eventBus.eventBusName });
    if (this.resultsBucket !== undefined) {
      new CfnOutput(this, 'ResultsBucketName', { value: this.resultsBucket.bucketName });
    }
  }
}
