import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, inject, it, onTestFinished } from 'vitest';
import { debuggerEnvironment } from '../support/debugger/environment.ts';
import { hasPython } from '../support/has-python.ts';
import { hasRuby } from '../support/has-ruby.ts';
import { npmInstall } from './support/install-package.ts';
import { run } from './support/run.ts';

const root = join(inject('project'), '../new-projects');
const tools = join(root, 'tools');
const taskerSfn = join(inject('project'), 'node_modules/tasker-sfn/dist/bin/tasker-sfn.js');

/** Makes a project, and installs what it needs with a package manager. */
function init(packageManager: string, folder = packageManager, ...flags: readonly string[]): string {
  const args = ['--package-manager', packageManager, '--tasker-sfn', `file:${inject('tarball')}`, ...flags];
  run(root, process.execPath, taskerSfn, 'init', folder, ...args);
  return join(root, folder);
}

/** What `launch.json` says. */
interface Launch {
  readonly configurations: readonly {
    readonly name: string;
    readonly program: string;
    readonly args: readonly string[];
  }[];
}

/** Starts the script `dev` on ports that are free, until it has said where it listens; ends it with the test. */
async function dev(folder: string, manager = 'npm'): Promise<string> {
  const flags = ['--port', '0', '--lambda-port', '0'];
  const child = spawn(manager, ['run', 'dev', ...(manager === 'npm' ? ['--'] : []), ...flags], {
    cwd: folder,
    detached: true,
  });
  onTestFinished(() => void process.kill(-(child.pid ?? 0)));
  let told = '';
  for await (const chunk of child.stdout) {
    told += String(chunk);
    if (told.includes('Press Ctrl-C')) return told;
  }
  throw new Error(`${manager} run dev has ended: ${told}`);
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

  it('stops at breakpoints in its handlers, as VS Code starts it', () => {
    const folder = realpathSync(join(root, 'npm'));
    const { configurations } = JSON.parse(readFileSync(join(folder, '.vscode/launch.json'), 'utf8')) as Launch;
    const file = join(folder, 'lambdas/shop/charge-card-handler.ts');
    const line =
      readFileSync(file, 'utf8')
        .split('\n')
        .findIndex((text) => text.includes('return this.success')) + 1;
    const launch = (name: string) => {
      const { program, args } = configurations.find((each) => each.name === name) ?? { program: '', args: [] };
      const [start, ...rest] = [program, ...args].map((text) =>
        text.replace('${workspaceFolder}', folder).replace('${relativeFile}', 'test/shop/order.test.ts'),
      );
      const out = join(folder, 'node_modules/.cache', `${name}.txt`);
      const breakpoint = { file, line, expression: 'amount', pauseMs: 500, out };
      const env = { ...process.env, ...debuggerEnvironment(breakpoint) };
      const { stderr, status } = spawnSync(process.execPath, [start ?? '', ...rest], {
        cwd: folder,
        env,
        encoding: 'utf8',
      });
      expect(status, stderr).toBe(0);
      return readFileSync(out, 'utf8').trim().split('\n');
    };
    const stop = JSON.stringify({ source: pathToFileURL(file).href, line, value: 3000 });
    expect(launch('Run the order template')).toEqual([stop]);
    expect(launch('Test the file that is open')).toContain(stop);
  });

  it.for(['pnpm', 'yarn'])('is tested, served and synthesized with %s', async (manager, { skip }) => {
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
    expect(await dev(folder, manager)).toContain('REST API');
    run(folder, manager, 'run', 'synth');
    const template = readFileSync(join(folder, 'cdk.out/Order.template.json'), 'utf8');
    expect(template).toContain('AWS::StepFunctions::StateMachine');
  });

  it.skipIf(!hasPython)('has handlers in Python, which are tested, checked and synthesized', () => {
    const folder = init('npm', 'snakes', '--language', 'python');
    const told = run(folder, 'npm', 'test');
    expect(told).toMatch(/Tests .*4 passed/);
    run(folder, 'npm', 'run', 'check');
    run(folder, 'npx', 'cdk', 'synth', '--quiet');
    expect(readFileSync(join(folder, 'cdk.out/Order.template.json'), 'utf8')).toContain('"python3.13"');
  });

  it.skipIf(!hasRuby)('has handlers in Ruby, which are tested, checked and synthesized', () => {
    const folder = init('npm', 'rubies', '--language', 'ruby');
    expect(run(folder, 'npm', 'test')).toMatch(/Tests .*4 passed/);
    run(folder, 'npm', 'run', 'check');
    run(folder, 'npx', 'cdk', 'synth', '--quiet');
    expect(readFileSync(join(folder, 'cdk.out/Order.template.json'), 'utf8')).toContain('"ruby3.4"');
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
