import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { SFN } from '@aws-sdk/client-sfn';
import type { TaskerClient } from '../../lib/client/index.ts';
import { largeTaskText } from '../support/large-task.ts';
import { cdk, deploy } from './cdk.ts';
import type { Emulator } from './emulator.ts';
import type { Report } from './report.ts';

const TASK = { namespace: 'large', name: 'large', version: '1.0.0' } as const;
const DEEP_TASK = { namespace: 'deep', name: 'deep', version: '1.0.0' } as const;
const STACKS = ['Large', 'Deep'] as const;
const STEPS = 31;
/** MiniStack tries a permanent error again: this step has one attempt. */
const FAILING = 'a14';
/** So many groups lie in one another. Where there are more, some are written in JSONata, and MiniStack knows none of their fields. */
const DEPTH = 12;
const FOLDER = '.venv/deploy/split/templates';
const SETTINGS = [`templates=${FOLDER}`, 'handlers=test/deploy/split/handlers'];
const FLAGS = SETTINGS.flatMap((setting) => ['-c', setting]);

/** A workflow that is split by the limits of AWS: its machines, under the permissions that they are deployed with. */
export async function checkSplit(report: Report, emulator: Emulator, client: TaskerClient): Promise<void> {
  const folder = resolve(import.meta.dirname, '../..', FOLDER);
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, 'large.yaml'),
    largeTaskText('Deploy::Work', { more: (step) => (step === FAILING ? { retry: { max_attempts: 1 } } : {}) }),
  );
  writeFileSync(join(folder, 'deep.yaml'), deepTaskText());
  const run = async (context: { readonly failing?: string }, identity: typeof TASK | typeof DEEP_TASK = TASK) => {
    const created = await client.createTask({ ...identity, context });
    const task = await client.waitForTask(created.task_uuid, { timeoutMs: 120_000 });
    return { task, steps: await client.listTaskSteps(task.task_uuid) };
  };
  await report.check('a workflow that is split into several machines can be deployed', async () => {
    await deploy(emulator, ...STACKS, ...FLAGS);
    const sfn = new SFN(emulator.connection);
    const { stateMachines = [] } = await sfn.listStateMachines({});
    const names = stateMachines.map(({ name = '' }) => name).filter((name) => name.startsWith('large-large'));
    assert.equal(names.length, 2, names.join());
  });
  await report.check('its task runs in several executions, and is one', async () => {
    const { task, steps } = await run({});
    assert.equal(task.status, 'complete', JSON.stringify(steps));
    assert.deepEqual([task.total_steps, task.completed_steps], [STEPS, STEPS]);
    const last = steps.find(({ name }) => name === 'last');
    assert.deepEqual(last?.results?.result, { saw: STEPS - 1 });
    const { tasks } = await client.listTasks(TASK);
    assert.deepEqual(
      tasks.map(({ task_uuid }) => task_uuid),
      [task.task_uuid],
    );
  });
  await report.check('a step that fails in a part blocks what depends on it, and nothing else', async () => {
    const { task, steps } = await run({ failing: FAILING });
    assert.equal(task.status, 'error');
    const states = new Map(steps.map(({ name, current_state }) => [name, current_state]));
    assert.deepEqual(
      ['a13', 'a14', 'a15', 'b15', 'last'].map((name) => states.get(name)),
      ['complete', 'error', 'pending', 'complete', 'pending'],
      JSON.stringify([...states]),
    );
  });
  await report.check('groups that lie deep in one another return what their steps have left', async () => {
    const { task, steps } = await run({}, DEEP_TASK);
    assert.equal(task.status, 'complete', JSON.stringify(steps));
    const last = steps.find(({ name }) => name === 'last');
    assert.deepEqual(last?.results?.result, { saw: 2 * DEPTH });
  });
  await report.check('a workflow that is split can be destroyed', async () => {
    await cdk(emulator, 'destroy', ...STACKS, '--force', ...FLAGS);
  });
}

/** Each step of a chain is followed by the next one, and by a step of its own besides; the last step waits for all of these. */
function deepTaskText(): string {
  const handler = { callable: 'Deploy::Work' };
  const backs = Array.from({ length: DEPTH }, (_, index) => `back_${index}`);
  const steps = backs.flatMap((name, index) => [
    { name, handler, dependencies: backs.slice(Math.max(0, index - 1), index) },
    { name: `tooth_${index}`, handler, dependencies: [name] },
  ]);
  const last = { name: 'last', handler, dependencies: backs.map((_, index) => `tooth_${index}`) };
  const { namespace, ...identity } = DEEP_TASK;
  return JSON.stringify({ namespace_name: namespace, ...identity, steps: [...steps, last] });
}
