import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { defineHandler, logInfo } from '../../lib/runtime/index.ts';
import { failsForGood, runHandler, runTask } from '../../lib/testing/index.ts';
import { recordedText, REPORTS_VARIABLE, tellFailedTest } from '../../lib/testing/test-log.ts';
import '../../lib/testing/vitest.ts';

const Greet = defineHandler('Greet', { inputs: { name: 'name' } }, async ({ name }) => {
  logInfo(`Greeting ${String(name)}`);
  return {};
});

it.each(['Ada', 'Grace'])('keeps what handlers log of this test alone: %s', async (name) => {
  expect(recordedText()).toBe('');
  await runHandler(Greet, { context: { name } });
  expect(recordedText()).toContain(`step: INFO Greeting ${name}\n`);
});

it('writes the reports of the runs of a test that fails, where the user wants them', async () => {
  const template = 'templates/microservices/user_registration.yaml';
  const mocks = { create_user_account: failsForGood({ code: 'NO_ACCOUNT' }) };
  const options = { mocks, inputCheck: false };
  const log = vi.spyOn(console, 'log').mockImplementation(() => undefined);
  onTestFinished(() => {
    log.mockRestore();
    vi.unstubAllEnvs();
  });
  await runTask(template, options);
  await runTask(template, options);
  const folder = join(mkdtempSync(join(tmpdir(), 'tasker-sfn-reports-')), 'of-tests');

  tellFailedTest('registers > a "user"');
  expect(existsSync(folder)).toBe(false);
  vi.stubEnv(REPORTS_VARIABLE, folder);
  tellFailedTest('registers > a "user"');
  const files = ['registers-a-user.html', 'registers-a-user-2.html'].map((name) => join(folder, name));
  expect(log).toHaveBeenLastCalledWith(`Reports of the test's runs: ${files.join(', ')}`);
  for (const file of files) expect(readFileSync(file, 'utf8')).toContain('NO_ACCOUNT');
});
