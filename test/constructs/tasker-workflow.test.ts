import { Duration, RemovalPolicy, Size, type Stack } from 'aws-cdk-lib';
import { Match, type Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sns from 'aws-cdk-lib/aws-sns';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { describe, expect, it } from 'vitest';
import { TaskerWorkflow, TemplateError, type TaskerWorkflowProps } from '../../lib/constructs/index.ts';
import { REGISTRATION, synth } from './support/synth.ts';
import { statementsOf } from './support/statements.ts';
import { withRules } from '../../lib/project/index.ts';

function workflow(
  props: Partial<TaskerWorkflowProps> = {},
  then: (made: TaskerWorkflow, stack: Stack) => void = () => {},
) {
  return synth((stack) => then(new TaskerWorkflow(stack, 'Workflow', { ...REGISTRATION, ...props }), stack)).template;
}

const plain = workflow();

describe('the functions of a workflow', () => {
  it('are one per handler, Node.js 22 on ARM, with the step settings of the template', () => {
    plain.resourceCountIs('AWS::Lambda::Function', 5);
    plain.allResourcesProperties('AWS::Lambda::Function', {
      Runtime: 'nodejs22.x',
      Architectures: ['arm64'],
      Handler: 'index.handler',
      MemorySize: 256,
      Timeout: 60,
      LoggingConfig: { LogFormat: 'JSON', LogGroup: { Ref: Match.stringLikeRegexp('^WorkflowStepLog') } },
      Environment: {
        Variables: {
          NODE_OPTIONS: '--enable-source-maps',
          TASKER_SFN_RESULTS_BUCKET: { Ref: Match.stringLikeRegexp('^WorkflowResults') },
        },
      },
    });
  });

  it('are called by versions that every deployment keeps', () => {
    plain.resourceCountIs('AWS::Lambda::Version', 5);
    for (const version of Object.values(plain.findResources('AWS::Lambda::Version'))) {
      expect(version).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
    }
    expect(Object.values(substitutionsOf(plain))).toHaveLength(5);
    for (const target of Object.values(substitutionsOf(plain))) {
      expect(target).toEqual({ Ref: expect.stringMatching(/CurrentVersion/) });
    }
  });

  it('are called by themselves without versions', () => {
    const template = workflow({ retainVersions: false });
    template.resourceCountIs('AWS::Lambda::Version', 0);
    for (const target of Object.values(substitutionsOf(template))) {
      expect(target).toEqual({ 'Fn::GetAtt': [expect.stringMatching(/Function/), 'Arn'] });
    }
  });

  it('take settings for all steps and for one', () => {
    const template = workflow({
      stepDefaults: { memorySize: 512, environment: { STAGE: 'test', LEVEL: 'low' } },
      steps: {
        create_user_account: {
          timeout: Duration.minutes(2),
          architecture: lambda.Architecture.X86_64,
          runtime: lambda.Runtime.NODEJS_24_X,
          environment: { LEVEL: 'high' },
          reservedConcurrentExecutions: 3,
          tracing: lambda.Tracing.ACTIVE,
        },
      },
    });
    template.allResourcesProperties('AWS::Lambda::Function', { MemorySize: 512 });
    template.hasResourceProperties('AWS::Lambda::Function', {
      Description: Match.stringLikeRegexp('CreateUserAccountHandler'),
      Timeout: 120,
      Runtime: 'nodejs24.x',
      Architectures: ['x86_64'],
      ReservedConcurrentExecutions: 3,
      TracingConfig: { Mode: 'Active' },
      Environment: { Variables: Match.objectLike({ STAGE: 'test', LEVEL: 'high' }) },
    });
    template.hasResourceProperties('AWS::Lambda::Function', {
      Description: Match.stringLikeRegexp('UpdateUserStatusHandler'),
      Timeout: 60,
      Environment: { Variables: Match.objectLike({ STAGE: 'test', LEVEL: 'low' }) },
    });
  });

  it('can be placed in a network, with layers', () => {
    const template = workflow({}, (_, stack) => {
      const vpc = new ec2.Vpc(stack, 'Vpc');
      const layer = lambda.LayerVersion.fromLayerVersionArn(stack, 'Layer', 'arn:aws:lambda:eu-west-1:1:layer:x:1');
      new TaskerWorkflow(stack, 'Networked', {
        ...REGISTRATION,
        prefix: 'networked',
        steps: { update_user_status: { vpc, layers: [layer] } },
      });
    });
    template.hasResourceProperties('AWS::Lambda::Function', {
      Description: Match.stringLikeRegexp('UpdateUserStatusHandler'),
      Layers: ['arn:aws:lambda:eu-west-1:1:layer:x:1'],
      VpcConfig: { SubnetIds: Match.anyValue(), SecurityGroupIds: Match.anyValue() },
    });
    const statements = statementsOf(template);
    const [policy] = Object.keys(statements).filter((name) =>
      name.startsWith('NetworkedMicroservicesStepHandlersUpdateUserStatusHandlerRoleDefaultPolicy'),
    );
    expect(statements[policy ?? '']).toEqual([
      'Allow ec2:AssignPrivateIpAddresses, ec2:CreateNetworkInterface, ec2:DeleteNetworkInterface, ' +
        'ec2:DescribeNetworkInterfaces, ec2:DescribeSubnets, ec2:UnassignPrivateIpAddresses on *',
    ]);
  });

  it('take subnets, groups and a larger /tmp of their own', () => {
    const template = workflow({}, (_, stack) => {
      const vpc = new ec2.Vpc(stack, 'Vpc', {
        subnetConfiguration: [
          { name: 'Open', subnetType: ec2.SubnetType.PUBLIC },
          { name: 'Closed', subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
        ],
      });
      const group = new ec2.SecurityGroup(stack, 'Group', { vpc });
      new TaskerWorkflow(stack, 'Placed', {
        ...REGISTRATION,
        prefix: 'placed',
        steps: {
          update_user_status: {
            vpc,
            vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
            securityGroups: [group],
            ephemeralStorageSize: Size.gibibytes(2),
          },
        },
      });
    });
    template.hasResourceProperties('AWS::Lambda::Function', {
      Description: Match.stringLikeRegexp('UpdateUserStatusHandler'),
      EphemeralStorage: { Size: 2048 },
      VpcConfig: {
        SubnetIds: Match.arrayWith([{ Ref: Match.stringLikeRegexp('ClosedSubnet') }]),
        SecurityGroupIds: [{ 'Fn::GetAtt': [Match.stringLikeRegexp('^Group'), 'GroupId'] }],
      },
    });
  });

  it('can be granted to and extended, each by the name of its step', () => {
    const template = workflow({}, (made, stack) => {
      const table = new s3.Bucket(stack, 'Avatars');
      table.grantRead(made.stepFunction('create_user_account'));
      made.stepFunction('create_user_account').addEnvironment('AVATARS', table.bucketName);
    });
    template.hasResourceProperties('AWS::Lambda::Function', {
      Description: Match.stringLikeRegexp('CreateUserAccountHandler'),
      Environment: { Variables: Match.objectLike({ AVATARS: Match.anyValue() }) },
    });
    const withRead = Object.entries(statementsOf(template)).filter(([, lines]) =>
      lines.some((line) => line.includes('s3:GetObject*')),
    );
    expect(withRead.map(([name]) => name)).toEqual([
      expect.stringMatching(/CreateUserAccountHandlerRoleDefaultPolicy/),
    ]);
  });

  it('are asked for by names that exist', () => {
    expect(() => workflow({}, (made) => made.stepFunction('create_user_acount'))).toThrow(
      'There is no function for a step "create_user_acount", but the template user_registration has no such step. Did you mean "create_user_account"?',
    );
    expect(() => workflow({ steps: { nothing: {} } })).toThrow(/"steps" names a step "nothing"/);
  });
});

const TRACING = 'Allow xray:PutTraceSegments, xray:PutTelemetryRecords on *';

describe('what the roles of a workflow may do', () => {
  const functions = [
    'CreateUserAccountHandler',
    'InitializePreferencesHandler',
    'SendWelcomeSequenceHandler',
    'SetupBillingProfileHandler',
    'UpdateUserStatusHandler',
  ].map((name) => `WorkflowMicroservicesStepHandlers${name}`);

  it('is exactly this', () => {
    expect(statementsOf(plain)).toEqual({
      ...Object.fromEntries(functions.map((name) => [`${name}Role`, ['managed <WorkflowStepPolicy>']])),
      WorkflowStepPolicy: [
        'Allow logs:CreateLogStream, logs:PutLogEvents on <WorkflowStepLog.Arn>',
        TRACING,
        'Allow s3:GetObject, s3:PutObject on <WorkflowResults.Arn>/microservices-user_registration-1_0_0/*',
      ],
      WorkflowStateMachineRole: [],
      WorkflowStateMachineRoleDefaultPolicy: [
        'Allow logs:CreateLogDelivery, logs:GetLogDelivery, logs:UpdateLogDelivery, logs:DeleteLogDelivery, ' +
          'logs:ListLogDeliveries, logs:PutResourcePolicy, logs:DescribeResourcePolicies, logs:DescribeLogGroups on *',
        'Allow xray:PutTraceSegments, xray:PutTelemetryRecords, xray:GetSamplingRules, xray:GetSamplingTargets on *',
        `Allow lambda:InvokeFunction on ${functions.map((name) => `<${name}Function.Arn>:*`).join(', ')}`,
      ],
    });
  });

  it('lets X-Ray follow a task into its functions, where it traces tasks', () => {
    const template = workflow();
    template.allResourcesProperties('AWS::Lambda::Function', { TracingConfig: { Mode: 'Active' } });
    expect(statementsOf(template).WorkflowStepPolicy).toContain(TRACING);
    const untraced = JSON.stringify(workflow({ tracing: false }).toJSON());
    expect(untraced).not.toContain('"TracingConfig"');
    expect(untraced).not.toContain('xray:');
    // What is said of single steps wins.
    const some = workflow({ stepDefaults: { tracing: lambda.Tracing.DISABLED } });
    some.allResourcesProperties('AWS::Lambda::Function', { TracingConfig: Match.absent() });
  });

  it('names the functions themselves without versions', () => {
    const template = workflow({ retainVersions: false, tracing: false });
    expect(statementsOf(template).WorkflowStateMachineRoleDefaultPolicy?.slice(1)).toEqual([
      `Allow lambda:InvokeFunction on ${functions.map((name) => `<${name}Function.Arn>`).join(', ')}`,
    ]);
  });

  it('leaves the bucket out when nothing is parked', () => {
    const template = workflow({ parkResults: false });
    template.resourceCountIs('AWS::S3::Bucket', 0);
    expect(statementsOf(template).WorkflowStepPolicy).toEqual([
      'Allow logs:CreateLogStream, logs:PutLogEvents on <WorkflowStepLog.Arn>',
      TRACING,
    ]);
    expect(JSON.stringify(template.toJSON())).not.toContain('TASKER_SFN_RESULTS_BUCKET');
  });

  it('can be granted to others: starting tasks, and all that the client does', () => {
    const template = workflow({}, (made, stack) => {
      const user = (id: string) => new iam.Role(stack, id, { assumedBy: new iam.AccountRootPrincipal() });
      made.grantStart(user('Starter'));
      made.grantTasks(user('Operator'));
    });
    const statements = statementsOf(template);
    const executions =
      'arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:execution:microservices-user_registration-1_0_0:*';
    expect(statements.StarterDefaultPolicy).toEqual(['Allow states:StartExecution on <WorkflowStateMachine>']);
    expect(statements.OperatorDefaultPolicy).toEqual([
      'Allow states:DescribeStateMachine, states:ListExecutions, states:ListTagsForResource, states:StartExecution on ' +
        executions.replace(':execution:', ':stateMachine:').replace(/:\*$/, ''),
      `Allow states:DescribeExecution, states:DescribeStateMachineForExecution, states:GetExecutionHistory, states:StopExecution on ${executions}`,
      // What the workers of large batches do.
      `Allow states:GetExecutionHistory, states:ListExecutions on ${[executions, executions.replace(':execution:', ':mapRun:')].map((arn) => arn.replace(/:\*$/, '/*:*')).join(', ')}`,
    ]);
  });
});

describe('the state machine of a workflow', () => {
  it('is a Standard one with the compiled definition, a log and traces', () => {
    plain.hasResourceProperties('AWS::StepFunctions::StateMachine', {
      StateMachineName: 'microservices-user_registration-1_0_0',
      StateMachineType: 'STANDARD',
      TracingConfiguration: { Enabled: true },
      LoggingConfiguration: { Level: 'ALL', IncludeExecutionData: false },
    });
    const synthesised = synth((stack) => new TaskerWorkflow(stack, 'Workflow', REGISTRATION));
    const made = synthesised.stack.node.findChild('Workflow') as TaskerWorkflow;
    const [machine] = Object.values(synthesised.template.findResources('AWS::StepFunctions::StateMachine'));
    const { DefinitionString } = (machine as { Properties: { DefinitionString: string } }).Properties;
    const { definition, template } = made.workflow;
    expect(JSON.parse(DefinitionString.replaceAll('${Partition}', 'aws'))).toEqual(withRules(definition, template));
    expect(Object.keys(substitutionsOf(plain)).sort()).toEqual(made.workflow.functions.map(({ key }) => key).sort());
  });

  it('logs below the prefix that spares the account its log policy', () => {
    plain.hasResourceProperties('AWS::Logs::LogGroup', {
      LogGroupName: {
        'Fn::Join': ['', ['/aws/vendedlogs/states/microservices-user_registration-1_0_0-', Match.anyValue()]],
      },
      RetentionInDays: 30,
    });
  });

  it('logs in full, and for as long, as it is asked to', () => {
    const template = workflow({ logExecutionData: true, logRetention: logs.RetentionDays.ONE_YEAR });
    template.hasResourceProperties('AWS::StepFunctions::StateMachine', {
      LoggingConfiguration: { IncludeExecutionData: true },
    });
    template.allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: 365 });
  });

  it('can be Express: logged in full, without dead letters', () => {
    const template = workflow({ stateMachineType: sfn.StateMachineType.EXPRESS });
    template.hasResourceProperties('AWS::StepFunctions::StateMachine', {
      StateMachineType: 'EXPRESS',
      LoggingConfiguration: { IncludeExecutionData: true },
    });
    template.resourceCountIs('AWS::SQS::Queue', 0);
    template.resourceCountIs('AWS::Events::Rule', 0);
  });
});

describe('what surrounds a workflow', () => {
  it('says in alarms which command to run first, and in a tag where notes lie', () => {
    const command = 'npx tasker-sfn dlq list --template microservices/user_registration@1.0.0';
    const described = (template: Template) =>
      Object.values(template.findResources('AWS::CloudWatch::Alarm')).map(
        ({ Properties }) => (Properties as { AlarmDescription: string }).AlarmDescription,
      );
    expect(described(plain)).toContain(`Tasks have failed. First: ${command}`);
    expect(described(plain).filter((each) => each.endsWith(`keeps failing. First: ${command}`))).toHaveLength(5);
    expect(described(workflow({ prefix: 'dev' }))).toContain(`Tasks have timed out. First: ${command} --prefix dev`);
    plain.hasResourceProperties('AWS::StepFunctions::StateMachine', {
      Tags: Match.arrayWith([
        { Key: 'tasker:logs', Value: { Ref: Match.stringLikeRegexp('^WorkflowStepLog') } },
        { Key: 'tasker:results', Value: { Ref: Match.stringLikeRegexp('^WorkflowResults') } },
      ]),
    });
  });

  it('sends executions that failed, timed out or were aborted to an encrypted queue that demands TLS', () => {
    plain.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: {
        source: ['aws.states'],
        'detail-type': ['Step Functions Execution Status Change'],
        detail: {
          stateMachineArn: [{ Ref: Match.stringLikeRegexp('^WorkflowStateMachine') }],
          status: ['FAILED', 'TIMED_OUT', 'ABORTED'],
        },
      },
      Targets: [Match.objectLike({ InputPath: '$.detail' })],
    });
    plain.hasResourceProperties('AWS::SQS::Queue', { SqsManagedSseEnabled: true, MessageRetentionPeriod: 1_209_600 });
    plain.hasResourceProperties('AWS::SQS::QueuePolicy', {
      PolicyDocument: { Statement: Match.arrayWith([denyWithoutTls('sqs:*')]) },
    });
  });

  it('keeps parked results in an encrypted, private bucket that demands TLS and forgets', () => {
    plain.hasResourceProperties('AWS::S3::Bucket', {
      BucketEncryption: Match.anyValue(),
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      LifecycleConfiguration: { Rules: [Match.objectLike({ ExpirationInDays: 90, Status: 'Enabled' })] },
    });
    plain.hasResourceProperties('AWS::S3::BucketPolicy', {
      PolicyDocument: { Statement: Match.arrayWith([denyWithoutTls('s3:*')]) },
    });
  });

  it('raises alarms: for executions, and for each step when it fails as often as it may try', () => {
    plain.resourceCountIs('AWS::CloudWatch::Alarm', 8);
    for (const MetricName of ['ExecutionsFailed', 'ExecutionsTimedOut', 'ExecutionThrottled']) {
      plain.hasResourceProperties('AWS::CloudWatch::Alarm', { Namespace: 'AWS/States', MetricName, Threshold: 1 });
    }
    plain.resourcePropertiesCountIs('AWS::CloudWatch::Alarm', { MetricName: 'Errors', Threshold: 3 }, 3);
    plain.resourcePropertiesCountIs('AWS::CloudWatch::Alarm', { MetricName: 'Errors', Threshold: 2 }, 2);
    plain.resourceCountIs('AWS::Logs::MetricFilter', 0);
  });

  // It has not failed, although Lambda counts an error.
  it('takes no yield of a handler at a checkpoint for its failure', () => {
    const template = workflow({ template: 'templates/imports/csv_import.yaml' });
    const Metrics = Match.arrayWith([Match.objectLike({ Expression: 'errors - FILL(yields, 0)' })]);
    template.resourcePropertiesCountIs('AWS::CloudWatch::Alarm', { Metrics }, 1);
    template.resourcePropertiesCountIs('AWS::CloudWatch::Alarm', { MetricName: 'Errors' }, 2);
    template.hasResourceProperties('AWS::Logs::MetricFilter', {
      FilterPattern: '{ $.message = "Step yielded" }',
      MetricTransformations: [{ Dimensions: [{ Key: 'Handler', Value: '$.handler' }], MetricValue: '1' }],
    });
  });

  it('lets a step whose handler may yield go on in child executions, and no other', () => {
    const machineOf = (template: Template) =>
      JSON.stringify(Object.values(template.findResources('AWS::StepFunctions::StateMachine')));
    const imports = workflow({ template: 'templates/imports/csv_import.yaml' });
    expect(machineOf(imports)).toContain('import_rows: goes on');
    expect(machineOf(imports)).not.toContain('split_file: goes on');
    const refunds = workflow({ template: 'templates/customer_success/process_refund.yaml' });
    expect(machineOf(refunds)).toContain('execute_refund_workflow: goes on');
    refunds.hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: Match.objectLike({
        Statement: Match.arrayWith([Match.objectLike({ Action: 'states:StartExecution' })]),
      }),
    });
    const unkept = workflow({ template: 'templates/customer_success/process_refund.yaml', parkResults: false });
    expect(machineOf(unkept)).not.toContain(': goes on');
    expect(machineOf(plain)).not.toContain(': goes on');
  });

  it('tells whoever should know of alarms', () => {
    const template = synth((stack) => {
      const topic = new sns.Topic(stack, 'Topic');
      new TaskerWorkflow(stack, 'Workflow', { ...REGISTRATION, alarmActions: [new SnsAction(topic)] });
    }).template;
    template.allResourcesProperties('AWS::CloudWatch::Alarm', {
      AlarmActions: [{ Ref: Match.stringLikeRegexp('Topic') }],
    });
  });

  it('has a dashboard that names the steps', () => {
    plain.resourceCountIs('AWS::CloudWatch::Dashboard', 1);
    const body = JSON.stringify(plain.findResources('AWS::CloudWatch::Dashboard'));
    for (const step of ['create_user_account', 'send_welcome_sequence']) expect(body).toContain(step);
    for (const label of ['p50', 'p95']) expect(body).toContain(`\\"label\\":\\"${label}\\"`);
  });

  it('can be left out', () => {
    const template = workflow({ alarms: false, dashboard: false, deadLetters: false, parkResults: false });
    for (const type of ['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::Dashboard', 'AWS::SQS::Queue', 'AWS::S3::Bucket']) {
      template.resourceCountIs(type, 0);
    }
  });

  it('can be brought: bucket and queue', () => {
    const template = synth((stack) => {
      const resultsBucket = s3.Bucket.fromBucketName(stack, 'Shared', 'shared-results');
      const deadLetterQueue = new sqs.Queue(stack, 'Letters');
      new TaskerWorkflow(stack, 'Workflow', { ...REGISTRATION, resultsBucket, deadLetterQueue });
    }).template;
    template.resourceCountIs('AWS::SQS::Queue', 1);
    template.resourceCountIs('AWS::S3::Bucket', 0);
    expect(statementsOf(template).WorkflowStepPolicy).toContain(
      'Allow s3:GetObject, s3:PutObject on arn:<AWS::Partition>:s3:::shared-results/microservices-user_registration-1_0_0/*',
    );
  });

  it('is deleted with the stack, or kept', () => {
    const kept = workflow({ removalPolicy: RemovalPolicy.RETAIN });
    for (const type of ['AWS::Logs::LogGroup', 'AWS::S3::Bucket', 'AWS::SQS::Queue']) {
      for (const each of Object.values(plain.findResources(type)))
        expect(each).toMatchObject({ DeletionPolicy: 'Delete' });
      for (const each of Object.values(kept.findResources(type)))
        expect(each).toMatchObject({ DeletionPolicy: 'Retain' });
    }
  });

  it('is tagged with the template, and told in outputs', () => {
    plain.hasResourceProperties('AWS::SQS::Queue', {
      Tags: [
        { Key: 'tasker:name', Value: 'user_registration' },
        { Key: 'tasker:namespace', Value: 'microservices' },
        { Key: 'tasker:version', Value: '1.0.0' },
      ],
    });
    const outputs = Object.keys(plain.findOutputs('*')).map((name) => name.replace(/[0-9A-F]{8}$/, ''));
    expect(outputs.sort()).toEqual([
      'WorkflowDeadLetterQueueUrl',
      'WorkflowResultsBucketName',
      'WorkflowStateMachineArn',
    ]);
  });
});

describe('props that do not go together', () => {
  const bucket = (stack: Stack) => s3.Bucket.fromBucketName(stack, 'Bucket', 'bucket');
  const queue = (stack: Stack) => sqs.Queue.fromQueueArn(stack, 'Q', 'arn:aws:sqs:eu-west-1:111111111111:q');
  it.each<[string, (stack: Stack) => Partial<TaskerWorkflowProps>, RegExp]>([
    [
      'dead letters of Express',
      () => ({ stateMachineType: sfn.StateMachineType.EXPRESS, deadLetters: true }),
      /sends no events/,
    ],
    [
      'a queue without letters',
      (stack) => ({ deadLetters: false, deadLetterQueue: queue(stack) }),
      /"deadLetters" is false/,
    ],
    [
      'a bucket without parking',
      (stack) => ({ parkResults: false, resultsBucket: bucket(stack) }),
      /"parkResults" is false/,
    ],
    [
      'expiry of a brought bucket',
      (stack) => ({ resultsBucket: bucket(stack), resultsExpiry: Duration.days(1) }),
      /lifecycle rule/,
    ],
    ['actions without alarms', () => ({ alarms: false, alarmActions: [] }), /"alarms" is false/],
  ])('are refused: %s', (_, props, message) => {
    expect(() => synth((stack) => new TaskerWorkflow(stack, 'W', { ...REGISTRATION, ...props(stack) }))).toThrow(
      message,
    );
  });
});

describe('a template with mistakes', () => {
  it('throws an error whose text is the code frame, and which has no stack trace', () => {
    const file = 'templates/nowhere.yaml';
    const error = catchError(() => workflow({ template: file }));
    expect(error).toBeInstanceOf(TemplateError);
    expect(error.message).toContain('templates/nowhere.yaml:1:1: error[file-not-found]');
    expect(error.stack).toBe(error.message);
  });

  it('knows the environments of the template', () => {
    expect(catchError(() => workflow({ environment: 'prodution' })).message).toContain('error[unknown-environment]');
  });
});

function catchError(run: () => unknown): Error {
  try {
    run();
  } catch (error) {
    return error as Error;
  }
  throw new Error('nothing was thrown');
}

function substitutionsOf(template: Template): Record<string, unknown> {
  const [machine] = Object.values(template.findResources('AWS::StepFunctions::StateMachine'));
  const { Partition, ...functions } = (machine as { Properties: { DefinitionSubstitutions: Record<string, unknown> } })
    .Properties.DefinitionSubstitutions;
  expect(Partition).toEqual({ Ref: 'AWS::Partition' });
  return functions;
}

function denyWithoutTls(Action: string) {
  return Match.objectLike({ Effect: 'Deny', Action, Condition: { Bool: { 'aws:SecureTransport': 'false' } } });
}

describe('the alias of a state machine', () => {
  it('names a version that each deployment publishes, and earlier ones are kept', () => {
    const template = workflow({ alias: { name: 'live' } });
    const [version] = Object.values(template.findResources('AWS::StepFunctions::StateMachineVersion'));
    expect(version).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
    expect(version!.Properties.StateMachineRevisionId).toEqual({
      'Fn::GetAtt': [expect.stringMatching(/StateMachine/), 'StateMachineRevisionId'],
    });
    template.hasResourceProperties('AWS::StepFunctions::StateMachineAlias', {
      Name: 'live',
      DeploymentPreference: {
        StateMachineVersionArn: { Ref: Match.stringLikeRegexp('MachineVersion') },
        Type: 'ALL_AT_ONCE',
      },
    });
    template.hasOutput('*', { Value: { 'Fn::GetAtt': [Match.stringLikeRegexp('MachineAlias'), 'Arn'] } });
    plain.resourceCountIs('AWS::StepFunctions::StateMachineVersion', 0);
  });

  it('moves executions bit by bit, and back when an alarm is raised', () => {
    const shift = { type: 'CANARY', percentage: 10, interval: Duration.minutes(5) } as const;
    const template = workflow({ alias: { name: 'live', shift } });
    template.hasResourceProperties('AWS::StepFunctions::StateMachineAlias', {
      DeploymentPreference: { Type: 'CANARY', Percentage: 10, Interval: 5, Alarms: Match.anyValue() },
    });
    const calm = workflow({ alias: { name: 'live', shift: { ...shift, rollback: false } } });
    calm.hasResourceProperties('AWS::StepFunctions::StateMachineAlias', {
      DeploymentPreference: { Alarms: Match.absent() },
    });
    expect(() => workflow({ alias: { name: 'live', shift: { ...shift, percentage: 0 } } })).toThrow(
      '"alias.shift.percentage" is 0',
    );
  });
});
