import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
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
  it('refuses a way to wait that there is not, in one line', () => {
    const { status, output, out } = runApp({ sync: 'loosely' });
    expect(status).toBe(1);
    expect(output.trim()).toBe('-c sync=loosely is no way to wait. Use "barriers" or "exact".');
    expect(readdirSync(out)).toEqual([]);
  });
});
