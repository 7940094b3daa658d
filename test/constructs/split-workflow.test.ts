import { Match, type Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { AwsSolutionsChecks } from 'cdk-nag';
import { beforeAll, describe, expect, it } from 'vitest';
import { TaskerWorkflow, type TaskerWorkflowProps } from '../../lib/constructs/index.ts';
import { largeTaskText } from '../support/large-task.ts';
import { makeProject } from './support/project.ts';
import { statementsOf } from './support/statements.ts';
import { synth, type Synthesised } from './support/synth.ts';

/** A workflow whose task is too large for one execution: a branch of it runs on a machine of its own. */

const project = makeProject(['Large::Work', 'Large::End']);
const template = project.writeTemplate(
  'large.yaml',
  largeTaskText('Large::Work', {
    more: (step) => (step === 'last' ? { handler: { callable: 'Large::End' } } : {}),
  }),
);

const MAIN = 'large-large-1_0_0';
const ARN = 'arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>';

function made(props: Partial<TaskerWorkflowProps> = {}): Synthesised & { readonly workflow: TaskerWorkflow } {
  let workflow: TaskerWorkflow | undefined;
  const result = synth((stack) => {
    workflow = new TaskerWorkflow(stack, 'W', { template, handlers: project.handlers, tracing: false, ...props });
  });
  return { ...result, workflow: workflow! };
}

interface Machine {
  readonly StateMachineName: string;
  readonly DefinitionString?: string;
  readonly DefinitionSubstitutions: Readonly<Record<string, unknown>>;
}

function machinesOf(template: Template): {
  readonly whole: Machine;
  readonly part: Machine;
  readonly partName: string;
} {
  const machines = Object.values(template.findResources('AWS::StepFunctions::StateMachine')).map(
    ({ Properties }) => Properties as Machine,
  );
  expect(machines).toHaveLength(2);
  const [whole, part] = ['[report]', 'started by the machine of the whole'].map((text) =>
    machines.find(({ DefinitionString = '' }) => DefinitionString.includes(text))!,
  ) as [Machine, Machine];
  return { whole, part, partName: part.StateMachineName };
}

describe('a workflow that is split', () => {
  let plain: ReturnType<typeof made>;
  beforeAll(() => {
    plain = made();
  });

  it('has a machine for each part, which is made first and has a name of the workflow', () => {
    const { whole, part, partName } = machinesOf(plain.template);
    expect(whole.StateMachineName).toBe(MAIN);
    expect(partName).toMatch(/^large-large-1_0_0-[0-9a-f]{8}$/);
    expect(plain.workflow.childMachines).toHaveLength(1);
    const { key } = plain.workflow.workflow.children[0]!;
    expect(whole.DefinitionString).toContain(`startExecution.sync:2`);
    expect(whole.DefinitionSubstitutions[key]).toEqual({ Ref: expect.stringMatching(`^W${key}StateMachine`) });
    // Each is given what it needs alone.
    expect(Object.keys(whole.DefinitionSubstitutions).sort()).toEqual(
      ['Partition', key, 'LargeEnd', 'LargeWork'].sort(),
    );
    expect(Object.keys(part.DefinitionSubstitutions).sort()).toEqual(['LargeWork', 'Partition']);
  });

  it('may start its parts and nothing else, and each machine may call its own functions', () => {
    const { partName } = machinesOf(plain.template);
    const statements = statementsOf(plain.template);
    const { key } = plain.workflow.workflow.children[0]!;
    expect(statements['WStateMachineRoleDefaultPolicy']).toEqual([
      expect.stringMatching(/^Allow logs:/),
      expect.stringMatching(/^Allow lambda:InvokeFunction on <WLargeEnd\w+\.Arn>:\*, <WLargeWork\w+\.Arn>:\*$/),
      `Allow states:StartExecution on ${ARN}:stateMachine:${partName}`,
      `Allow states:DescribeExecution, states:StopExecution, states:RedriveExecution on ${ARN}:execution:${partName}:*`,
      'Allow events:PutTargets, events:PutRule, events:DescribeRule on arn:<AWS::Partition>:events:<AWS::Region>:<AWS::AccountId>:rule/StepFunctionsGetEventsForStepFunctionsExecutionRule',
    ]);
    expect(statements[`W${key}StateMachineRoleDefaultPolicy`]).toEqual([
      expect.stringMatching(/^Allow logs:/),
      expect.stringMatching(/^Allow lambda:InvokeFunction on <WLargeWork\w+\.Arn>:\*$/),
    ]);
  });

  it('writes one log, and is traced as a whole', () => {
    const { template: traced } = made({ tracing: true });
    traced.resourceCountIs('AWS::Logs::LogGroup', 2);
    traced.allResourcesProperties('AWS::StepFunctions::StateMachine', {
      TracingConfiguration: { Enabled: true },
      LoggingConfiguration: {
        Destinations: [
          { CloudWatchLogsLogGroup: { LogGroupArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^WLog'), 'Arn'] } } },
        ],
      },
    });
  });

  it('lets those who read tasks read the parts', () => {
    const { template: granted } = synth((stack) => {
      const workflow = new TaskerWorkflow(stack, 'W', { template, handlers: project.handlers });
      workflow.grantTasks(new iam.User(stack, 'Operator'));
    });
    const parts = `${MAIN}-????????`;
    const statements = statementsOf(granted)['OperatorDefaultPolicy'];
    expect(statements).toContain(`Allow states:DescribeStateMachine on ${ARN}:stateMachine:${parts}`);
    expect(statements).toContain(
      `Allow states:DescribeStateMachineForExecution, states:GetExecutionHistory on ${ARN}:execution:${parts}:*`,
    );
    expect(statements).toContain(
      `Allow states:GetExecutionHistory, states:ListExecutions on ${[MAIN, parts]
        .flatMap((name) => [`${ARN}:execution:${name}/*:*`, `${ARN}:mapRun:${name}/*:*`])
        .join(', ')}`,
    );
    expect(statements!.filter((each) => each.includes('states:StartExecution'))).toEqual([
      expect.stringMatching(new RegExp(`stateMachine:${MAIN}$`)),
    ]);
  });

  it("has an environment's prefix in all names", () => {
    const { whole, partName } = machinesOf(made({ prefix: 'dev' }).template);
    expect(whole.StateMachineName).toBe(`dev--${MAIN}`);
    expect(partName).toMatch(/^dev--large-large-1_0_0-[0-9a-f]{8}$/);
  });

  it('encrypts all machines with the key that it is given', () => {
    const { template: encrypted } = synth((stack) => {
      const encryptionKey = new kms.Key(stack, 'Key');
      new TaskerWorkflow(stack, 'W', { template, handlers: project.handlers, encryptionKey });
    });
    encrypted.allResourcesProperties('AWS::StepFunctions::StateMachine', {
      EncryptionConfiguration: { Type: 'CUSTOMER_MANAGED_KMS_KEY' },
    });
  });

  it('lets tasks that run go on with the parts that they have begun with, where it has an alias', () => {
    const { template: aliased, workflow } = made({ alias: { name: 'live' } });
    const { key } = workflow.workflow.children[0]!;
    const { whole } = machinesOf(aliased);
    expect(whole.DefinitionSubstitutions[key]).toEqual({ Ref: expect.stringMatching(`^W${key}MachineVersion`) });
    aliased.allResources('AWS::StepFunctions::StateMachineVersion', { DeletionPolicy: 'Retain' });
    aliased.resourceCountIs('AWS::StepFunctions::StateMachineVersion', 2);
  });

  it('takes one role for all machines', () => {
    const { template: roled } = synth((stack) => {
      const role = new iam.Role(stack, 'Own', { assumedBy: new iam.ServicePrincipal('states.amazonaws.com') });
      new TaskerWorkflow(stack, 'W', { template, handlers: project.handlers, role });
    });
    roled.allResourcesProperties('AWS::StepFunctions::StateMachine', {
      RoleArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Own'), 'Arn'] },
    });
  });

  it('gives cdk-nag nothing to find', () => {
    expect(new AwsSolutionsChecks().validateScope(made({ tracing: true }).app).violations).toEqual([]);
  });

  it('is one machine as an Express one, of whose executions no history is kept', () => {
    const { template: express } = made({ stateMachineType: sfn.StateMachineType.EXPRESS });
    express.resourceCountIs('AWS::StepFunctions::StateMachine', 1);
  });
});
