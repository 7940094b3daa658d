import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { TaskerClient } from '../../lib/client/index.ts';
import { cdk, deploy } from './cdk.ts';
import type { Emulator } from './emulator.ts';
import type { Report } from './report.ts';

const TASK = { namespace: 'deploy', name: 'mended', version: '1.0.0' } as const;
const root = resolve(import.meta.dirname, '../..');
const bank = join(root, '.venv/deploy/bank-is-open');
const args = ['-c', 'templates=test/deploy/mended/templates', '-c', 'handlers=test/deploy/mended/handlers'] as const;

/** An operator's night: a task fails, is found in the queue, and goes on once its cause is gone. */
export async function checkRepair(report: Report, emulator: Emulator, client: TaskerClient): Promise<void> {
  let id = '';
  rmSync(bank, { force: true });

  await report.check('a workflow that publishes events can be deployed, with its bus', async () => {
    assert.notEqual((await deploy(emulator, 'Mended', ...args)).find('WorkflowEventBusName'), '');
  });
  await report.check('a task that fails is a dead letter that says how to repair it', async () => {
    const created = await client.createTask({ ...TASK, context: { bank } });
    id = created.task_uuid;
    assert.equal((await client.waitForTask(id, { timeoutMs: 60_000 })).status, 'error');
    const letter = (await client.listDeadLetters()).find(({ task_uuid }) => task_uuid === id);
    assert.equal(letter?.resolution_status, 'pending', JSON.stringify(letter));
    assert.deepEqual(
      letter.task_snapshot.failed_steps.map(({ step }) => step),
      ['charge'],
    );
    assert.deepEqual(letter.task_snapshot.blocked_steps, ['ship']);
    assert.ok(letter.task_snapshot.repair.some((command) => command.includes('task retry')));
  });
  await report.check('it is repaired and completes under its id, and its dead letter is resolved', async () => {
    writeFileSync(bank, '');
    await client.resetStep(id, 'charge', { by: 'the test', reason: 'The bank is open.' });
    const task = await client.waitForTask(id, { timeoutMs: 60_000 });
    assert.deepEqual([task.task_uuid, task.status], [id, 'complete'], JSON.stringify(task));
    assert.deepEqual((await client.getStep(id, 'ship')).results?.result, { paid: { payment_id: 'pay_7' } });
    assert.equal((await client.getDeadLetter(id)).resolution_status, 'manually_resolved');
  });
  await report.check('it can be destroyed', async () => {
    await cdk(emulator, 'destroy', 'Mended', '--force', ...args);
  });
}
