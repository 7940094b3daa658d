import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { exampleValue } from '../../../lib/schema/example-value.ts';
import { cli } from '../../../lib/cli/cli.ts';
import { fakeIo } from '../fake-io.ts';
import { project } from '../project.ts';
import { serveProject } from '../serve-project.ts';

const TEMPLATE = `
name: greet
namespace_name: shop
version: 1.0.0
input_schema:
  type: object
  required: [user, kind]
  properties:
    user: { type: object, required: [email, name], properties: { email: { type: string, format: email } } }
    kind: { enum: ["it's", other] }
    note: { type: string }
steps:
  - { name: greet, handler: { callable: Greet } }
`;
const HANDLER = `import { defineHandler } from '@tasker-systems/tasker';
export const Greet = defineHandler('Greet', {}, async () => ({}));`;

async function welcome(files: Readonly<Record<string, string>>): Promise<string> {
  return (await serve(files)).out();
}

async function serve(files: Readonly<Record<string, string>>) {
  const { io } = await serveProject(project({ 'node_modules/.keep': '', ...files }));
  return io;
}

/** Creates the task that the welcome shows. */
async function createShown(text: string) {
  const [, url = '', body = ''] = /curl (\S+) .* -d '(.*)'$/m.exec(text) ?? [];
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: body.replaceAll(`'\\''`, "'"),
  });
  return { status: answer.status, body: await answer.text() };
}

it('prints a request that the REST API takes', { timeout: 60_000 }, async () => {
  const text = await welcome({ 'templates/greet.yaml': TEMPLATE, 'lambdas/greet.ts': HANDLER });
  expect(await createShown(text)).toEqual({ status: 201, body: expect.stringContaining('"shop"') });
  expect(text).toContain('AWS_DISABLE_HOST_PREFIX_INJECTION=true');
});

it('shows a task of a new project that goes well, and tells tasks apart', { timeout: 60_000 }, async () => {
  const root = fileURLToPath(new URL('../../../scaffold', import.meta.url));
  const names = readdirSync(root, { recursive: true, encoding: 'utf8' });
  const files = names.filter((name) => /^(?:templates|lambdas|types)\/.*\.\w+$/.test(name));
  const io = await serve(Object.fromEntries(files.map((name) => [name, readFileSync(join(root, name), 'utf8')])));
  const { body } = await createShown(io.out());
  const { task_uuid: id } = JSON.parse(body) as { task_uuid: string };
  await expect.poll(() => io.err()).toMatch(/  succeeded after .*\n$/);
  expect(io.err()).toContain(`shop-order-1_0_0 …${id.slice(-8)}  started: ${id}\n`);
});

it('serves a project that has no templates yet', { timeout: 60_000 }, async () => {
  const text = await welcome({ 'templates/.keep': '' });
  expect(text).toContain('No templates found.');
  expect(text).toMatch(/^Lambda .* \(no functions in "lambdas"\)$/m);
});

it('tells once of a file that is wrong, whatever is looked for in it', async () => {
  const cwd = project({ 'templates/greet.yaml': TEMPLATE });
  mkdirSync(join(cwd, 'lambdas'));
  writeFileSync(join(cwd, 'lambdas/greet.ts'), Buffer.from([0xff]));
  const io = fakeIo({ cwd });
  expect(await cli(['local', '--port', '0', '--lambda-port', '0'], io)).toBe(1);
  expect(io.err().match(/error\[/g)).toHaveLength(1);
});

// "lambdas" is where they are looked for when no folder is named: named, it must be there, too.
it.each(['nope', 'lambdas'])('refuses the folder "%s" of handlers that was named and is not there', async (dir) => {
  const cwd = project({ 'pass.asl.json': '{"StartAt": "Pass", "States": {"Pass": {"Type": "Pass", "End": true}}}' });
  const ran = async (...args: string[]) => {
    const io = fakeIo({ cwd });
    return { code: await cli([...args, '--handlers', dir], io), err: io.err() };
  };
  for (const args of [
    ['local', '--port', '0', '--lambda-port', '0'],
    ['run', 'pass.asl.json'],
  ]) {
    const { code, err } = await ran(...args);
    expect(code).toBe(1);
    expect(err).toContain(`There is no folder "${dir}" with handlers.`);
  }
  expect(await cli(['run', 'pass.asl.json'], fakeIo({ cwd }))).toBe(0);
});

it.each([
  [{ type: 'integer', exclusiveMinimum: 4 }, 5],
  [{ type: 'number', maximum: 0.5 }, 0.5],
  [{ type: 'array', minItems: 2, items: { type: 'boolean' } }, [true, true]],
  [{ type: ['null', 'string'] }, null],
  [{ type: 'string', minLength: 6 }, 'textxx'],
  [{ oneOf: [{ const: 7 }] }, 7],
])('%j', (schema, value) => {
  expect(exampleValue(schema)).toEqual(value);
});
