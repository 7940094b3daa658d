import { describe, expect, it } from 'vitest';
import { isMisspelling } from '../../lib/diagnostics/suggest.ts';
import { suggest, suggester } from '../../lib/diagnostics/suggest.ts';

const steps = ['create_user', 'setup_billing_profile', 'initialize_preferences', 'ship'];

describe('suggest', () => {
  it.each([
    ['crate_user', 'create_user'],
    ['create-user', 'create_user'],
    ['CreateUser', 'create_user'],
    ['Create User', 'create_user'],
    ['cretae_user', 'create_user'],
    ['setup_biling_profil', 'setup_billing_profile'],
    ['shpi', 'ship'],
    ['billing', 'setup_billing_profile'],
    ['please_create_user_now', 'create_user'],
  ])('takes %s for %s', (name, expected) => {
    expect(suggest(name, steps)).toBe(expected);
  });

  it.each(['', 'x', 'refund', 'delete_everything'])('has no idea what %j may mean', (name) => {
    expect(suggest(name, steps)).toBeUndefined();
  });

  it('prefers the nearest, then the first', () => {
    expect(suggest('step_1', ['step_22', 'step_2', 'step_3'])).toBe('step_2');
  });

  it('never offers the name itself', () => {
    expect(suggest('ship', ['ship'])).toBeUndefined();
  });
});

describe('suggester', () => {
  it('answers a hundred questions, so that a file of unknown names costs no quadratic time', () => {
    const ask = suggester(['name']);
    const answers = Array.from({ length: 150 }, () => ask('nmae'));
    expect(answers.filter((answer) => answer === 'name')).toHaveLength(100);
  });
});

describe('isMisspelling', () => {
  it.each([
    ['dependancies', 'dependencies'],
    ['depndancies', 'dependencies'],
    ['depend-on', 'depends_on'],
    ['hanlder', 'handler'],
    ['retyr', 'retry'],
    ['tipe', 'type'],
  ])('sees %s in place of %s', (name, candidate) => expect(isMisspelling(name, candidate)).toBe(true));

  it.each([
    ['note', 'name'],
    ['retries', 'retry'],
    ['owner', 'name'],
    ['constructor', 'dependencies'],
  ])('takes %s for a word of its own beside %s', (name, candidate) =>
    expect(isMisspelling(name, candidate)).toBe(false),
  );
});
