import { Template } from 'aws-cdk-lib/assertions';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { describe, expect, it } from 'vitest';
import { TaskerWorkflow, type TaskerWorkflowProps } from '../../lib/constructs/index.ts';
import { OTHER_LANGUAGES } from '../support/other-languages.ts';
import { makeProject, templateText } from './support/project.ts';
import { synth } from './support/synth.ts';

const FAMILIES = { python: lambda.RuntimeFamily.PYTHON, ruby: lambda.RuntimeFamily.RUBY };

describe.each(OTHER_LANGUAGES.filter(({ isHere }) => isHere))('a handler in $title', (the) => {
  const project = makeProject(['Pay']);
  mkdirSync(project.handlers, { recursive: true });
  writeFileSync(join(project.handlers, `charge.${the.extension}`), the.charge);
  const template = project.writeTemplate(
    'orders.yaml',
    templateText({ namespace: 'shop', name: 'orders', version: '1.0.0' }, [
      { name: 'pay', callable: 'Pay' },
      { name: 'charge', callable: 'Shop::Charge' },
    ]),
  );

  function functions(props: Partial<TaskerWorkflowProps> = {}) {
    const { template: made } = synth((stack) => {
      new TaskerWorkflow(stack, 'Workflow', { template, handlers: project.handlers, ...props });
    });
    const found = Object.values(Template.fromJSON(made.toJSON()).findResources('AWS::Lambda::Function'));
    const named = new Map(
      found.map(({ Properties }) => [
        String((Properties as { Description: string }).Description),
        Properties as { Runtime: string; Handler: string; Environment?: { Variables: Record<string, unknown> } },
      ]),
    );
    return { own: named.get('Runs Shop.Charge')!, beside: named.get('Runs Pay')! };
  }

  it('is deployed for its own runtime, beside those in TypeScript', () => {
    const { own, beside } = functions();
    expect(own).toMatchObject({ Runtime: the.runtime, Handler: 'index.handler' });
    expect(own.Environment?.Variables ?? {}).not.toHaveProperty('NODE_OPTIONS');
    expect(beside).toMatchObject({ Runtime: 'nodejs22.x', Handler: 'index.handler' });
    expect(beside.Environment!.Variables).toHaveProperty('NODE_OPTIONS');
  });

  it('keeps its runtime where the props name one of another language, and takes one of its own', () => {
    const { own, beside } = functions({ stepDefaults: { runtime: lambda.Runtime.NODEJS_24_X } });
    expect([own.Runtime, beside.Runtime]).toEqual([the.runtime, 'nodejs24.x']);
    const withOwn = (name: string) =>
      functions({ steps: { charge: { runtime: new lambda.Runtime(name, FAMILIES[the.language]) } } });
    expect(withOwn(the.runtime).own.Runtime).toBe(the.runtime);
    expect(() => withOwn(`${the.language}2.7`)).toThrow(`"runtime" is "${the.language}2.7", but`);
  });
});
