import { expect, it, onTestFinished } from 'vitest';
import { exampleValue } from '../../../lib/schema/example-value.ts';
import { cli } from '../../../lib/cli/cli.ts';
import { fakeIo } from '../fake-io.ts';
import { project } from '../project.ts';

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
  const io = fakeIo({ cwd: project({ 'node_modules/.keep': '', ...files }), env: { PATH: process.env['PATH'] ?? '' } });
  const done = cli(['local', '--port', '0', '--lambda-port', '0'], io);
  onTestFinished(async () => {
    io.interrupt();
    await done;
  });
  await expect.poll(() => io.out() + io.err(), { timeout: 30_000 }).toContain('Ctrl-C');
  return io.out();
}

it('prints a request that the REST API takes', { timeout: 60_000 }, async () => {
  const text = await welcome({ 'templates/greet.yaml': TEMPLATE, 'lambdas/greet.ts': HANDLER });
  const [, url = '', body = ''] = /curl (\S+) .* -d '(.*)'$/m.exec(text) ?? [];
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: body.replaceAll(`'\\''`, "'"),
  });
  expect([answer.status, await answer.text()]).toEqual([201, expect.stringContaining('"shop"')]);
  expect(text).toContain('AWS_DISABLE_HOST_PREFIX_INJECTION=true');
});

it('serves a project that has no templates yet', { timeout: 60_000 }, async () => {
  expect(await welcome({ 'templates/.keep': '' })).toContain('No templates found.');
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
