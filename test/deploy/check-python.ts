import assert from 'node:assert/strict';
import { TaskerClient } from '../../lib/client/index.ts';
import { cdk, deploy } from './cdk.ts';
import type { Emulator } from './emulator.ts';
import type { Report } from './report.ts';

const PREFIX = 'python';
const STACK = `${PREFIX}--UserRegistration`;
const SETTINGS = ['templates=templates/microservices', 'handlers=lambdas-python', `prefix=${PREFIX}`];
const FLAGS = SETTINGS.flatMap((setting) => ['-c', setting]);
const TASK = { namespace: 'microservices', name: 'user_registration', version: '1.0.0' } as const;

/** The user registration with its handlers in Python, beside the one in TypeScript. */
export async function checkPython(report: Report, emulator: Emulator): Promise<void> {
  const client = new TaskerClient({ connection: emulator.connection, prefix: PREFIX });
  const run = async (email: string) => {
    const context = { user_info: { email, name: 'Ada', plan: 'pro' } };
    const created = await client.createTask({ ...TASK, context });
    const task = await client.waitForTask(created.task_uuid, { timeoutMs: 60_000 });
    return { task, steps: await client.listTaskSteps(task.task_uuid) };
  };
  await report.check('handlers in Python can be deployed', async () => {
    await deploy(emulator, STACK, ...FLAGS);
  });
  await report.check('their tasks run to the end', async () => {
    const { task, steps } = await run('ada@example.com');
    assert.equal(task.status, 'complete', JSON.stringify(steps));
    const account = steps.find(({ name }) => name === 'create_user_account');
    assert.equal((account?.results?.result as { email?: string }).email, 'ada@example.com');
  });
  await report.check('their failures say what is wrong', async () => {
    const { task, steps } = await run('ada@mailinator.com');
    assert.equal(task.status, 'error');
    const account = steps.find(({ name }) => name === 'create_user_account');
    assert.equal(account?.results?.metadata.error_code, 'BLOCKED_EMAIL_DOMAIN', JSON.stringify(account));
  });
  await report.check('handlers in Python can be taken down', async () => {
    await cdk(emulator, 'destroy', STACK, '--force', ...FLAGS);
  });
}
