import { fails, runHandler, runTask } from 'tasker-sfn/testing';
import { expect, test } from 'vitest';
import 'tasker-sfn/testing/vitest';
import { SetupBillingProfileHandler } from '../../lambdas/microservices/setup-billing-profile-handler.ts';

const template = 'templates/microservices/user_registration.yaml';
const context = { user_info: { name: 'Ada', email: 'ada@example.com', plan: 'pro' } };

test('a free plan needs no billing', async () => {
  const account = { user_id: 'u-1', plan: 'free' };
  const { result } = await runHandler(SetupBillingProfileHandler, { results: { create_user_account: account } });
  expect(result).toMatchObject({ status: 'skipped' });
});

test('a user is registered although billing fails twice', async () => {
  const task = await runTask(template, { context, mocks: { setup_billing_profile: fails(2) } });
  expect(task).toHaveSucceeded();
  expect(task).toHaveRun('setup_billing_profile', 3);
});

test('nobody is welcomed whose billing fails for good', async () => {
  const mocks = { setup_billing_profile: fails(3, { code: 'CARD_DECLINED' }) };
  const task = await runTask(template, { context, mocks });
  expect(task).toHaveFailedAt('setup_billing_profile', { code: 'CARD_DECLINED', attempts: 3 });
  expect(task).toHaveCompleted('initialize_preferences');
  expect(task).toHaveBlocked('send_welcome_sequence', 'update_user_status');
});
