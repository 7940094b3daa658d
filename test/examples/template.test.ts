import { readFileSync } from 'node:fs';
import { bindFunctions, compileTemplate } from 'tasker-sfn';
import { runStateMachine } from 'tasker-sfn/local';
import { expect, test } from 'vitest';

const file = 'templates/microservices/user_registration.yaml';

test('a user is registered although billing fails twice', async () => {
  const { value: workflow } = compileTemplate(readFileSync(file, 'utf8'), { file });
  const done = { Return: { result: {}, after: [] } };
  const busy = { Throw: { Error: 'RetryableError', Cause: '{}' } };
  const run = await runStateMachine({
    definition: bindFunctions(workflow!.definition),
    input: { context: { user_info: { name: 'Ada', email: 'ada@example.com' } } },
    mocks: {
      create_user_account: done,
      setup_billing_profile: [busy, busy, done],
      initialize_preferences: done,
      send_welcome_sequence: done,
      update_user_status: done,
    },
    seed: 7,
  });
  expect(run.status).toBe('SUCCEEDED');
  expect(run.attempts('setup_billing_profile')).toBe(3);
  expect(run.startedAt('initialize_preferences')).toBe(run.startedAt('setup_billing_profile'));
});
