import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { DynamoDB } from '@aws-sdk/client-dynamodb';
import type { TaskerClient } from '../../lib/client/index.ts';
import { cdk, deploy } from './cdk.ts';
import type { Emulator } from './emulator.ts';
import type { Report } from './report.ts';

const TASK = { namespace: 'deploy', name: 'crossed', version: '1.0.0' } as const;
const STACK = 'Crossed';
const HANDLERS = 'test/deploy/exact/handlers';
const SETTINGS = ['templates=test/deploy/exact/templates', `handlers=${HANDLERS}`, 'sync=exact'];
const FLAGS = SETTINGS.flatMap((setting) => ['-c', setting]);

/** A workflow whose branches meet at a table, under the permissions that it is deployed with. */
export async function checkExact(report: Report, emulator: Emulator, client: TaskerClient): Promise<void> {
  const run = async (context: { readonly slow: string; readonly failing?: string }) => {
    const created = await client.createTask({ ...TASK, context });
    const task = await client.waitForTask(created.task_uuid, { timeoutMs: 60_000 });
    return { task, steps: await client.listTaskSteps(task.task_uuid) };
  };
  await report.check('a workflow with exact sync can be deployed', async () => {
    await deploy(emulator, STACK, ...FLAGS);
  });
  for (const slow of ['a', 'b']) {
    await report.check(`its steps meet when ${slow} comes last, and see each other's results`, async () => {
      const { task, steps } = await run({ slow });
      assert.equal(task.status, 'complete', JSON.stringify(steps));
      const last = steps.find(({ name }) => name === 'd');
      assert.deepEqual(last?.results?.result, { saw: [{ from: '"a"' }, { from: '"b"' }] });
    });
  }
  await report.check('a failed step releases those that wait for it', async () => {
    const { task, steps } = await run({ slow: 'a', failing: 'a' });
    assert.equal(task.status, 'error');
    const states = steps.map(({ name, current_state }) => `${name} ${current_state}`).sort();
    assert.deepEqual(states, ['a error', ...['b complete', 'c pending', 'd pending', 'e pending', 'f complete']]);
  });
  await report.check('the built-in engine lets steps meet at a table of DynamoDB, too', async () => {
    const dynamodb = new DynamoDB(emulator.connection);
    await dynamodb.createTable({
      TableName: 'RendezvousTable',
      KeySchema: [
        { AttributeName: 'execution', KeyType: 'HASH' },
        { AttributeName: 'step', KeyType: 'RANGE' },
      ],
      AttributeDefinitions: ['execution', 'step'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
      BillingMode: 'PAY_PER_REQUEST',
    });
    const { output } = runHere(emulator, 'test/deploy/exact/templates/crossed.yaml', { slow: 'a' });
    assert.deepEqual(output.d, { saw: [{ from: '"a"' }, { from: '"b"' }] });
    const { Items = [] } = await dynamodb.scan({ TableName: 'RendezvousTable' });
    assert.deepEqual(Items.map(({ step, arrived }) => [step?.S, arrived?.SS]).sort(), [
      ['d', ['a']],
      ['e', ['a']],
    ]);
    await dynamodb.deleteTable({ TableName: 'RendezvousTable' });
  });
  await report.check('a workflow with exact sync can be destroyed', async () => {
    await cdk(emulator, 'destroy', STACK, '--force', ...FLAGS);
  });
}

/** Runs a task by the command line, which finds DynamoDB in the emulator. */
function runHere(emulator: Emulator, template: string, context: object): { readonly output: Record<string, unknown> } {
  const flags = ['--handlers', HANDLERS, '--sync', 'exact', '--context', JSON.stringify(context), '--json'];
  const text = execFileSync(process.execPath, ['dist/bin/tasker-sfn.js', 'run', template, ...flags], {
    cwd: resolve(import.meta.dirname, '../..'),
    env: { ...process.env, ...emulator.env, DYNAMODB_ENDPOINT: emulator.endpoint },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return JSON.parse(text) as { output: Record<string, unknown> };
}
