import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { App } from 'aws-cdk-lib';
import { afterAll, describe, expect, it } from 'vitest';
import { contextOptions } from '../../lib/constructs/index.ts';
import { makeProject, templateText } from './support/project.ts';

const root = resolve(import.meta.dirname, '../..');
const outputs = mkdtempSync(join(tmpdir(), 'tasker-sfn-app-'));
afterAll(() => rmSync(outputs, { recursive: true, force: true }));

/** Runs the app as the CDK CLI does. */
function runApp(context: Readonly<Record<string, string>> = {}) {
  const out = mkdtempSync(join(outputs, 'out-'));
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', 'bin/app.ts'], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, CDK_OUTDIR: out, CDK_CONTEXT_JSON: JSON.stringify(context), CDK_VALIDATION: 'true' },
  });
  return { status, output: stdout + stderr, out };
}

describe('the CDK app', () => {
  it('is what cdk.json runs', () => {
    const { app } = JSON.parse(readFileSync(join(root, 'cdk.json'), 'utf8')) as { app: string };
    expect(app).toBe('npx tsx bin/app.ts');
  });

  it('makes a stack of every template, and one of the API, that CDK finds nothing wrong with', () => {
    const { status, output, out } = runApp();
    expect(status, output).toBe(0);
    const files = readdirSync(out);
    expect(files).toContain('UserRegistration.template.json');
    expect(files).toContain('TaskerApi.template.json');
    const report = JSON.parse(readFileSync(join(out, 'validation-report.json'), 'utf8')) as {
      pluginReports: unknown[];
    };
    expect(report.pluginReports).toEqual([]);
  });

  it('fails with the code frame of a mistake, and no stack trace', () => {
    const project = makeProject(['X']);
    project.writeTemplate(
      'one.yaml',
      templateText({ namespace: 'a', name: 'b', version: '1.0.0' }, [{ name: 'x', callable: 'X', after: ['y'] }]),
    );
    const { status, output, out } = runApp({ templates: project.templates, handlers: project.handlers });
    expect(status).toBe(1);
    expect(output).toMatch(/one\.yaml:\d+:\d+: error\[unknown-dependency\].*\n\s*\|\n\s*\d+ \|/);
    expect(output).not.toMatch(/^\s+at /m);
    expect(readdirSync(out)).toEqual([]);
  });

  it('refuses a way to wait that there is not', () => {
    const { status, output, out } = runApp({ sync: 'loosely' });
    expect(status).toBe(1);
    expect(output).toContain('Error: -c sync=loosely is no way to wait. Use "barriers" or "exact".');
    expect(readdirSync(out)).toEqual([]);
  });

  it('of a new project deploys the environment of its context, as this one does', () => {
    const app = (path: string) => readFileSync(join(root, path), 'utf8');
    const call = "addTemplateStacks(app, { templates: 'templates', handlers: 'lambdas', ...contextOptions(app) });";
    for (const path of ['bin/app.ts', 'scaffold/bin/app.ts']) expect(app(path)).toContain(call);
    const { status, output, out } = runApp({ prefix: 'dev' });
    expect(status, output).toBe(0);
    const stacks = readdirSync(out).filter((name) => name.endsWith('.template.json'));
    expect(stacks.length).toBeGreaterThan(5);
    expect(stacks.filter((name) => !name.startsWith('dev--'))).toEqual([]);
  });
});

describe('the options in the context of CDK', () => {
  const of = (context: Record<string, unknown>) => contextOptions(new App({ context }));

  it('are those that are there', () => {
    const all = {
      templates: 't',
      handlers: 'h',
      environment: 'test',
      prefix: 'dev',
      durations: 'd.json',
      sync: 'exact',
    };
    expect(of({ ...all, other: 1 })).toEqual(all);
    expect(Object.keys(of({ prefix: '' }))).toEqual(['prefix']);
    expect(Object.keys(of({}))).toEqual([]);
  });

  it('are texts', () => {
    expect(() => of({ prefix: ['dev'] })).toThrow('The context "prefix" of CDK is ["dev"], but must be a text.');
    expect(() => of({ sync: '' })).toThrow('-c sync= is no way to wait.');
  });
});
