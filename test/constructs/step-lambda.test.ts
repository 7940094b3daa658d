import { App, Duration, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { describe, expect, it } from 'vitest';
import { TaskerWorkflow, type TaskerWorkflowProps } from '../../lib/constructs/index.ts';
import { makeProject, templateText } from './support/project.ts';
import { statementsOf } from './support/statements.ts';
import { synth } from './support/synth.ts';

const project = makeProject(['Demo::One', 'Demo::Two']);
const template = project.writeTemplate(
  'two.yaml',
  templateText({ namespace: 'demo', name: 'two', version: '1.0.0' }, [
    { name: 'one', callable: 'Demo::One', more: 'timeout_seconds: 30' },
    { name: 'two', callable: 'Demo::Two' },
  ]),
);

function workflow(propsIn: (stack: Stack) => Partial<TaskerWorkflowProps>) {
  return synth((stack) => {
    new TaskerWorkflow(stack, 'W', { template, handlers: project.handlers, ...propsIn(stack) });
  }).template;
}

const machineOf = (made: ReturnType<typeof workflow>) => {
  const [machine] = Object.values(made.findResources('AWS::StepFunctions::StateMachine'));
  const { DefinitionString, DefinitionSubstitutions, RoleArn } = machine!.Properties;
  return { states: JSON.parse(DefinitionString).States, substitutions: DefinitionSubstitutions, role: RoleArn };
};

const timeoutOf = (made: ReturnType<typeof workflow>, callable: string) =>
  Object.values(made.findResources('AWS::Lambda::Function')).find(
    ({ Properties }) => Properties.Description === `Runs ${callable}`,
  )!.Properties.Timeout;

describe('the time that a step has', () => {
  it('is the same in its function and in its state', () => {
    const own = workflow(() => ({
      steps: { one: { timeout: Duration.minutes(2) }, two: { timeout: Duration.seconds(7) } },
    }));
    const { states } = machineOf(own);
    expect([timeoutOf(own, 'Demo.One'), states.one.TimeoutSeconds]).toEqual([120, 120]);
    expect([timeoutOf(own, 'Demo.Two'), states.two.TimeoutSeconds]).toEqual([7, 7]);
  });

  it('is the default where neither the template nor the step says', () => {
    const made = workflow(() => ({ stepDefaults: { timeout: Duration.seconds(10) } }));
    const { states } = machineOf(made);
    expect([timeoutOf(made, 'Demo.One'), states.one.TimeoutSeconds]).toEqual([30, 30]);
    expect([timeoutOf(made, 'Demo.Two'), states.two.TimeoutSeconds]).toEqual([10, undefined]);
  });
});

describe('the environment of a function', () => {
  it('adds options of Node.js up', () => {
    workflow(() => ({
      stepDefaults: { environment: { NODE_OPTIONS: '--max-old-space-size=200' } },
    })).allResourcesProperties('AWS::Lambda::Function', {
      Environment: { Variables: Match.objectLike({ NODE_OPTIONS: '--enable-source-maps --max-old-space-size=200' }) },
    });
  });
});

describe('the runtime of a function', () => {
  it.each([lambda.Runtime.NODEJS_20_X, lambda.Runtime.PYTHON_3_12, lambda.Runtime.PROVIDED_AL2023])(
    'is not one that bundles cannot run on: %s',
    (runtime) => {
      expect(() => workflow(() => ({ stepDefaults: { runtime } }))).toThrow(
        `"runtime" is "${runtime.name}", but handlers are bundled as modules for Node.js 22 and later, and for python3.13 and ruby3.4.`,
      );
    },
  );
});

describe('the runtime of one step', () => {
  it('is of the language of its handler', () => {
    expect(() => workflow(() => ({ steps: { one: { runtime: lambda.Runtime.PYTHON_3_13 } } }))).toThrow(
      /"steps.one" has the runtime "python3.13", but its handler Demo.One is bundled for nodejs22.x. Leave the runtime out/,
    );
  });
});

describe('what can be brought for a step', () => {
  it('is a function that exists: nothing is bundled or made for it', () => {
    const made = workflow((stack) => ({
      handlers: project.handlers,
      steps: {
        two: { function: lambda.Function.fromFunctionName(stack, 'Mine', 'mine'), timeout: Duration.seconds(5) },
      },
    }));
    made.resourceCountIs('AWS::Lambda::Function', 1);
    const { substitutions, states } = machineOf(made);
    expect(JSON.stringify(substitutions)).toContain(':function:mine');
    expect(states.two.TimeoutSeconds).toBe(5);
    expect(statementsOf(made).WStateMachineRoleDefaultPolicy?.join()).toMatch(
      /lambda:InvokeFunction on .*:function:mine/,
    );
    made.resourcePropertiesCountIs('AWS::CloudWatch::Alarm', { MetricName: 'Errors' }, 2);
  });

  it('is a function, whatever the folder lacks', () => {
    const made = workflow((stack) => {
      const existing = lambda.Function.fromFunctionName(stack, 'Mine', 'mine');
      return { handlers: 'nowhere', steps: { one: { function: existing }, two: { function: existing } } };
    });
    made.resourceCountIs('AWS::Lambda::Function', 0);
  });

  it('is set up where it is made', () => {
    const build = () =>
      workflow((stack) => ({
        steps: { two: { function: lambda.Function.fromFunctionName(stack, 'Mine', 'mine'), memorySize: 512 } },
      }));
    expect(build).toThrow('"steps.two" gives both "function" and "memorySize". Set the function up where it is made.');
  });

  it('is a role, a log, an alias', () => {
    const made = workflow((stack) => ({
      role: new iam.Role(stack, 'Machine', { assumedBy: new iam.ServicePrincipal('states.amazonaws.com') }),
      steps: {
        two: {
          role: new iam.Role(stack, 'Mine', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') }),
          logGroup: new logs.LogGroup(stack, 'Log'),
          alias: 'live',
        },
      },
    }));
    made.hasResourceProperties('AWS::Lambda::Function', {
      Description: 'Runs Demo.Two',
      Role: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Mine'), 'Arn'] },
      LoggingConfig: Match.objectLike({ LogGroup: { Ref: Match.stringLikeRegexp('^Log') } }),
    });
    const statements = statementsOf(made);
    expect(statements.Mine).toEqual(['managed <WStepPolicy>']);
    expect(statements.MineDefaultPolicy).toEqual(['Allow logs:CreateLogStream, logs:PutLogEvents on <Log.Arn>']);
    made.hasResourceProperties('AWS::Lambda::Alias', { Name: 'live' });
    const { substitutions, role } = machineOf(made);
    expect(Object.values(substitutions)).toContainEqual({ Ref: expect.stringMatching(/Alias/) });
    expect(role).toEqual({ 'Fn::GetAtt': [expect.stringMatching(/^Machine/), 'Arn'] });
    expect(statements.MachineDefaultPolicy?.join()).toContain('lambda:InvokeFunction');
  });

  it('is a role of another stack, for several workflows: what it is granted lies with each', () => {
    const app = new App();
    const rights = new Stack(app, 'Rights');
    const roleOf = (service: string) =>
      new iam.Role(rights, service, {
        path: '/team/',
        assumedBy: new iam.ServicePrincipal(`${service}.amazonaws.com`),
      });
    const [role, ofSteps] = [roleOf('states'), roleOf('lambda')];
    const vpc = ec2.Vpc.fromVpcAttributes(rights, 'Vpc', {
      vpcId: 'v',
      availabilityZones: ['a'],
      privateSubnetIds: ['s'],
    });
    const stacks = ['a', 'b'].map((prefix) => {
      const stack = new Stack(app, prefix);
      new TaskerWorkflow(stack, 'W', {
        template,
        handlers: project.handlers,
        prefix,
        role,
        stepDefaults: { role: ofSteps, vpc },
      });
      return stack;
    });
    expect(statementsOf(Template.fromStack(rights))).toEqual({ states: [], lambda: [] });
    const names = new Set<string>();
    for (const stack of stacks) {
      const made = Template.fromStack(stack);
      const nameOf = (id: string) => ({ 'Fn::ImportValue': expect.stringMatching(`^Rights:ExportsOutputRef${id}`) });
      const [policy] = Object.values(made.findResources('AWS::IAM::ManagedPolicy'));
      expect(policy!.Properties.Roles).toEqual([nameOf('lambda')]);
      const policies = Object.values(made.findResources('AWS::IAM::Policy')).map(({ Properties }) => Properties);
      for (const { PolicyName } of policies) names.add(PolicyName);
      expect(policies.map(({ Roles }) => Roles)).toEqual(
        expect.arrayContaining([[nameOf('lambda')], [nameOf('states')]]),
      );
      expect(JSON.stringify(policies)).toMatch(/"lambda:InvokeFunction".*"ec2:|"ec2:.*"lambda:InvokeFunction"/);
      expect(machineOf(made).role).toEqual({
        'Fn::ImportValue': expect.stringMatching(/^Rights:ExportsOutputFnGetAttstates.*Arn/),
      });
      expect(stack.dependencies).toEqual([rights]);
    }
    // Policies of one name replace each other. Each stack has one for each role.
    expect(names.size).toBe(4);
  });
});
