import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { cli } from '../../lib/cli/cli.ts';
import { fakeIo } from '../cli/fake-io.ts';
import { project } from '../cli/project.ts';
import { ended, sfnAt } from '../support/serve-locally.ts';

const TEMPLATE = `
name: greet
namespace_name: shop
version: 1.0.0
steps:
  - { name: hello, handler: { callable: Hello }, retry: { max_attempts: 2, backoff: exponential, backoff_base_ms: 1000 } }
`;
const handler = (name: string) => `import { defineHandler } from 'tasker-sfn/runtime';
import { greeting } from '../shared/greeting.ts';
export const ${name} = defineHandler('${name}', { inputs: { fail: 'fail' } }, async ({ fail }) => {
  if (fail === true) throw new Error('Nobody is there.');
  return { greeting };
});
`;
const files = {
  'templates/greet.yaml': TEMPLATE,
  'lambdas/hello.ts': handler('Hello'),
  'shared/greeting.ts': `export const greeting = 'Hello';\n`,
  'node_modules/.keep': '',
};
const stateMachineArn = 'arn:aws:states:us-east-1:123456789012:stateMachine:shop-greet-1_0_0';
const fast = { timeout: 30_000, interval: 20 };

/** Runs a command until the test ends. */
function start(argv: readonly string[], cwd: string) {
  const io = fakeIo({ cwd, env: { PATH: process.env['PATH'] ?? '' } });
  const done = cli(argv, io);
  const stop = async () => {
    io.interrupt();
    return done;
  };
  onTestFinished(async () => void (await stop()));
  return { io, stop };
}

function edit(cwd: string, file: string, from: string, to: string): void {
  const text = readFileSync(join(cwd, file), 'utf8');
  expect(text).toContain(from);
  writeFileSync(join(cwd, file), text.replaceAll(from, to));
}

describe('local --watch', () => {
  it('serves what handlers, their imports and templates have become, and keeps the earlier while something is wrong', async () => {
    const cwd = project(files);
    const { io, stop } = start(['local', '--port', '0', '--lambda-port', '0', '--watch', '--time-scale', '1000'], cwd);
    await expect.poll(() => io.out(), fast).toContain('Ctrl-C');
    const sfn = sfnAt(/^Step Functions +(\S+)/m.exec(io.out())?.[1] ?? '');
    const outputOf = async () => {
      const { executionArn } = await sfn.startExecution({ stateMachineArn, input: '{"context": {}}' });
      return JSON.parse((await ended(sfn, executionArn)).output ?? 'null') as unknown;
    };
    const told = (text: string | RegExp) => expect.poll(() => io.err(), fast).toMatch(text);
    expect(await outputOf()).toEqual({ hello: { greeting: 'Hello' } });

    edit(cwd, 'shared/greeting.ts', 'Hello', 'Good morning');
    await told(/Reloaded in \d+ ms: shared\/greeting\.ts\n/);
    expect(await outputOf()).toEqual({ hello: { greeting: 'Good morning' } });

    edit(cwd, 'templates/greet.yaml', 'callable: Hello', 'callable: Hallo');
    await told(/handler-not-found[^]*Not reloaded: templates\/greet\.yaml\./);
    expect(await outputOf()).toEqual({ hello: { greeting: 'Good morning' } });

    writeFileSync(
      join(cwd, 'lambdas/hallo.ts'),
      handler('Hallo').replace('return { greeting }', 'return { greeting, language: "de" }'),
    );
    await told(/Reloaded in \d+ ms: lambdas\/hallo\.ts\n/);
    expect(await outputOf()).toEqual({ hello: { greeting: 'Good morning', language: 'de' } });

    rmSync(join(cwd, 'shared/greeting.ts'));
    await told(/Not reloaded: shared\/greeting\.ts\./);
    expect(await stop()).toBe(0);
  });

  it('waits until what is wrong at first is mended, except for a program', async () => {
    const cwd = project({ ...files, 'templates/greet.yaml': TEMPLATE.replace('Hello', 'Hallo') });
    const argv = ['local', '--port', '0', '--lambda-port', '0', '--watch'];
    const { io, stop } = start(argv, cwd);
    const told = (text: string | RegExp) => expect.poll(() => io.err(), fast).toMatch(text);
    await told(/handler-not-found[^]*Nothing is served yet\. Waiting for files to change\./);
    edit(cwd, 'templates/greet.yaml', 'name: hello', 'nam: hello');
    await told(/(?:Nothing is served yet[^]*){2}/);
    edit(
      cwd,
      'templates/greet.yaml',
      'nam: hello, handler: { callable: Hallo',
      'name: hello, handler: { callable: Hello',
    );
    await expect.poll(() => io.out(), fast).toContain('Ctrl-C');
    expect(await stop()).toBe(0);
    edit(cwd, 'templates/greet.yaml', 'Hello', 'Hallo');
    expect(await cli([...argv, '--json'], fakeIo({ cwd }))).toBe(1);
    const given = start(argv, cwd);
    await expect.poll(() => given.io.err(), fast).toContain('Waiting');
    expect(await given.stop()).toBe(1);
  });
});

describe('local', () => {
  it.each([
    {
      flags: [],
      told: [
        'started',
        /hello {2}attempt 1 failed: .*Nobody is there; retrying/,
        /hello {2}failed after 2/,
        /failed after .*TaskFailed/,
      ],
    },
    { flags: ['--verbose'], told: ['hello  started', 'hello  attempt 2'] },
    { flags: ['--quiet'], told: [] },
  ])('tells of tasks with $flags', async ({ flags, told }) => {
    const cwd = project(files);
    const { io } = start(['local', '--port', '0', '--lambda-port', '0', '--time-scale', '1000', ...flags], cwd);
    await expect.poll(() => io.out(), fast).toContain('Ctrl-C');
    const sfn = sfnAt(/^Step Functions +(\S+)/m.exec(io.out())?.[1] ?? '');
    const { executionArn } = await sfn.startExecution({ stateMachineArn, input: '{"context": {"fail": true}}' });
    await ended(sfn, executionArn);
    for (const text of told) expect(io.err()).toMatch(text);
    if (flags[0] !== '--verbose') expect(io.err()).not.toContain('hello  started');
    if (flags[0] === '--quiet') expect(io.err()).toBe('');
  });
});

describe('run --watch', () => {
  it('runs again when a handler changes', async () => {
    const cwd = project(files);
    const { io, stop } = start(['run', 'templates/greet.yaml', '--watch'], cwd);
    await expect.poll(() => io.err(), fast).toContain('Waiting for files to change.');
    expect(io.out()).toContain('"greeting": "Hello"');
    edit(cwd, 'shared/greeting.ts', 'Hello', 'Good morning');
    await expect.poll(() => io.out(), fast).toContain('"greeting": "Good morning"');
    expect(io.err()).toContain('Again, since these have changed: shared/greeting.ts\n');
    expect(await stop()).toBe(0);
  });

  it('runs a state machine again when it changes, or a function, its imports, the input or the mocks', async () => {
    const task = (name: string) => `{ "Type": "Task", "Resource": "\${${name}}", "End": true }`;
    const machine = `{ "StartAt": "Greet", "States": { "Greet": ${task('greet')} } }`;
    const cwd = project({
      'hello.asl.json': machine,
      'lambdas/greet.ts': `import { greeting } from '../shared/greeting.ts';
export const handler = async (event: { name: string }) => greeting + ' ' + event.name;\n`,
      'shared/greeting.ts': files['shared/greeting.ts'],
      'input.json': '{ "name": "Ada" }',
      'mocks.json': '{}',
      'node_modules/.keep': '',
    });
    const flags = ['--input', '@input.json', '--mocks', 'mocks.json', '--watch'];
    const { io, stop } = start(['run', 'hello.asl.json', ...flags], cwd);
    const printed = (text: string) => expect.poll(() => io.out(), fast).toContain(text);
    const waits = (times: number) =>
      expect.poll(() => io.err().split('Waiting for files').length - 1, fast).toBe(times);
    await waits(1);
    await printed('"Hello Ada"');
    edit(cwd, 'shared/greeting.ts', 'Hello', 'Good morning');
    await printed('"Good morning Ada"');
    await waits(2);
    edit(cwd, 'input.json', 'Ada', 'Grace');
    await printed('"Good morning Grace"');
    await waits(3);
    edit(cwd, 'mocks.json', '{}', '{ "Greet": { "Return": "Nobody" } }');
    await printed('"Nobody"');
    await waits(4);
    edit(cwd, 'hello.asl.json', task('greet'), '{ "Type": "Pass", "Result": "Bye", "End": true }');
    await printed('"Bye"');
    expect(await stop()).toBe(0);
  });

  it('is not for scripts', async () => {
    expect(await cli(['run', 'x.yaml', '--watch', '--json'], fakeIo())).toBe(2);
  });
});

describe('generate types --watch', () => {
  it('writes the types again when the template changes, and says when it cannot', async () => {
    const cwd = project(files);
    const { io, stop } = start(['generate', 'types', 'templates/greet.yaml', '--watch', '-o', 'greet.ts'], cwd);
    const types = () => readFileSync(join(cwd, 'greet.ts'), 'utf8');
    await expect.poll(() => io.err(), fast).toContain('Waiting for files to change.');
    expect(types()).toContain('hello');
    edit(cwd, 'templates/greet.yaml', 'name: hello', 'name: welcome');
    await expect.poll(types, fast).toContain('welcome');
    expect(types()).not.toContain('hello');
    edit(cwd, 'templates/greet.yaml', 'callable: Hello', 'callable: [Hello]');
    await expect.poll(() => io.err(), fast).toMatch(/error\[wrong-type\][^]*Waiting/);
    expect(types()).toContain('welcome');
    // As its last run has ended.
    expect(await stop()).toBe(1);
  });

  it('needs a file to write', async () => {
    const io = fakeIo({ cwd: project(files) });
    expect(await cli(['generate', 'types', 'templates/greet.yaml', '--watch'], io)).toBe(2);
    expect(io.err()).toContain('name it with -o');
  });
});
