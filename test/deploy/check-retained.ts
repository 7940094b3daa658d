import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TaskerClient } from '../../lib/client/index.ts';
import { cdk, deploy } from './cdk.ts';
import type { Emulator } from './emulator.ts';
import type { Report } from './report.ts';

const root = resolve(import.meta.dirname, '../../.venv/deploy/retained');
const releaseFile = join(root, 'go-on');
const args = ['-c', `templates=${join(root, 'templates')}`, '-c', `handlers=${join(root, 'handlers')}`] as const;

/** A task that runs while its handlers are deployed anew. */
export async function checkRetained(report: Report, emulator: Emulator, client: TaskerClient): Promise<void> {
  await report.check('a running task ends with the code that it began with, a new one gets the new code', async () => {
    const task = { namespace: 'deploy', name: 'retained', version: '1.0.0' };
    writeProject('old');
    await deploy(emulator, 'Retained', ...args);
    const running = await client.createTask({ ...task, context: { n: 1 } });
    while ((await client.getStep(running.task_uuid, 'first')).current_state !== 'in_progress') await sleep(200);
    writeProject('new');
    await deploy(emulator, 'Retained', ...args);
    writeFileSync(releaseFile, '');

    const later = await client.createTask({ ...task, context: { n: 2 } });
    const codeOf = async (id: string) => {
      assert.equal((await client.waitForTask(id, { timeoutMs: 60_000 })).status, 'complete');
      return (await client.getStep(id, 'second')).results?.result.code;
    };
    assert.deepEqual([await codeOf(running.task_uuid), await codeOf(later.task_uuid)], ['old', 'new']);
    await cdk(emulator, 'destroy', 'Retained', '--force', ...args);
  });
}

function writeProject(code: string): void {
  for (const folder of ['templates', 'handlers']) mkdirSync(join(root, folder), { recursive: true });
  writeFileSync(
    join(root, 'templates/retained.yaml'),
    `name: retained
namespace_name: deploy
version: 1.0.0
steps:
  - name: first
    handler: { callable: Deploy::First }
    timeout_seconds: 600
  - name: second
    handler: { callable: Deploy::Second }
    dependencies: [first]
`,
  );
  writeFileSync(
    join(root, 'handlers/handlers.ts'),
    `import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { defineHandler } from '@tasker-systems/tasker';

export const First = defineHandler('Deploy::First', {}, async () => {
  while (!existsSync(${JSON.stringify(releaseFile)})) await sleep(100);
  return {};
});
export const Second = defineHandler('Deploy::Second', {}, () => ({ code: '${code}' }));
`,
  );
}
