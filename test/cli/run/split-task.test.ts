import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cli } from '../../../lib/cli/cli.ts';
import { largeTaskText } from '../../support/large-task.ts';
import { serveLocally } from '../../support/serve-locally.ts';
import { lambdaEndpoint, lambdaInvoker, realClock } from '../../../lib/local/index.ts';
import { fakeIo } from '../fake-io.ts';
import { project } from '../project.ts';

/** A task that is split by the limits of AWS, in commands: it is one task. */

const handler = `import { defineHandler, PermanentError } from 'tasker-sfn/runtime';
export const Work = defineHandler('Work', { inputs: { broken: 'broken' } }, async ({ broken, context }) => {
  const { name } = context.event.workflowStep;
  if (name === broken) throw new PermanentError('It is broken.', { error_code: 'BROKEN' });
  return { name };
});
`;

const files = {
  'large.yaml': largeTaskText('Work'),
  'lambdas/work.ts': handler,
  'node_modules/.keep': '',
};
const env = { PATH: process.env['PATH'] ?? '' };

async function call(cwd: string, ...argv: string[]) {
  const io = fakeIo({ cwd, env });
  const code = await cli(argv, io);
  return { code, out: io.out(), err: io.err() };
}

const BROKEN = ['--context', '{"broken":"b7"}'];

describe('a task that is split', () => {
  it('runs, is replayed and drawn as one', async () => {
    const cwd = project(files);
    const ran = await call(cwd, 'run', 'large.yaml', ...BROKEN, '--history', 'run.json', '--json');
    expect(ran.code).toBe(1);
    const { steps } = JSON.parse(ran.out) as { steps: { name: string; state: string }[] };
    expect(steps).toHaveLength(31);
    expect(steps.filter(({ state }) => state === 'complete')).toHaveLength(15 + 6);

    const again = await call(cwd, 'replay', 'run.json', 'large.yaml', '--handlers', 'nowhere');
    expect(again).toMatchObject({ code: 1, out: 'FAILED, and every attempt went as in the recording.\n' });
    const from = await call(cwd, 'replay', 'run.json', 'large.yaml', '--from', 'b7', '--json');
    expect(JSON.parse(from.out)).toEqual({ status: 'FAILED', differences: [] });

    const drawn = await call(cwd, 'graph', 'large.yaml', '--run', 'run.json', '--format', 'mermaid');
    expect(drawn.code).toBe(0);
    expect(/^ +class (\S+) complete$/m.exec(drawn.out)?.[1]?.split(',')).toHaveLength(15 + 6);
  }, 120_000);

  it('runs on another engine, and is followed there', async () => {
    const cwd = project(files);
    const port = 20_000 + Math.floor(Math.random() * 20_000);
    const clock = realClock();
    const others = lambdaEndpoint(`http://127.0.0.1:${port}`);
    const { url, sfn } = await serveLocally({ invoke: lambdaInvoker(others, clock), clock });
    const flags = ['--endpoint', url, '--lambda-port', String(port), '--history', 'there.json', '--json'];
    const ran = await call(cwd, 'run', 'large.yaml', ...BROKEN, ...flags);
    expect(ran.code).toBe(1);
    const { steps } = JSON.parse(ran.out) as { steps: { name: string; state: string; attempts: number }[] };
    expect(steps.filter(({ state }) => state === 'complete')).toHaveLength(15 + 6);
    expect(steps.find(({ name }) => name === 'b7')).toMatchObject({ state: 'error', attempts: 1 });
    const { events } = JSON.parse(readFileSync(join(cwd, 'there.json'), 'utf8')) as { events: { id: number }[] };
    expect(events.map(({ id }) => id)).toEqual(events.map((_, index) => index + 1));

    const { executionArn } = JSON.parse(ran.out) as { executionArn: string };
    const drawn = await call(
      cwd,
      'graph',
      'large.yaml',
      '--run',
      executionArn,
      '--endpoint',
      url,
      '--format',
      'mermaid',
    );
    expect(drawn.code).toBe(0);
    const again = await call(cwd, 'replay', executionArn, '--endpoint', url, '--handlers', 'nowhere', '--json');
    expect(JSON.parse(again.out)).toEqual({ status: 'FAILED', differences: [] });
    expect((await sfn.listStateMachines({})).stateMachines).toHaveLength(2);
  }, 120_000);
});
