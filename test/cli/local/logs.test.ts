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
  - { name: greet, handler: { callable: Greet }, retry: { max_attempts: 2, backoff_base_ms: 1000 } }
  - { name: part, handler: { callable: Part }, dependencies: [greet], retry: { max_attempts: 1 } }
`,
  'lambdas/greet.ts': `import { createLogger, defineHandler, RetryableError } from '@tasker-systems/tasker';
const log = createLogger({ component: 'door' });
export const Greet = defineHandler('Greet', {}, async ({ context }) => {
  console.log('Knock');
  log.info('Somebody came', { who: 'Ada' });
  if (context.retryCount === 0) throw new RetryableError('Nobody is at home.');
  return {};
});
export const Part = defineHandler('Part', {}, async () => {
  console.log('They leave');
  process.exit(1);
});`,
};

it('task logs prints what handlers have logged, of local runs too', { timeout: 60_000 }, async () => {
  const { io, url: endpoint } = await serveProject(project(FILES), ['--quiet', '--time-scale', '100']);
  const run = async (...args: readonly string[]) => {
    const own = fakeIo({ cwd: io.cwd, env: { PATH: process.env['PATH'] ?? '' } });
    const code = await cli(['task', ...args, '--endpoint', endpoint], own);
    return { code, out: own.out(), err: own.err() };
  };
  expect((await run('create', 'shop/greet', '--wait')).code).toBe(1);
  const { tasks } = JSON.parse((await run('list', '--json')).out) as { tasks: readonly { task_uuid: string }[] };
  const id = tasks[0]!.task_uuid;

  const all = await run('logs', id);
  const lines = all.out.split('\n').map((line) => line.slice('00:00:00.000  '.length));
  expect(lines).toContain('greet  INFO  Knock');
  expect(lines).toContain('greet #2  INFO  Somebody came {"component":"door","who":"Ada"}');
  expect(lines).toContain('part  ERROR  Runtime exited with error: exit status 1');
  expect(all.out).toMatch(/ {2}greet {2}ERROR {2}Step failed .*\n\s+at .*lambdas\/greet\.ts:6:/);

  const second = JSON.parse((await run('logs', id, '--step', 'greet', '--attempt', '2', '--json')).out) as object[];
  expect(second.length).toBeGreaterThan(2);
  for (const line of second) expect(line).toMatchObject({ step: 'greet', attempt: 2 });

  const followed = await run('logs', id, '--step', 'part', '--follow', '--json');
  const messages = followed.out.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as object]));
  expect(messages).toMatchObject([
    { message: 'Step started' },
    { message: 'They leave' },
    { message: 'Runtime exited with error: exit status 1' },
    { message: expect.stringMatching(/^The function was started in [\d.]+ ms\.$/) as string, attempt: 1 },
  ]);
  expect((await run('logs', id, '--step', 'nobody')).err).toContain('has no step "nobody". It has: greet, part.');
});
