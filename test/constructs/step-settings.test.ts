import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Duration, Stack } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it, onTestFinished } from 'vitest';
import { TaskerWorkflow, type TaskerWorkflowProps } from '../../lib/constructs/index.ts';
import { makeProject, templateText } from './support/project.ts';
import { synth } from './support/synth.ts';

const project = makeProject(['Demo::Shared', 'Demo::Other']);
const template = project.writeTemplate(
  'shared.yaml',
  templateText({ namespace: 'demo', name: 'shared', version: '1.0.0' }, [
    { name: 'first', callable: 'Demo::Shared', more: 'timeout_seconds: 20' },
    { name: 'second', callable: 'Demo.Shared', more: 'timeout_seconds: 45' },
    { name: 'third', callable: 'Demo::Other', more: 'timeout_seconds: 4000' },
  ]),
);

function workflow(props: Partial<TaskerWorkflowProps> = {}, then: (made: TaskerWorkflow) => void = () => {}) {
  return synth((stack) => {
    then(new TaskerWorkflow(stack, 'W', { template, handlers: project.handlers, ...props }));
  }).template;
}

describe('steps that share a handler', () => {
  it('share a function, which may run as long as the longest of them', () => {
    const synthesised = workflow({}, (made) => {
      expect(made.stepFunction('first')).toBe(made.stepFunction('second'));
      expect(made.stepFunction('third')).not.toBe(made.stepFunction('first'));
    });
    synthesised.resourceCountIs('AWS::Lambda::Function', 2);
    synthesised.hasResourceProperties('AWS::Lambda::Function', { Description: 'Runs Demo.Shared', Timeout: 45 });
  });

  it('take settings from one of them only', () => {
    const timeout = Duration.seconds(7);
    workflow({ steps: { second: { timeout, memorySize: 512 } } }).hasResourceProperties('AWS::Lambda::Function', {
      Description: 'Runs Demo.Shared',
      MemorySize: 512,
      // The first step still has the 20 seconds of the template.
      Timeout: 20,
    });
    expect(() => workflow({ steps: { first: { timeout }, second: { timeout } } })).toThrow(
      'The steps "first" and "second" share the handler Demo.Shared, and so one function.',
    );
  });
});

describe('a step that may take longer than Lambda', () => {
  it('has a function that runs as long as Lambda allows, and a warning', () => {
    const { stack, template: synthesised } = synth(
      (scope) => new TaskerWorkflow(scope, 'W', { template, handlers: project.handlers }),
    );
    synthesised.hasResourceProperties('AWS::Lambda::Function', { Description: 'Runs Demo.Other', Timeout: 900 });
    const warnings = stack.node.findChild('W').node.metadata.filter((entry) => entry.type === 'aws:cdk:warning');
    expect(warnings.map((entry) => String(entry.data))).toEqual([
      expect.stringMatching(/shared\.yaml:\d+:\d+: warning\[timeout-exceeds-lambda\]/),
    ]);
  });
});

describe('the environments of a template', () => {
  it('apply where they are asked for', () => {
    const file = project.writeTemplate(
      'environments.yaml',
      templateText(
        { namespace: 'demo', name: 'environments', version: '1.0.0' },
        [{ name: 'only', callable: 'Demo::Other', more: 'timeout_seconds: 10' }],
        'environments: { production: { steps: [{ name: only, timeout_seconds: 99 }] } }',
      ),
    );
    workflow({ template: file }).hasResourceProperties('AWS::Lambda::Function', { Timeout: 10 });
    workflow({ template: file, environment: 'production' }).hasResourceProperties('AWS::Lambda::Function', {
      Timeout: 99,
    });
  });
});

describe('the code of functions', () => {
  it('is the same asset as long as the handlers stay the same', () => {
    const keys = () =>
      Object.values(workflow().findResources('AWS::Lambda::Function')).map(
        (each) => (each as { Properties: { Code: { S3Key: string } } }).Properties.Code.S3Key,
      );
    const first = keys();
    expect(keys()).toEqual(first);
    expect(new Set(first).size).toBe(2);
    workflow().hasResourceProperties('AWS::Lambda::Function', {
      Code: { S3Key: Match.stringLikeRegexp('^[0-9a-f]{64}\\.zip$') },
    });
  });
});

describe('what is bundled', () => {
  it('is what the props say: other loaders, packages of a layer, files beside the handler', () => {
    const bundled = makeProject([]);
    writeFileSync(join(bundled.root, 'page.html'), '<p>hello</p>');
    writeFileSync(join(bundled.handlers, 'rates.json'), '{}');
    writeFileSync(
      join(bundled.handlers, 'page.ts'),
      `import { defineHandler } from '@tasker-systems/tasker';
       import page from '../page.html';
       import layer from 'from-a-layer';
       export const Page = defineHandler('Page', {}, () => ({ page, layer }));`,
    );
    const file = bundled.writeTemplate(
      'page.yaml',
      templateText({ namespace: 'demo', name: 'page', version: '1.0.0' }, [{ name: 'only', callable: 'Page' }]),
    );
    const bundling = { loader: { '.html': 'text' }, external: ['from-a-layer'], files: ['rates.json'] } as const;
    const outdir = mkdtempSync(join(tmpdir(), 'tasker-sfn-bundling-'));
    onTestFinished(() => rmSync(outdir, { recursive: true, force: true }));
    const app = new App({ outdir });
    const stack = new Stack(app, 'S');
    new TaskerWorkflow(stack, 'W', { template: file, handlers: bundled.handlers, bundling });
    app.synth();
    const assets = readdirSync(outdir, { recursive: true, encoding: 'utf8' });
    const [code] = assets.filter((path) => /^asset[^/]*\/index\.m?js$/.test(path));
    const text = readFileSync(join(outdir, code!), 'utf8');
    expect(text).toContain('<p>hello</p>');
    expect(text).toMatch(/from ?"from-a-layer"/);
    expect(assets.some((path) => path.endsWith('rates.json'))).toBe(true);
  });
});
