import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cli } from '../../lib/cli/cli.ts';
import { fakeIo } from '../cli/fake-io.ts';
import { project } from '../cli/project.ts';
import { serveProject } from '../cli/serve-project.ts';
import { sfnAt } from '../support/serve-locally.ts';

const files = {
  'templates/big.yaml': `
name: big
namespace_name: shop
version: 1.0.0
steps:
  - { name: export, handler: { callable: Export } }
  - { name: count, handler: { callable: Count }, dependencies: [export] }
`,
  'lambdas/big.ts': `
import { defineHandler } from '@tasker-systems/tasker';
export const Export = defineHandler('Export', {}, async () => ({ csv: 'x'.repeat(300_000) }));
export const Count = defineHandler('Count', { depends: { csv: 'export' } }, async ({ csv }) => ({ bytes: csv.csv.length }));
`,
  'node_modules/.keep': '',
};
const arn = 'arn:aws:states:us-east-1:123456789012:stateMachine:shop-big-1_0_0';

describe('a result that is too large to travel is parked', () => {
  it('by local, and by run --endpoint there', { timeout: 90_000 }, async () => {
    const cwd = project(files);
    const env = { PATH: process.env['PATH'] ?? '' };
    const serve = () => serveProject(cwd, ['--data', 'data']);
    const first = await serve();
    const sfn = sfnAt(first.url);
    const { executionArn } = await sfn.startExecution({ stateMachineArn: arn, input: '{"context":{}}' });
    const outcome = () => sfn.describeExecution({ executionArn });
    await expect.poll(async () => (await outcome()).status, { timeout: 30_000 }).toBe('SUCCEEDED');
    const output = JSON.parse((await outcome()).output ?? '');
    expect(output.count).toEqual({ bytes: 300_000 });
    expect(output.export.tasker_sfn_parked).toEqual({ uri: expect.stringMatching(/^local:/), bytes: 300_010 });

    // The REST API reads it from where the handlers have it.
    const id = executionArn?.split(':').at(-1);
    const answer = await fetch(`${first.url}/v1/tasks/${id}/workflow_steps/export/result`);
    expect([answer.status, ((await answer.json()) as { csv: string }).csv.length]).toEqual([200, 300_000]);

    const io = fakeIo({ cwd, env });
    const flags = ['--endpoint', first.url, '--lambda-port', '0', '--json'];
    expect(await cli(['run', 'templates/big.yaml', ...flags], io)).toBe(0);
    expect(JSON.parse(io.out()).output.count).toEqual({ bytes: 300_000 });
    await rm(join(cwd, 'data', 'results'), { recursive: true });
    const lost = await fetch(`${first.url}/v1/tasks/${id}/workflow_steps/export/result`);
    expect([lost.status, await lost.json()]).toEqual([404, { error: expect.objectContaining({ code: 'NOT_FOUND' }) }]);
    await first.stop();
  });

  it('by run, which shows it whole', { timeout: 60_000 }, async () => {
    const io = fakeIo({ cwd: project(files), env: { PATH: process.env['PATH'] ?? '' } });
    expect(await cli(['run', 'templates/big.yaml', '--json'], io)).toBe(0);
    const { output } = JSON.parse(io.out());
    expect(output.export.csv).toHaveLength(300_000);
    expect(output.count).toEqual({ bytes: 300_000 });
  });
});
