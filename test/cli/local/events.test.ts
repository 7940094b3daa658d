import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { cli } from '../../../lib/cli/cli.ts';
import { fakeIo } from '../fake-io.ts';
import { project } from '../project.ts';
import { serveProject } from '../serve-project.ts';

const FILES = {
  'node_modules/.keep': '',
  'templates/greet.yaml': `
name: greet
namespace_name: shop
version: 1.0.0
steps:
  - name: greet
    handler: { callable: Greet }
    publishes_events: [{ name: guest.greeted, description: d, schema: { type: object } }]
`,
  'lambdas/greet.ts': `import { defineHandler } from '@tasker-systems/tasker';
export const Greet = defineHandler('Greet', {}, async () => ({ hello: 'you' }));`,
};

it('local --events keeps the domain events in a file', { timeout: 60_000 }, async () => {
  const { io, url } = await serveProject(project(FILES), ['--events', 'out/events.jsonl']);
  const request = { namespace: 'shop', name: 'greet', version: '1.0.0', context: {} };
  const body = JSON.stringify({ ...request, initiator: 'i', source_system: 's', reason: 'r' });
  const answer = await fetch(`${url}/v1/tasks`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body,
  });
  expect(answer.status).toBe(201);
  const { task_uuid: id } = (await answer.json()) as { task_uuid: string };
  const read = () => readFileSync(join(io.cwd, 'out/events.jsonl'), 'utf8');
  await expect.poll(read, { timeout: 20_000 }).toMatch(/\n$/);
  expect(JSON.parse(read())).toMatchObject({
    source: 'tasker.shop',
    'detail-type': 'guest.greeted',
    delivery: 'durable',
    detail: { metadata: { task_uuid: id }, payload: { payload: { hello: 'you' } } },
  });
});

it('local says at once that the file of --events cannot be written', async () => {
  const io = fakeIo({ cwd: project({ ...FILES, out: '' }) });
  expect(await cli(['local', '--events', 'out/events.jsonl'], io)).toBe(2);
  expect(io.err()).toContain('--events: "out/events.jsonl" cannot be written: there is a file of that name.');
});
