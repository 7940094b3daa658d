import { Template } from 'aws-cdk-lib/assertions';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { describe, expect, it } from 'vitest';
import { TaskerWorkflow, type TaskerWorkflowProps } from '../../lib/constructs/index.ts';
import { hasPython } from '../support/has-python.ts';
import { makeProject, templateText } from './support/project.ts';
import { synth } from './support/synth.ts';

const project = makeProject(['Charge']);
mkdirSync(project.handlers, { recursive: true });
writeFileSync(
  join(project.handlers, 'ship.py'),
  'from tasker_core.step_handler import step_handler\n\n@step_handler("Ship")\ndef ship():\n    return {}\n',
);
const file = project.writeTemplate(
  'orders.yaml',
  templateText({ namespace: 'shop', name: 'orders', version: '1.0.0' }, [
    { name: 'charge', callable: 'Charge' },
    { name: 'ship', callable: 'Ship' },
  ]),
);

function functions(props: Partial<TaskerWorkflowProps> = {}) {
  const { template } = synth((stack) => {
    new TaskerWorkflow(stack, 'Workflow', { template: file, handlers: project.handlers, ...props });
  });
  const found = Object.values(Template.fromJSON(template.toJSON()).findResources('AWS::Lambda::Function'));
  return new Map(
    found.map(({ Properties }) => [
      String((Properties as { Description: string }).Description),
      Properties as { Runtime: string; Handler: string; Environment?: { Variables: Record<string, unknown> } },
    ]),
  );
}

describe.skipIf(!hasPython)('a handler in Python', () => {
  it('is deployed for its own runtime, beside those in TypeScript', () => {
    const made = functions();
    expect(made.get('Runs Ship')).toMatchObject({ Runtime: 'python3.13', Handler: 'index.handler' });
    expect(made.get('Runs Ship')!.Environment?.Variables ?? {}).not.toHaveProperty('NODE_OPTIONS');
    expect(made.get('Runs Charge')).toMatchObject({ Runtime: 'nodejs22.x', Handler: 'index.handler' });
    expect(made.get('Runs Charge')!.Environment!.Variables).toHaveProperty('NODE_OPTIONS');
  });

  it('keeps its runtime where the props name one of another language', () => {
    const made = functions({ stepDefaults: { runtime: lambda.Runtime.NODEJS_24_X } });
    expect(made.get('Runs Ship')!.Runtime).toBe('python3.13');
    expect(made.get('Runs Charge')!.Runtime).toBe('nodejs24.x');
  });
});
