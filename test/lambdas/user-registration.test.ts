import { beforeEach, describe, expect, it, vi } from 'vitest';
import { CreateUserAccountHandler } from '../../lambdas/microservices/create-user-account-handler.ts';
import { InitializePreferencesHandler } from '../../lambdas/microservices/initialize-preferences-handler.ts';
import { billingTierOf, nextBillingDate } from '../../lambdas/microservices/registration/billing-tiers.ts';
import { welcomeMessages } from '../../lambdas/microservices/registration/welcome-messages.ts';
import { SendWelcomeSequenceHandler } from '../../lambdas/microservices/send-welcome-sequence-handler.ts';
import { forgetAll } from '../../lambdas/microservices/services/shared-memory.ts';
import { SetupBillingProfileHandler } from '../../lambdas/microservices/setup-billing-profile-handler.ts';
import { UpdateUserStatusHandler } from '../../lambdas/microservices/update-user-status-handler.ts';
import type { JsonObject } from '../../lib/json.ts';
import type { StepHandlerClass } from '../../lib/runtime/index.ts';
import { runHandler, type HandlerInput } from '../../lib/testing/index.ts';

const jane = { email: 'New.User@Example.com', name: 'Jane Developer', plan: 'pro', source: 'signup_form' };
const account = {
  user_id: 'usr_1',
  email: 'new.user@example.com',
  name: 'Jane Developer',
  plan: 'pro',
  created_at: 't',
};
const isoDate = expect.stringMatching(/^\d{4}-\d{2}-\d{2}T.*Z$/);

/** The result of a run that must succeed. */
async function resultOf(handler: StepHandlerClass, input: HandlerInput): Promise<JsonObject> {
  const { result, error } = await runHandler(handler, input);
  if (result === undefined) throw error?.cause ?? new Error('Neither a result nor an error');
  return result;
}

/** The context of a registration. */
const of = (userInfo: unknown): HandlerInput => ({
  context: userInfo === undefined ? {} : { user_info: userInfo as JsonObject },
});

beforeEach(() => {
  forgetAll();
  for (const service of ['USER', 'BILLING', 'PREFERENCES', 'NOTIFICATION']) vi.stubEnv(`${service}_SERVICE_URL`, '');
});

describe('creating the account', () => {
  it('gives the account', async () => {
    expect(await resultOf(CreateUserAccountHandler, of(jane))).toEqual({
      user_id: expect.stringMatching(/^usr_[0-9a-f]{24}$/),
      email: 'new.user@example.com',
      name: 'Jane Developer',
      plan: 'pro',
      status: 'created',
      email_verified: false,
      verification_token: expect.stringMatching(/^[\w-]{43}$/),
      created_at: isoDate,
    });
  });

  it.each([
    ['nothing at all', undefined, 'MISSING_EMAIL'],
    ['null', null, 'MISSING_EMAIL'],
    ['no e-mail', { name: 'Jane' }, 'MISSING_EMAIL'],
    ['an empty e-mail', { email: '' }, 'MISSING_EMAIL'],
    ['a blank e-mail', { email: '  ' }, 'MISSING_EMAIL'],
    ['no domain', { email: 'jane' }, 'INVALID_EMAIL'],
    ['no top domain', { email: 'jane@example' }, 'INVALID_EMAIL'],
    ['two at signs', { email: 'jane@a@example.com' }, 'INVALID_EMAIL'],
    ['a space', { email: 'jane doe@example.com' }, 'INVALID_EMAIL'],
    ['no text', { email: 7 }, 'INVALID_EMAIL'],
    ['a disposable domain', { email: 'jane@tempmail.com' }, 'BLOCKED_EMAIL_DOMAIN'],
    ['another', { email: 'jane@throwaway.email' }, 'BLOCKED_EMAIL_DOMAIN'],
    ['a third, in any case', { email: 'jane@Mailinator.COM' }, 'BLOCKED_EMAIL_DOMAIN'],
    ['one with a dot at the end', { email: 'jane@mailinator.com.' }, 'BLOCKED_EMAIL_DOMAIN'],
    ['a plan that is no name', { email: 'jane@example.com', plan: 7 }, 'UNKNOWN_PLAN'],
  ])('refuses %s for good', async (_, userInfo, code) => {
    expect(await runHandler(CreateUserAccountHandler, of(userInfo))).toMatchObject({
      error: { type: 'permanent_error', code, retryable: false },
    });
  });

  it.each([
    [undefined, 'free'],
    [null, 'free'],
    ['', 'free'],
    ['Enterprise ', 'enterprise'],
  ])('reads the plan %j as %s', async (plan, expected) => {
    const userInfo = { email: 'jane@example.com', plan };
    expect(await resultOf(CreateUserAccountHandler, of(userInfo))).toMatchObject({ plan: expected, name: null });
  });

  it('gives the same account to a retry and to a second task, whatever the case of the address', async () => {
    const first = await resultOf(CreateUserAccountHandler, of(jane));
    const second = { email: 'NEW.USER@EXAMPLE.COM', name: 'Somebody', plan: 'free' };
    expect(await resultOf(CreateUserAccountHandler, of(second))).toEqual(first);
    const other = await resultOf(CreateUserAccountHandler, of({ email: 'other@example.com' }));
    expect(other.user_id).not.toBe(first.user_id);
  });

  it('gives the same user id in another process too', async () => {
    const { user_id } = await resultOf(CreateUserAccountHandler, of(jane));
    forgetAll();
    expect((await resultOf(CreateUserAccountHandler, of(jane))).user_id).toBe(user_id);
  });
});

describe('setting up billing', () => {
  const bill = (plan: string) => ({ results: { create_user_account: { ...account, plan } } });

  it.each([
    ['pro', 29, 14],
    ['enterprise', 299, 30],
  ])('makes a profile for %s', async (plan, price, trial_days) => {
    expect(await resultOf(SetupBillingProfileHandler, bill(plan))).toEqual({
      user_id: 'usr_1',
      billing_id: expect.stringMatching(/^bil_/),
      plan,
      price,
      currency: 'USD',
      billing_cycle: 'monthly',
      features: expect.arrayContaining(['basic_features']),
      trial_days,
      next_billing_date: expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/),
      billing_required: true,
      status: 'active',
      created_at: isoDate,
    });
  });

  it('skips what a free plan does not need, and succeeds', async () => {
    expect(await resultOf(SetupBillingProfileHandler, bill('free'))).toMatchObject({
      billing_id: null,
      price: 0,
      trial_days: 0,
      next_billing_date: null,
      billing_required: false,
      status: 'skipped',
    });
  });

  it('refuses an unknown plan for good, and names those there are', async () => {
    const { error } = await runHandler(SetupBillingProfileHandler, bill('gold'));
    expect(error).toMatchObject({
      type: 'permanent_error',
      code: 'UNKNOWN_PLAN',
      message: 'Unknown plan "gold". Allowed are free, pro, enterprise.',
    });
  });

  it('bills after the trial, or in a month', () => {
    const noTrial = { ...billingTierOf('free'), trialDays: 0 };
    expect(nextBillingDate(billingTierOf('pro'), new Date('2026-01-25T12:00:00Z'))).toBe('2026-02-08');
    expect(nextBillingDate(noTrial, new Date('2026-01-15T12:00:00Z'))).toBe('2026-02-15');
    expect(nextBillingDate(noTrial, new Date('2026-01-31T12:00:00Z'))).toBe('2026-02-28');
    expect(nextBillingDate(noTrial, new Date('2026-12-31T12:00:00Z'))).toBe('2027-01-31');
  });
});

describe('initialising preferences', () => {
  const choose = (plan: string, preferences?: unknown) => ({
    ...of({ ...jane, ...(preferences !== undefined && { preferences }) }),
    results: { create_user_account: { ...account, plan } },
  });

  it.each(['free', 'pro', 'enterprise', 'gold'])('has defaults for %s', async (plan) => {
    const result = await resultOf(InitializePreferencesHandler, choose(plan));
    expect(result).toMatchObject({
      user_id: 'usr_1',
      preferences: { notifications: { email: true, push: false, sms: false } },
      status: 'initialized',
      updated_at: isoDate,
    });
  });

  it("puts the user's own choices over them, one by one", async () => {
    const own = { theme: 'dark', notifications: { push: true } };
    expect((await resultOf(InitializePreferencesHandler, choose('pro', own))).preferences).toMatchObject({
      theme: 'dark',
      language: 'en',
      weekly_digest: true,
      notifications: { email: true, push: true, sms: false },
    });
  });

  it.each([['dark'], [{ notifications: ['push'] }]])('refuses %j for good', async (own) => {
    expect(await runHandler(InitializePreferencesHandler, choose('pro', own))).toMatchObject({
      error: { type: 'permanent_error', code: 'INVALID_PREFERENCES' },
    });
  });
});

describe('welcoming the user', () => {
  const results = (trial_days: number, push: boolean) => ({
    create_user_account: account,
    setup_billing_profile: { trial_days },
    initialize_preferences: { preferences: { notifications: { push } } },
  });

  it.each([
    [14, true, ['email', 'push'], 3],
    [14, false, ['email'], 2],
    [0, true, ['email', 'push'], 2],
    [0, false, ['email'], 1],
  ])('with a trial of %i days and push %s', async (trial, push, channels_used, messages_sent) => {
    expect(await resultOf(SendWelcomeSequenceHandler, { results: results(trial, push) })).toEqual({
      user_id: 'usr_1',
      channels_used,
      messages_sent,
      status: 'sent',
      sent_at: isoDate,
    });
  });

  it('uses the words of the story', () => {
    const user = { email: 'a@b.c', name: 'Jane', plan: 'pro', trialDays: 14, wantsPush: true };
    expect(welcomeMessages(user)).toEqual([
      { channel: 'email', type: 'welcome', recipient: 'a@b.c', subject: 'Welcome to Tasker, Jane!' },
      { channel: 'email', type: 'trial_started', recipient: 'a@b.c', subject: 'Your Pro trial has started' },
      { channel: 'push', type: 'welcome', body: "Your pro account is ready. Let's get started!" },
    ]);
  });

  it('manages without notification settings', async () => {
    const without = { ...results(0, false), initialize_preferences: { preferences: {} } };
    expect(await resultOf(SendWelcomeSequenceHandler, { results: without })).toMatchObject({ messages_sent: 1 });
  });

  it.each(['create_user_account', 'setup_billing_profile', 'initialize_preferences'])(
    'needs the result of %s',
    async (step) => {
      const some = Object.fromEntries(Object.entries(results(0, false)).filter(([name]) => name !== step));
      const { error } = await runHandler(SendWelcomeSequenceHandler, { results: some });
      expect(error).toMatchObject({
        type: 'permanent_error',
        code: 'MISSING_DEPENDENCIES',
        message: `Upstream data is not available: ${step}`,
      });
    },
  );
});

describe('the whole registration', () => {
  it('ends with an active account and a summary', async () => {
    const userInfo = { ...jane, preferences: { notifications: { push: true } } };
    const results: Record<string, JsonObject> = {};
    for (const [step, handler] of [
      ['create_user_account', CreateUserAccountHandler],
      ['setup_billing_profile', SetupBillingProfileHandler],
      ['initialize_preferences', InitializePreferencesHandler],
      ['send_welcome_sequence', SendWelcomeSequenceHandler],
      ['update_user_status', UpdateUserStatusHandler],
    ] as const) {
      results[step] = await resultOf(handler, { ...of(userInfo), results: { ...results } });
    }
    expect(results.update_user_status).toEqual({
      user_id: results.create_user_account!.user_id,
      status: 'active',
      activated_at: isoDate,
      registration_summary: {
        email: 'new.user@example.com',
        name: 'Jane Developer',
        plan: 'pro',
        source: 'signup_form',
        registered_at: results.create_user_account!.created_at,
        billing_id: results.setup_billing_profile!.billing_id,
        trial_days: 14,
        next_billing_date: results.setup_billing_profile!.next_billing_date,
        notifications: { email: true, push: true, sms: false },
        welcome_channels: ['email', 'push'],
        welcome_messages: 3,
      },
    });
    // A retry of any step says the same.
    const given = { ...of(userInfo), results };
    expect(await resultOf(UpdateUserStatusHandler, given)).toEqual(results.update_user_status);
    expect(await resultOf(SendWelcomeSequenceHandler, given)).toEqual(results.send_welcome_sequence);
  });
});
