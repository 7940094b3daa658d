import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { npmInstall } from './support/install-package.ts';
import { run } from './support/run.ts';

const root = resolve(import.meta.dirname, '../..');
const project = inject('project');
const typeCheck = (folder: string) =>
  run(project, process.execPath, 'node_modules/typescript/bin/tsc', '-p', join(folder, 'tsconfig.json'));

/** What a user's TypeScript is told, in a project as `tsc --init` makes it today. */
const STRICT = {
  module: 'nodenext',
  target: 'esnext',
  strict: true,
  skipLibCheck: true,
  noEmit: true,
  types: ['node'],
};

/** What handlers log is shown of a test that fails. */
const LOGS = `import { defineHandler, logInfo } from 'tasker-sfn/runtime';
import { runHandler } from 'tasker-sfn/testing';
import 'tasker-sfn/testing/jest';

const Say = defineHandler('Say', { inputs: { text: 'text' } }, async ({ text }) => {
  logInfo(String(text));
  return {};
});

test('passes', async () => {
  expect((await runHandler(Say, { context: { text: 'said in a test that passes' } })).success).toBe(true);
});

test('fails', async () => {
  expect((await runHandler(Say, { context: { text: 'said in a test that fails' } })).success).toBe(false);
});
`;

describe('a project with the package', () => {
  it('gets a template and handlers, which compile, type-check and run', () => {
    const folder = join(project, 'first-steps');
    mkdirSync(folder);
    const cli = (...args: readonly string[]) => run(folder, 'npx', '--no-install', 'tasker-sfn', ...args);
    cli('new', 'template', 'shop/order');
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: STRICT, include: ['lambdas'] }));
    typeCheck('first-steps');
    cli('validate', 'templates');
    expect(JSON.parse(cli('run', 'templates/shop/order.yaml', '--json'))).toMatchObject({ status: 'SUCCEEDED' });
  });

  it('tests them with Vitest', () => {
    const folder = join(project, 'with-vitest');
    mkdirSync(folder);
    run(folder, 'npx', '--no-install', 'tasker-sfn', 'new', 'template', 'shop/order');
    writeFileSync(
      join(folder, 'order.test.ts'),
      `import { fails, runHandler, runTask } from 'tasker-sfn/testing';
import { expect, test } from 'vitest';
import 'tasker-sfn/testing/vitest';
import { OrderPrepareHandler } from './lambdas/shop/order-prepare-handler.ts';

test('a handler', async () => {
  expect(await runHandler(OrderPrepareHandler)).toMatchObject({ success: true, result: { attempt: 1 } });
});

test('a workflow, with the handlers of its folder', async () => {
  const task = await runTask('templates/shop/order.yaml', { mocks: { left: fails(2) } });
  expect(task).toHaveSucceeded();
  expect(task).toHaveRun('left', 3);
  expect(() => expect(task).toHaveBlocked('finish')).toThrow('to be blocked');
});
`,
    );
    const compilerOptions = { ...STRICT, allowImportingTsExtensions: true };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['.'] }));
    typeCheck('with-vitest');
    expect(run(folder, 'npx', '--no-install', 'vitest', 'run', '--root', '.', '--testTimeout=60000')).toContain(
      '2 passed',
    );
  });

  it('can keep handlers that import from Tasker, with the line that the docs show', () => {
    const line = /```ts\n(declare module '@tasker-systems\/tasker'.*)\n```/.exec(
      readFileSync(join(root, 'docs/reference/handlers.md'), 'utf8'),
    )?.[1];
    const folder = join(project, 'existing-handlers');
    mkdirSync(folder);
    writeFileSync(join(folder, 'tasker.d.ts'), line ?? '');
    const handler =
      "import { StepHandler } from '@tasker-systems/tasker';\nexport abstract class A extends StepHandler {}\n";
    writeFileSync(join(folder, 'handler.ts'), handler);
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: STRICT, include: ['.'] }));
    typeCheck('existing-handlers');
  });
});

describe('a fresh CDK project', () => {
  const app = join(project, '../app');

  it('synthesizes a workflow, and tests it with Jest', () => {
    mkdirSync(app);
    const cdk = join(root, 'node_modules/aws-cdk/bin/cdk');
    run(app, process.execPath, cdk, 'init', 'app', '--language', 'typescript', '--generate-only');
    const { devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      readonly devDependencies: Readonly<Record<string, string>>;
    };
    const ours = ['aws-cdk-lib', 'constructs', 'typescript', 'tsx'].map((name) => `${name}@${devDependencies[name]}`);
    npmInstall(app, [inject('tarball'), ...ours]);
    run(app, 'npx', '--no-install', 'tasker-sfn', 'new', 'template', 'shop/order');
    writeFileSync(
      join(app, 'lib/app-stack.ts'),
      `import * as cdk from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { TaskerWorkflow } from 'tasker-sfn/constructs';

export class AppStack extends cdk.Stack {
  constructor(scope: Construct, id: string, props?: cdk.StackProps) {
    super(scope, id, props);
    new TaskerWorkflow(this, 'Order', { template: 'templates/shop/order.yaml', handlers: 'lambdas' });
  }
}
`,
    );
    writeFileSync(
      join(app, 'test/app.test.ts'),
      `import * as cdk from 'aws-cdk-lib/core';
import { Template } from 'aws-cdk-lib/assertions';
import * as App from '../lib/app-stack';
import { compileTemplate } from 'tasker-sfn';
import { runTask } from 'tasker-sfn/testing';
import 'tasker-sfn/testing/jest';
import * as finish from '../lambdas/shop/order-finish-handler';
import * as left from '../lambdas/shop/order-left-handler';
import * as prepare from '../lambdas/shop/order-prepare-handler';
import * as right from '../lambdas/shop/order-right-handler';

test('the state machine is there', () => {
  const stack = new App.AppStack(new cdk.App(), 'MyTestStack');
  Template.fromStack(stack).resourceCountIs('AWS::StepFunctions::StateMachine', 1);
  expect(compileTemplate('name: x', { file: 'x.yaml' }).value).toBeUndefined();
});

test('its handlers run', async () => {
  const handlers = [prepare, left, right, finish].flatMap((module) => Object.values(module));
  expect(await runTask('templates/shop/order.yaml', { handlers })).toHaveCompleted('finish');
});

test('a folder of handlers needs an option of Node, which the error names', async () => {
  await expect(runTask('templates/shop/order.yaml')).rejects.toThrow('--experimental-vm-modules');
});
`,
    );
    run(app, process.execPath, 'node_modules/typescript/bin/tsc', '-p', '.');
    run(app, 'npx', '--no-install', 'jest', '--testTimeout=60000');
    writeFileSync(join(app, 'test/log.test.ts'), LOGS);
    const { stdout, stderr } = spawnSync('npx', ['--no-install', 'jest', 'test/log.test.ts'], {
      cwd: app,
      encoding: 'utf8',
    });
    expect(stdout + stderr).toMatch(/Tests: +1 failed, 1 passed/);
    expect(stdout + stderr).toMatch(/What handlers have logged:[^]*step: INFO said in a test that fails/);
    expect(stdout + stderr).not.toContain('said in a test that passes');
    expect(run(app, process.execPath, cdk, 'synth', '--app', 'npx tsx bin/app.ts')).toContain(
      'AWS::StepFunctions::StateMachine',
    );
  });
});
