import { describe, expect, it, vi } from 'vitest';
import '../../lib/testing/vitest.ts';
import { runTask, failsForGood, taskMatchers } from '../../lib/testing/index.ts';

const template = 'templates/microservices/user_registration.yaml';
const mocks = {
  create_user_account: {},
  setup_billing_profile: failsForGood({ code: 'NO_BANK' }),
  initialize_preferences: {},
  send_welcome_sequence: {},
  update_user_status: {},
};

describe('taskMatchers', async () => {
  const failed = await runTask(template, { mocks });
  const fine = await runTask(template, { mocks: { ...mocks, setup_billing_profile: {} } });

  it('pass where what they say is so', () => {
    expect(taskMatchers.toHaveSucceeded(fine).pass).toBe(true);
    expect(taskMatchers.toHaveCompleted(failed, 'create_user_account', 'initialize_preferences').pass).toBe(true);
    expect(taskMatchers.toHaveFailedAt(failed, 'setup_billing_profile', { code: 'NO_BANK', attempts: 1 }).pass).toBe(
      true,
    );
    expect(taskMatchers.toHaveBlocked(failed, 'send_welcome_sequence', 'update_user_status').pass).toBe(true);
    expect(taskMatchers.toHaveRun(failed, 'setup_billing_profile', 1).pass).toBe(true);
  });

  it('fail where it is not, and say which step failed and why', () => {
    const result = taskMatchers.toHaveSucceeded(failed);
    expect(result.pass).toBe(false);
    // The kit that throws here is a package elsewhere, whose lines are nobody's own.
    expect(result.message().replace(/ \(at lib\/testing\/.*\)/, '')).toBe(
      [
        'Expected the task to succeed.',
        'The task ended as FAILED (TaskFailed):',
        '  create_user_account: complete, ran once',
        '  initialize_preferences: complete, ran once',
        '  setup_billing_profile: error, ran once: NO_BANK: The test made this step fail.',
        '  send_welcome_sequence: blocked: setup_billing_profile failed',
        '  update_user_status: blocked: setup_billing_profile failed',
      ].join('\n'),
    );
    expect(taskMatchers.toHaveCompleted(failed, 'create_user_account', 'update_user_status').pass).toBe(false);
    expect(taskMatchers.toHaveFailedAt(failed, 'setup_billing_profile', { code: 'OTHER' }).pass).toBe(false);
    expect(taskMatchers.toHaveFailedAt(failed, 'setup_billing_profile', { attempts: 2 }).pass).toBe(false);
    expect(taskMatchers.toHaveFailedAt(failed, 'create_user_account').pass).toBe(false);
    expect(taskMatchers.toHaveBlocked(failed, 'create_user_account').pass).toBe(false);
    expect(taskMatchers.toHaveRun(failed, 'create_user_account', 2).pass).toBe(false);
  });

  it('name the line of the source at which a handler has thrown', async () => {
    const user_info = { email: 'jane@tempmail.com', name: 'Jane', plan: 'free' };
    const blocked = await runTask(template, { context: { user_info } });
    expect(taskMatchers.toHaveSucceeded(blocked).message()).toMatch(
      /create_user_account: error, ran once: BLOCKED_EMAIL_DOMAIN: .+ \(at lambdas\/microservices\/registration\/check-email\.ts:\d+:\d+\)/,
    );
    const { stack } = blocked.steps['create_user_account']?.error ?? {};
    expect(stack).not.toContain('.mjs');
    expect(stack).toMatch(/at checkEmail \(\/.+\/lambdas\/microservices\/registration\/check-email\.ts:\d+:\d+\)/);
  });

  it('extend expect of Vitest', () => {
    expect(fine).toHaveSucceeded();
    expect(failed).not.toHaveSucceeded();
    expect(failed).toHaveFailedAt('setup_billing_profile', { code: 'NO_BANK' });
    expect(() => expect(failed).toHaveSucceeded()).toThrow('Expected the task to succeed.');
  });

  it('extend expect of Jest, where there is one', async () => {
    await expect(import('../../lib/testing/jest.ts')).rejects.toThrow(
      'import "tasker-sfn/testing/jest" in a test of Jest',
    );
    vi.resetModules();
    const extend = vi.fn();
    vi.stubGlobal('expect', { extend });
    await import('../../lib/testing/jest.ts');
    vi.unstubAllGlobals();
    expect(extend.mock.calls[0]?.[0]).toHaveProperty('toHaveCompleted');
  });

  it('refuse a step that is not there', () => {
    expect(() => taskMatchers.toHaveRun(fine, 'send_mail', 1)).toThrow('The template has no step "send_mail".');
  });
});
