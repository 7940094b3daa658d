import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { describe, expect, it } from 'vitest';
import { TaskerWorkflow, TemplateError } from '../../lib/constructs/index.ts';
import { makeProject, templateText, type StepText } from './support/project.ts';
import { synth } from './support/synth.ts';

const project = makeProject(['Demo::Step']);
let count = 0;

/** Warnings of an Express workflow with these steps. */
function express(...steps: readonly Omit<StepText, 'callable'>[]): readonly string[] {
  const file = `express-${count++}.yaml`;
  const text = templateText(
    { namespace: 'demo', name: 'express', version: '1.0.0' },
    steps.map((step) => ({ ...step, callable: 'Demo::Step' })),
  );
  const template = project.writeTemplate(file, text);
  const { stack } = synth(
    (scope) =>
      new TaskerWorkflow(scope, 'W', {
        template,
        handlers: project.handlers,
        stateMachineType: sfn.StateMachineType.EXPRESS,
      }),
  );
  const { metadata } = stack.node.findChild('W').node;
  return metadata.filter((entry) => entry.type === 'aws:cdk:warning').map((entry) => String(entry.data));
}

describe('a template as an Express state machine', () => {
  it('is fine when every task ends in five minutes', () => {
    expect(
      express(
        { name: 'a', more: 'timeout_seconds: 100\nretry: { max_attempts: 2, backoff: none }' },
        { name: 'b', more: 'timeout_seconds: 10' },
      ),
    ).toEqual([]);
  });

  it('is refused when a step may take longer than an execution, at the place that says so', () => {
    expect(() => express({ name: 'a' }, { name: 'b', more: 'timeout_seconds: 301' })).toThrow(TemplateError);
    expect(() => express({ name: 'a' }, { name: 'b', more: 'timeout_seconds: 301' })).toThrow(
      /:\d+:\d+: error\[express-step-too-long\]: Step "b" may take 301 seconds, but an Express execution ends after 300\.\n[\s\S]*timeout_seconds: 301/,
    );
  });

  it('is warned of when steps in a row may take longer', () => {
    const [warning, ...others] = express(
      { name: 'a', more: 'timeout_seconds: 100\nretry: { max_attempts: 2, backoff: none }' },
      { name: 'b', more: 'timeout_seconds: 50\nretry: { max_attempts: 2, backoff: none }' },
    );
    // 100 + 1 + 100, then 50 + 1 + 50.
    expect(warning).toContain('warning[express-task-too-long]: With every retry, a task could take 302 seconds');
    expect(others).toEqual([]);
  });

  it('does not add up steps that run side by side', () => {
    expect(
      express(
        { name: 'a', more: 'timeout_seconds: 20\nretry: { max_attempts: 1 }' },
        { name: 'b', after: ['a'], more: 'timeout_seconds: 250\nretry: { max_attempts: 1 }' },
        { name: 'c', after: ['a'], more: 'timeout_seconds: 250\nretry: { max_attempts: 1 }' },
      ),
    ).toEqual([]);
  });
});
