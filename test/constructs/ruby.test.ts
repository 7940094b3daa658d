import { Template } from 'aws-cdk-lib/assertions';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { describe, expect, it } from 'vitest';
import { TaskerWorkflow, type TaskerWorkflowProps } from '../../lib/constructs/index.ts';
import { hasRuby } from '../support/has-ruby.ts';
import { makeProject, templateText } from './support/project.ts';
import { synth } from './support/synth.ts';

const project = makeProject(['Charge']);
mkdirSync(project.handlers, { recursive: true });
writeFileSync(
  join(project.handlers, 'ship.rb'),
  "require 'tasker_core'\n\nclass Ship < TaskerCore::StepHandler::Base\n  def call(_) = success(result: {})\nend\n",
);
const file = project.writeTemplate(
  'orders.yaml',
  templateText({ namespace: 'shop', name: 'orders', version: '1.0.0' }, [
    { name: 'charge', callable: 'Charge' },
    { name: 'ship', callable: 'Ship' },
  ]),
);

function runtimes(props: Partial<TaskerWorkflowProps> = {}) {
  const { template } = synth((stack) => {
    new TaskerWorkflow(stack, 'Workflow', { template: file, handlers: project.handlers, ...props });
  });
  const found = Object.values(Template.fromJSON(template.toJSON()).findResources('AWS::Lambda::Function'));
  return new Map(
    found.map(({ Properties }) => {
      const { Description, Runtime, Handler } = Properties as Record<string, string>;
      return [Description, `${Runtime} ${Handler}`];
    }),
  );
}

describe.skipIf(!hasRuby)('a handler in Ruby', () => {
  it('is deployed for its own runtime, beside those in TypeScript', () => {
    const made = runtimes();
    expect(made.get('Runs Ship')).toBe('ruby3.4 index.handler');
    expect(made.get('Runs Charge')).toBe('nodejs22.x index.handler');
  });

  it('keeps its runtime where the props name one of another language, and takes its own', () => {
    expect(runtimes({ stepDefaults: { runtime: lambda.Runtime.NODEJS_24_X } }).get('Runs Ship')).toContain('ruby3.4');
    const own = { ship: { runtime: new lambda.Runtime('ruby3.4', lambda.RuntimeFamily.RUBY) } };
    expect(runtimes({ steps: own }).get('Runs Ship')).toContain('ruby3.4');
  });
});
