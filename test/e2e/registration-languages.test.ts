import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { forgetAll } from '../../lambdas/microservices/services/shared-memory.ts';
import type { JsonObject } from '../../lib/json.ts';
import { fails, runTask } from '../../lib/testing/index.ts';
import { makeFolder } from '../support/handler-folder.ts';
import { hasPython } from '../support/has-python.ts';
import { hasRuby } from '../support/has-ruby.ts';

const template = 'templates/microservices/user_registration.yaml';
const jane = {
  email: 'New.User@Example.com',
  name: 'Jane',
  plan: 'pro',
  source: 'web',
  preferences: { notifications: { push: true } },
};

afterEach(() => {
  forgetAll();
  vi.unstubAllEnvs();
});

const register = (handlers: string, userInfo: JsonObject, inputCheck = true) =>
  runTask(template, { context: { user_info: userInfo }, handlers, inputCheck });

/** What two runs need not share: times, and secrets. */
function comparable(output: unknown): unknown {
  const text = JSON.stringify(output)
    .replaceAll(/\d{4}-\d{2}-\d{2}T[\d:.]+Z/g, '<time>')
    .replaceAll(/("verification_token":)"[^"]*"/g, '$1"<secret>"');
  return JSON.parse(text);
}

const languages = [
  { language: 'Python', handlers: 'lambdas-python', isHere: hasPython },
  { language: 'Ruby', handlers: 'lambdas-ruby', isHere: hasRuby },
].filter(({ isHere }) => isHere);

describe.each(languages)('the user registration in $language', { timeout: 60_000 }, ({ handlers }) => {
  it.each(['free', 'enterprise'])('gives what the one in TypeScript gives, for the plan %s', async (plan) => {
    const [typescript, other] = [
      await register('lambdas', { ...jane, plan }),
      await register(handlers, { ...jane, plan }),
    ];
    expect(other.status).toBe('SUCCEEDED');
    expect(comparable(other.output)).toEqual(comparable(typescript.output));
    expect(other.steps['create_user_account']!.logs.map(({ message }) => message)).toEqual([
      'Step started',
      'Step succeeded',
    ]);
  });

  it.each([
    [{ email: 'jane@mailinator.com.' }, 'create_user_account', 'BLOCKED_EMAIL_DOMAIN'],
    [{ email: 'jane@example.com', plan: 'gold' }, 'setup_billing_profile', 'UNKNOWN_PLAN'],
    [{ email: 'jane@example.com', preferences: 5 }, 'initialize_preferences', 'INVALID_PREFERENCES'],
  ])('fails as the one in TypeScript does: %j', async (userInfo, step, code) => {
    const [typescript, other] = [await register('lambdas', userInfo, false), await register(handlers, userInfo, false)];
    expect(other.steps[step]!.error).toMatchObject({ type: 'permanent_error', code, retryable: false });
    const { message } = typescript.steps[step]!.error!;
    expect(other.steps[step]!.error!.message).toBe(message);
    expect(Object.values(other.steps).map(({ state }) => state)).toEqual(
      Object.values(typescript.steps).map(({ state }) => state),
    );
  });

  it('tries again what may pass, and takes mocks', async () => {
    vi.stubEnv('TASKER_SFN_DEMO_FAULTS', 'preferences:fail=2');
    const task = await runTask(template, {
      context: { user_info: jane },
      handlers,
      mocks: { setup_billing_profile: fails(1), update_user_status: { user_id: 'x', status: 'mocked' } },
    });
    expect(task.status).toBe('SUCCEEDED');
    expect(task.steps['initialize_preferences']!.attempts).toBe(3);
    expect(task.steps['setup_billing_profile']!.attempts).toBe(2);
    expect(task.output!['update_user_status']).toEqual({ user_id: 'x', status: 'mocked' });
  });
});

describe.skipIf(!hasPython || !hasRuby)('the user registration in all languages', { timeout: 60_000 }, () => {
  it('may have each step in another one', async () => {
    const dir = join(makeFolder(), 'lambdas');
    const folders = { ts: 'lambdas', py: 'lambdas-python', rb: 'lambdas-ruby' };
    for (const [name, from] of Object.entries(folders)) {
      cpSync(join(from, 'microservices'), join(dir, name), {
        recursive: true,
        filter: (path) => !path.includes('__pycache__'),
      });
    }
    const steps = {
      create_user_account: 'rb',
      initialize_preferences: 'py',
      setup_billing_profile: 'rb',
      send_welcome_sequence: 'py',
      update_user_status: 'ts',
    };
    for (const [step, language] of Object.entries(steps)) {
      const files = {
        ts: `ts/${step.replaceAll('_', '-')}-handler.ts`,
        py: `py/${step}_handler.py`,
        rb: `rb/${step}_handler.rb`,
      };
      for (const [other, file] of Object.entries(files)) if (other !== language) rmSync(join(dir, file));
    }
    const [mixed, typescript] = [await register(dir, jane), await register('lambdas', jane)];
    expect(comparable(mixed.output)).toEqual(comparable(typescript.output));
  });
});
