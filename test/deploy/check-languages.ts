import assert from 'node:assert/strict';
import { TaskerClient } from '../../lib/client/index.ts';
import { hasRuby } from '../support/has-ruby.ts';
import { cdk, deploy } from './cdk.ts';
import type { Emulator } from './emulator.ts';
import type { Report } from './report.ts';
import { send } from './signed-request.ts';

const TASK = { namespace: 'microservices', name: 'user_registration', version: '1.0.0' } as const;

/** The user registration with its handlers in Python, beside the one in TypeScript. */
export async function checkPython(report: Report, emulator: Emulator): Promise<void> {
  await checkLanguage('python', report, emulator, async () => {
    await checkRuns('python', report, emulator);
  });
}

/**
 * The one with its handlers in Ruby. Without Docker MiniStack runs no Ruby: it deploys the functions, and makes up what they answer. So
 * the tasks themselves run on the engine of this package alone (test/e2e).
 */
export async function checkRuby(report: Report, emulator: Emulator): Promise<void> {
  if (!hasRuby) return;
  await checkLanguage('ruby', report, emulator, async () => {
    const answer = JSON.stringify(await invoke(emulator, 'ruby'));
    if (answer.includes('Mock response')) {
      console.log(`  Skipped: MiniStack runs no functions in Ruby without Docker. It answers ${answer}`);
    } else await checkRuns('ruby', report, emulator);
  });
}

async function checkLanguage(
  language: string,
  report: Report,
  emulator: Emulator,
  checkDeployed: () => Promise<void>,
): Promise<void> {
  const settings = ['templates=templates/microservices', `handlers=lambdas-${language}`, `prefix=${language}`];
  const flags = settings.flatMap((setting) => ['-c', setting]);
  const stack = `${language}--UserRegistration`;
  await report.check(`handlers in ${language} can be deployed`, async () => {
    await deploy(emulator, stack, ...flags);
  });
  await checkDeployed();
  await report.check(`handlers in ${language} can be taken down`, async () => {
    await cdk(emulator, 'destroy', stack, '--force', ...flags);
  });
}

async function checkRuns(language: string, report: Report, emulator: Emulator): Promise<void> {
  const client = new TaskerClient({ connection: emulator.connection, prefix: language });
  const run = async (email: string) => {
    const context = { user_info: { email, name: 'Ada', plan: 'pro' } };
    const created = await client.createTask({ ...TASK, context });
    const task = await client.waitForTask(created.task_uuid, { timeoutMs: 60_000 });
    const steps = await client.listTaskSteps(task.task_uuid);
    return { task, steps, account: steps.find(({ name }) => name === 'create_user_account') };
  };
  await report.check('their tasks run to the end', async () => {
    const { task, steps, account } = await run('ada@example.com');
    assert.equal(task.status, 'complete', JSON.stringify(steps));
    assert.equal((account?.results?.result as { email?: string }).email, 'ada@example.com');
  });
  await report.check('their failures say what is wrong', async () => {
    const { task, account } = await run('ada@mailinator.com');
    assert.equal(task.status, 'error');
    assert.equal(account?.results?.metadata.error_code, 'BLOCKED_EMAIL_DOMAIN', JSON.stringify(account));
    assert.equal(account?.results?.metadata.retryable, false);
  });
  // The class of an exception is how a machine knows a permanent failure. Lambda's client tells it (test/oracle); MiniStack tells one word
  // of any exception, in Node.js and in Python, so there the machine tries each failure again, to the last attempt.
  await report.check('MiniStack tells no class of what they raise', async () => {
    const answer = (await invoke(emulator, language)) as { readonly errorType?: string };
    assert.equal(
      answer.errorType,
      'Runtime.HandlerError',
      'MiniStack tells classes now: check that permanent failures end a step',
    );
    const { account } = await run('bob@mailinator.com');
    assert.equal(account?.attempts, account?.max_attempts);
  });
}

/** What a function of a language answers an event that no machine sends. */
async function invoke(emulator: Emulator, prefix: string): Promise<unknown> {
  const ask = (path: string, method: string, body?: string) =>
    send(
      { url: `${emulator.endpoint}/2015-03-31/functions${path}`, service: 'lambda', method, ...(body && { body }) },
      emulator.ca,
    );
  const { Functions } = JSON.parse((await ask('/', 'GET')).text) as { Functions: readonly { FunctionName: string }[] };
  const name = Functions.map(({ FunctionName }) => FunctionName).find((each) => each.startsWith(`${prefix}--`));
  assert.ok(name !== undefined, `no function of "${prefix}"`);
  return JSON.parse((await ask(`/${name}/invocations`, 'POST', '{}')).text);
}
