import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as events from 'aws-cdk-lib/aws-events';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { AwsSolutionsChecks } from 'cdk-nag';
import { describe, expect, it } from 'vitest';
import { addTemplateStacks, TaskerWorkflow, type TaskerWorkflowProps } from '../../lib/constructs/index.ts';
import { makeProject, templateText } from './support/project.ts';
import { statementsOf } from './support/statements.ts';
import { synth } from './support/synth.ts';

const project = makeProject(['Charge', 'Ship']);
const eventOf = (mode: string) =>
  `publishes_events: [{ name: order.done, description: d, schema: { type: object }, delivery_mode: ${mode} }]`;

function template(name: string, mode?: string): string {
  const steps = [
    { name: 'charge', callable: 'Charge', ...(mode !== undefined && { more: eventOf(mode) }) },
    { name: 'ship', callable: 'Ship' },
  ];
  return project.writeTemplate(`${name}.yaml`, templateText({ namespace: 'shop', name, version: '1.0.0' }, steps));
}

const durable = template('orders', 'durable');
const fast = template('quick', 'fast');
const silent = template('silent');

function workflow(
  file: string,
  props: Partial<TaskerWorkflowProps> = {},
  then: (made: TaskerWorkflow) => void = () => {},
) {
  const make = (stack: Stack) =>
    then(new TaskerWorkflow(stack, 'Workflow', { template: file, handlers: project.handlers, ...props }));
  return synth(make).template;
}

/** How many metrics count events that nobody has received. */
function eventErrorsIn(made: Template): number {
  return Object.keys(
    made.findResources('AWS::Logs::MetricFilter', {
      Properties: { FilterPattern: Match.stringLikeRegexp('event_errors') },
    }),
  ).length;
}

const BUS = { 'Fn::GetAtt': [Match.stringLikeRegexp('^TaskerEvents'), 'Arn'] };

describe('a workflow whose steps publish events', () => {
  it('has a bus, which the functions of these steps alone may write to', () => {
    const made = workflow(durable);
    made.resourceCountIs('AWS::Events::EventBus', 1);
    const variables = Object.values(made.findResources('AWS::Lambda::Function')).map(
      ({ Properties }) => (Properties as { Environment: { Variables: Record<string, unknown> } }).Environment.Variables,
    );
    expect(variables.filter((each) => 'TASKER_SFN_EVENT_BUS' in each)).toHaveLength(1);
    made.hasResourceProperties('AWS::Lambda::Function', {
      Description: 'Runs Charge',
      Environment: { Variables: Match.objectLike({ TASKER_SFN_EVENT_BUS: BUS }) },
    });
    const puts = Object.values(statementsOf(made))
      .flat()
      .filter((each) => each.includes('events:'));
    expect(puts).toEqual([expect.stringMatching(/^Allow events:PutEvents on .*TaskerEvents/)]);
    made.hasOutput('*', { Value: { Ref: Match.stringLikeRegexp('^TaskerEvents') } });
  });

  it('counts the events that could not be published, and warns of them', () => {
    const made = workflow(durable);
    made.hasResourceProperties('AWS::Logs::MetricFilter', {
      FilterPattern: '{ $.event_errors > 0 }',
      MetricTransformations: [
        { MetricName: 'EventErrors-shop-orders-1_0_0', MetricNamespace: 'Tasker', MetricValue: '$.event_errors' },
      ],
    });
    made.hasResourceProperties('AWS::CloudWatch::Alarm', { MetricName: 'EventErrors-shop-orders-1_0_0', Threshold: 1 });
  });

  it('needs no bus for events that stay within the function', () => {
    const made = workflow(fast);
    made.resourceCountIs('AWS::Events::EventBus', 0);
    expect(eventErrorsIn(made)).toBe(1);
  });

  it('takes a bus of yours', () => {
    const made = synth((stack) => {
      const eventBus = new events.EventBus(stack, 'Mine');
      const own = new TaskerWorkflow(stack, 'Workflow', { template: durable, handlers: project.handlers, eventBus });
      expect(own.eventBus).toBe(eventBus);
    }).template;
    made.resourceCountIs('AWS::Events::EventBus', 1);
  });

  it('keeps to the AwsSolutions rules of cdk-nag', () => {
    const { app } = synth(
      (stack) => new TaskerWorkflow(stack, 'Workflow', { template: durable, handlers: project.handlers }),
    );
    expect(new AwsSolutionsChecks().validateScope(app).violations).toEqual([]);
  });
});

it('a workflow without events has none of it', () => {
  const made = workflow(silent, {}, ({ eventBus }) => expect(eventBus).toBeUndefined());
  made.resourceCountIs('AWS::Events::EventBus', 0);
  expect(eventErrorsIn(made)).toBe(0);
});

it('addTemplateStacks makes one bus for all, in a stack that is deployed first', () => {
  const app = new App();
  const { workflows } = addTemplateStacks(app, {
    templates: project.templates,
    handlers: project.handlers,
    prefix: 'dev',
    api: false,
  });
  const bus = app.node.findChild('dev--TaskerEvents') as Stack;
  Template.fromStack(bus).hasResourceProperties('AWS::Events::EventBus', { Name: 'dev--tasker-events' });
  const users = workflows.map((each) => Stack.of(each)).filter((stack) => stack.dependencies.includes(bus));
  expect(users.map((stack) => stack.node.id)).toEqual(['dev--Orders']);
  const template = JSON.stringify(Template.fromStack(users[0]!).toJSON());
  expect(template).toContain(':event-bus/dev--tasker-events');
  expect(template).not.toContain('Fn::ImportValue');
});

describe('a step that runs a function of yours', () => {
  it('publishes nothing: the machine tells such a function nothing, and there is no bus for it', () => {
    const failing = project.writeTemplate(
      'lost.yaml',
      templateText({ namespace: 'shop', name: 'lost', version: '1.0.0' }, [
        { name: 'charge', callable: 'Charge', more: eventOf('durable, condition: failure') },
      ]),
    );
    const machineOf = (made: Template) => JSON.stringify(made.findResources('AWS::StepFunctions::StateMachine'));
    expect(machineOf(workflow(failing))).toContain('charge: publish');
    const own = synth((stack) => {
      const mine = lambda.Function.fromFunctionName(stack, 'Mine', 'mine');
      const steps = { charge: { function: mine } };
      new TaskerWorkflow(stack, 'Workflow', { template: failing, handlers: project.handlers, steps });
    }).template;
    expect(machineOf(own)).not.toContain('charge: publish');
    own.resourceCountIs('AWS::Events::EventBus', 0);
  });
});
