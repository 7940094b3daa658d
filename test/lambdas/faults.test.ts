import { beforeEach, describe, expect, it, vi } from 'vitest';
import { faultsOf, FAULTS_VARIABLE, misbehave } from '../../lambdas/microservices/services/faults.ts';
import { forgetAll } from '../../lambdas/microservices/services/shared-memory.ts';
import { SetupBillingProfileHandler } from '../../lambdas/microservices/setup-billing-profile-handler.ts';
import { runHandler } from '../../lib/testing/index.ts';

beforeEach(() => {
  forgetAll();
  vi.stubEnv('BILLING_SERVICE_URL', '');
});

const faults = (text: string) => vi.stubEnv(FAULTS_VARIABLE, text);
const outcome = (service: 'user' | 'billing', user: string) =>
  misbehave(service, user).then(
    () => 'ok',
    (error: Error) => error.name,
  );

describe('the faults of the in-memory services', () => {
  it('are none by default', async () => {
    faults('');
    expect(await outcome('billing', 'u1')).toBe('ok');
  });

  it('fail a number of calls for each user, and recover', async () => {
    faults('billing:fail=2');
    const calls = ['u1', 'u1', 'u2', 'u1', 'u2', 'u2'];
    const outcomes: string[] = [];
    for (const user of calls) outcomes.push(await outcome('billing', user));
    expect(outcomes).toEqual(['RetryableError', 'RetryableError', 'RetryableError', 'ok', 'RetryableError', 'ok']);
    expect(await outcome('user', 'u1')).toBe('ok');
  });

  it('fail for as long as they last, or refuse for good', async () => {
    faults('billing:down; user:reject');
    expect([await outcome('billing', 'u1'), await outcome('billing', 'u1')]).toEqual([
      'RetryableError',
      'RetryableError',
    ]);
    expect(await outcome('user', 'u1')).toBe('PermanentError');
  });

  it('take their time', async () => {
    vi.useFakeTimers();
    faults('billing:slow=3000ms');
    let done = false;
    const call = misbehave('billing', 'u1').then(() => (done = true));
    await vi.advanceTimersByTimeAsync(2_999);
    expect(done).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    await call;
    vi.useRealTimers();
  });

  it.each([
    ['billing:slow=2s', [{ kind: 'slow', ms: 2000 }]],
    [
      'billing:slow=5ms billing:fail',
      [
        { kind: 'slow', ms: 5 },
        { kind: 'fail', times: 1 },
      ],
    ],
    ['user:down', []],
  ])('read %j', (text, expected) => {
    expect(faultsOf('billing', text)).toEqual(expected);
  });

  it.each(['biling:down', 'billing', 'billing:explode', 'billing:fail=two'])(
    'refuse %j and say what is allowed',
    (text) => {
      expect(() => faultsOf('user', text)).toThrow(`"${text}" in TASKER_SFN_DEMO_FAULTS is not a fault.`);
    },
  );

  it('reach the handlers', async () => {
    faults('billing:fail=1');
    const given = { results: { create_user_account: { user_id: 'usr_1', plan: 'pro' } } };
    expect(await runHandler(SetupBillingProfileHandler, given)).toMatchObject({
      error: { retryable: true, code: 'SERVICE_UNAVAILABLE', message: 'The billing service is unavailable.' },
    });
    expect(await runHandler(SetupBillingProfileHandler, given)).toMatchObject({ success: true });
  });
});
