import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, inject, it, onTestFinished } from 'vitest';
import { npmInstall } from './support/install-package.ts';
import { run } from './support/run.ts';

const root = join(inject('project'), '../new-projects');
const tools = join(root, 'tools');
const taskerSfn = join(inject('project'), 'node_modules/tasker-sfn/dist/bin/tasker-sfn.js');

/** Makes a project, and installs what it needs with a package manager. */
function init(packageManager: string): string {
  const args = ['--package-manager', packageManager, '--tasker-sfn', `file:${inject('tarball')}`];
  run(root, process.execPath, taskerSfn, 'init', packageManager, ...args);
  return join(root, packageManager);
}

/** Starts `npm run dev` on ports that are free, until it has said where it listens; ends it with the test. */
async function dev(folder: string): Promise<string> {
  const child = spawn('npm', ['run', 'dev', '--', '--port', '0', '--lambda-port', '0'], {
    cwd: folder,
    detached: true,
  });
  onTestFinished(() => void process.kill(-(child.pid ?? 0)));
  let told = '';
  for await (const chunk of child.stdout) {
    told += String(chunk);
    if (told.includes('Press Ctrl-C')) return told;
  }
  throw new Error(`npm run dev has ended: ${told}`);
}

describe('a new project', () => {
  beforeAll(() => {
    mkdirSync(tools, { recursive: true });
    npmInstall(tools, ['pnpm@10.34.8', 'yarn@1.22.22']);
    process.env['PATH'] = `${join(tools, 'node_modules/.bin')}:${process.env['PATH'] ?? ''}`;
  });

  it('is tested, checked, served and synthesized with npm', async () => {
    const folder = init('npm');
    expect(run(folder, 'npm', 'test')).toMatch(/Tests .*8 passed/);
    run(folder, 'npm', 'run', 'check');
    run(folder, 'npx', 'cdk', 'synth', '--quiet');
    expect(existsSync(join(folder, 'cdk.out/Order.template.json'))).toBe(true);

    const url = /REST API +(\S+)\/v1\/tasks/.exec(await dev(folder))?.[1] ?? '';
    const context = { items: [{ sku: 'book', quantity: 1 }], card: 'visa' };
    const response = await fetch(`${url}/v1/tasks`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({
        ...{ namespace: 'shop', name: 'order', version: '1.0.0', context },
        ...{ initiator: 'me', source_system: 'test', reason: 'try it' },
      }),
    });
    expect(response.status).toBe(201);
  });

  it.for(['pnpm', 'yarn'])('is tested and synthesized with %s', (manager, { skip }) => {
    let folder = '';
    try {
      folder = init(manager);
    } catch (error) {
      // Yarn asks a registry of its own, which may lack what npm's has.
      if (/Couldn't find any versions for/.test((error as Error).message))
        skip(`The registry of ${manager} lacks a dependency.`);
      throw error;
    }
    run(folder, manager, 'test');
    run(folder, manager, 'run', 'synth');
    const template = readFileSync(join(folder, 'cdk.out/Order.template.json'), 'utf8');
    expect(template).toContain('AWS::StepFunctions::StateMachine');
  });

  it('grows by a template, and by the handlers that it lacks with their tests', () => {
    const folder = join(root, 'npm');
    const steps = [
      '  - { name: check, handler: { callable: Shop::CheckHandler } }',
      '  - { name: refund, dependencies: [check], handler: { callable: Shop::RefundHandler } }',
    ];
    const head = ['name: refund', 'namespace_name: shop', 'version: 1.0.0', 'steps:'];
    writeFileSync(join(folder, 'templates/shop/refund.yaml'), [...head, ...steps, ''].join('\n'));
    run(folder, 'npx', '--no-install', 'tasker-sfn', 'new', 'handler', '--for', 'templates/shop/refund.yaml');
    expect(run(folder, 'npm', 'test')).toMatch(/Tests .*10 passed/);
    run(folder, 'npm', 'run', 'check');
  });
});
