import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { resolveFromApp } from '../../lib/constructs/workflow/resolve-from-app.ts';
import { makeProject, templateText } from './support/project.ts';

const lib = resolve(import.meta.dirname, '../../lib/constructs/index.ts');

describe('a TemplateError that nobody catches', () => {
  it('is the diagnostics alone', () => {
    const project = makeProject(['X']);
    const steps = [{ name: 'x', callable: 'X', after: ['y'] }];
    const template = project.writeTemplate(
      'a.yaml',
      templateText({ namespace: 'n', name: 'a', version: '1.0.0' }, steps),
    );
    const app = join(project.root, 'app.ts');
    writeFileSync(
      app,
      `import { App, Stack } from 'aws-cdk-lib';
       import { TaskerWorkflow } from ${JSON.stringify(lib)};
       new TaskerWorkflow(new Stack(new App(), 'S'), 'W', { template: ${JSON.stringify(template)}, handlers: 'none' });`,
    );
    const { stderr, status } = spawnSync(process.execPath, ['--import', import.meta.resolve('tsx'), app], {
      encoding: 'utf8',
      cwd: process.cwd(),
    });
    expect(status).toBe(1);
    expect(stderr).toMatch(/\na\.yaml|a\.yaml:\d+:\d+: error\[unknown-dependency\]/);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(stderr).not.toContain('diagnostics:');
    expect(stderr.split('\n').length).toBeLessThan(20);
  });
});

describe('resolveFromApp', () => {
  it('takes a path from where the app is: the working directory, or the folder of cdk.json above it', () => {
    const root = realpathSync(mkdtempSync(join(tmpdir(), 'tasker-sfn-app-')));
    onTestFinished(() => rmSync(root, { recursive: true }));
    for (const folder of ['infra/templates', 'infra/src/deep', 'infra/src/handlers']) {
      mkdirSync(join(root, folder), { recursive: true });
    }
    writeFileSync(join(root, 'infra/cdk.json'), '{}');
    const before = process.cwd();
    onTestFinished(() => process.chdir(before));
    process.chdir(join(root, 'infra'));
    expect(resolveFromApp('templates')).toBe('templates');
    process.chdir(join(root, 'infra/src'));
    expect(resolveFromApp('templates')).toBe('../templates');
    expect(resolveFromApp('handlers')).toBe('handlers');
    expect(resolveFromApp('nowhere')).toBe('nowhere');
    expect(resolveFromApp(join(root, 'infra/templates'))).toBe(join(root, 'infra/templates'));
  });
});
