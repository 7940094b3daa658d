import { NestedStack, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { AwsSolutionsChecks } from 'cdk-nag';
import { beforeAll, describe, expect, it } from 'vitest';
import type { CalledFunction } from '../../lib/constructs/functions/called-function.ts';
import { nameFunctions, placeFunctions } from '../../lib/constructs/functions/place-functions.ts';
import { allowCalls } from '../../lib/constructs/workflow/allow-calls.ts';
import { createDashboard } from '../../lib/constructs/operations/dashboard.ts';
import { TaskerWorkflow } from '../../lib/constructs/index.ts';
import { makeProject, type Project, templateText } from './support/project.ts';
import { statementsOf } from './support/statements.ts';
import { synth, type Synthesised } from './support/synth.ts';

const callables = Array.from({ length: 200 }, (_, index) => `Big::H${index}`);
const identity = { namespace: 'big', name: 'big', version: '1.0.0' };
let project: Project;

/** A workflow with so many handlers: one step first, all others after it. */
function big(count: number): Synthesised {
  const steps = callables
    .slice(0, count)
    .map((callable, index) => ({ name: `s${index}`, callable, after: index === 0 ? [] : ['s0'] }));
  const template = project.writeTemplate(`big-${count}.yaml`, templateText(identity, steps));
  return synth((scope) => new TaskerWorkflow(scope, 'W', { template, handlers: project.handlers }));
}

beforeAll(() => {
  project = makeProject(callables);
});

describe('a workflow with 200 handlers', () => {
  let made: Synthesised;
  let templates: readonly Template[];
  beforeAll(() => {
    made = big(200);
    const nested = made.stack.node.findAll().filter((each) => NestedStack.isNestedStack(each));
    templates = [made.stack, ...nested].map((stack) => Template.fromStack(stack));
  });

  it('keeps every stack below the 500 resources that CloudFormation allows', () => {
    for (const template of templates) expect(countOf(template, 'Resources')).toBeLessThan(500);
    const functions = templates.map((template) => Object.keys(template.findResources('AWS::Lambda::Function')).length);
    expect(functions.reduce((sum, each) => sum + each, 0)).toBe(200);
  });

  it('keeps policies, parameters and outputs within their limits', () => {
    for (const template of templates) {
      expect(countOf(template, 'Parameters')).toBeLessThan(200);
      expect(countOf(template, 'Outputs')).toBeLessThan(200);
      for (const [policy, statements] of Object.entries(statementsOf(template))) {
        // An ARN of a function has some 120 characters, and a managed policy may have 6,144.
        expect(statements.join().match(/<[^>]+\.Arn>/g)?.length ?? 0, policy).toBeLessThan(50);
      }
    }
  });

  it('passes the AwsSolutions rules', () => {
    expect(new AwsSolutionsChecks().validateScope(made.app).violations).toEqual([]);
  });
});

describe('the place of a function', () => {
  it('is the one stack while all fit', () => {
    const template = big(75).template;
    expect(template.findResources('AWS::CloudFormation::Stack')).toEqual({});
    expect(countOf(template, 'Resources')).toBeLessThan(400);
  });

  it('depends on its key alone when they do not, so that adding a step moves no other', () => {
    const placesOf = (count: number) => {
      const place = placeFunctions(new Stack(), count);
      return callables.slice(0, 100).map((callable) => place(callable).node.id);
    };
    expect(placesOf(101)).toEqual(placesOf(200));
    expect(new Set(placesOf(101)).size).toBe(8);
  });
});

describe('so many functions that no role has room for their ARNs', () => {
  const count = 1000;
  const names = nameFunctions('dev--a_namespace-with_a_long_name-1_0_0', count)!;

  it('have names of the workflow, by which they may be called', () => {
    expect(nameFunctions('big-big-1_0_0', 250)).toBeUndefined();
    const all = callables.map((callable) => names.nameOf(callable.replaceAll(':', '')));
    expect(new Set(all).size).toBe(all.length);
    for (const name of all) {
      expect(name).toMatch(/^[A-Za-z0-9_-]{1,64}$/);
      expect(name.startsWith(names.beginning)).toBe(true);
    }
    expect(names.beginning).not.toBe(nameFunctions('dev--a_namespace-with_a_long_name-1_0_1', count)!.beginning);
  });

  it('are spread so that every stack holds its own', () => {
    const place = placeFunctions(new Stack(), 5000);
    const counts = new Map<string, number>();
    for (let index = 0; index < 5000; index += 1) {
      const { id } = place(`BigH${index}`).node;
      counts.set(id, (counts.get(id) ?? 0) + 1);
    }
    // Four resources each, with its role and its alarm.
    expect(Math.max(...counts.values()) * 4).toBeLessThan(490);
  });

  it('are not all in the graphs of the dashboard, which would have no room', () => {
    const { template } = synth((stack) => {
      const machine = sfn.StateMachine.fromStateMachineName(stack, 'M', 'm') as sfn.StateMachine;
      const functions = Array.from({ length: 600 }, (_, index) => ({
        function: lambda.Function.fromFunctionName(stack, `F${index}`, `f${index}`),
        plan: { steps: [{ name: { value: `s${index}` } }] },
      }));
      createDashboard(stack, machine, functions as unknown as readonly CalledFunction[]);
    });
    const [{ Properties }] = Object.values(template.findResources('AWS::CloudWatch::Dashboard')) as [
      { readonly Properties: object },
    ];
    const body = JSON.stringify(Properties);
    expect(body).toContain('Runs of steps, the first 200');
    expect(body.match(/Invocations/g)).toHaveLength(200);
  });

  it('are granted once, in the policy of the state machine', () => {
    const { template } = synth((stack) => {
      const role = new iam.Role(stack, 'R', { assumedBy: new iam.ServicePrincipal('states.amazonaws.com') });
      const definitionBody = sfn.DefinitionBody.fromString('{}');
      const machine = new sfn.StateMachine(stack, 'M', { definitionBody, role });
      const callableArn = `arn:aws:lambda:eu-central-1:123456789012:function:${names.beginning}*`;
      const functions = ['A', 'B', 'C'].map((key) => ({
        scope: new NestedStack(stack, key),
        callableArn,
        calledArn: key,
      }));
      allowCalls(machine, functions as unknown as readonly CalledFunction[], 'P');
    });
    expect(Object.values(statementsOf(template)).flat()).toEqual([
      `Allow lambda:InvokeFunction on arn:aws:lambda:eu-central-1:123456789012:function:${names.beginning}*`,
    ]);
  });
});

describe('a definition that is too large for a CloudFormation template', () => {
  it('lies beside it', () => {
    const steps = Array.from({ length: 200 }, (_, index) => ({
      name: `s${index}`,
      callable: 'Big::H0',
      after: index === 0 ? [] : ['s0'],
      more: `description: ${'long '.repeat(400)}`,
    }));
    const template = project.writeTemplate('long.yaml', templateText({ ...identity, name: 'long' }, steps));
    const { template: synthesised } = synth(
      (scope) => new TaskerWorkflow(scope, 'W', { template, handlers: project.handlers }),
    );
    synthesised.hasResourceProperties('AWS::StepFunctions::StateMachine', {
      DefinitionS3Location: {},
      DefinitionSubstitutions: {},
    });
    expect(JSON.stringify(synthesised.toJSON()).length).toBeLessThan(100_000);
  });
});

function countOf(template: Template, section: string): number {
  return Object.keys((template.toJSON() as Record<string, object | undefined>)[section] ?? {}).length;
}
