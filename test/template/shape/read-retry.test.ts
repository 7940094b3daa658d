import { describe, expect, it } from 'vitest';
import { parseTemplate } from '../../../lib/template/parse-template.ts';
import { expectDiagnostics, expectValid, withSteps } from '../../support/expect-diagnostics.ts';

const template = (retry: string) => withSteps`
  - name: a
    handler: { callable: A }
    retry: ${retry}
`;
const policyOf = (retry: string) => parseTemplate(template(retry), 'test.yaml').value?.steps[0]?.retry;

describe('readRetry', () => {
  it('fills in what is not written', () => {
    const defaults = { retryable: true, maxAttempts: 3, backoff: 'exponential', baseMs: 1000, maxMs: 30_000 };
    expect(policyOf('{}')).toEqual(defaults);
    expect(policyOf('{ max_attempts: 7 }')).toEqual({ ...defaults, maxAttempts: 7 });
    expect(policyOf('{ backoff_base_ms: , max_backoff_ms: null }')).toEqual(defaults);
  });

  it('accepts the ends of every range', () => {
    expectValid(template('{ max_attempts: 1, backoff_base_ms: 100, max_backoff_ms: 1000 }'));
    expectValid(template('{ max_attempts: 100, backoff_base_ms: 3600000, max_backoff_ms: 3600000 }'));
  });

  it.each([
    ['max_attempts', '-1', 'from 0 to 10,000'],
    ['max_attempts', '10001', 'from 0 to 10,000'],
    ['backoff_base_ms', '-1', 'from 0 to 31,622,400,000'],
    ['max_backoff_ms', '31622400001', 'from 0 to 31,622,400,000'],
  ])('refuses what cannot be: %s: %s', (key, value, range) => {
    const shown = Number(value).toLocaleString('en-US');
    expectDiagnostics(template(`{ ${key}: ${value} }`), [
      {
        code: 'out-of-range',
        at: `7:${14 + key.length} ${value}`,
        message: `"${key}" is ${shown}, but must be ${range}.`,
      },
    ]);
  });

  it('reads no attempt as one: a step that was reached has run', () => {
    expect(policyOf('{ max_attempts: 0 }')).toMatchObject({ maxAttempts: 1 });
  });

  it('reads delays in seconds and other old spellings, and says what to write', () => {
    const text = '{ limit: 4, backoff_strategy: linear, initial_delay: 2, max_delay: 30 }';
    expect(policyOf(text)).toEqual({ retryable: true, maxAttempts: 4, backoff: 'linear', baseMs: 2000, maxMs: 30_000 });
    expectDiagnostics(template(text), [
      {
        code: 'legacy-key',
        at: '7:12 limit',
        message: 'The key "limit" is read as "max_attempts" here, but Tasker ignores it.',
        hint: 'Write "max_attempts: 4".',
      },
      { code: 'legacy-key', at: '7:22 backoff_strategy', hint: 'Write "backoff: linear".' },
      { code: 'legacy-key', at: '7:48 initial_delay', hint: 'Write "backoff_base_ms: 2000".' },
      { code: 'legacy-key', at: '7:66 max_delay', hint: 'Write "max_backoff_ms: 30000".' },
    ]);
    expect(policyOf('{ backoff_base_seconds: 0.25 }')).toMatchObject({ baseMs: 250 });
    expect(policyOf('{ max_backoff_seconds: 90 }')).toMatchObject({ maxMs: 90_000 });
  });

  it('checks the range of a converted delay', () => {
    expectDiagnostics(template('{ max_delay: 7200 }'), [
      { code: 'legacy-key', at: '7:12 max_delay' },
      {
        code: 'unusual-retry',
        at: '7:23 7200',
        message:
          '"max_backoff_ms" is 7,200,000, outside the range of 1,000 to 3,600,000: no retry waits longer than 7,200 seconds.',
      },
    ]);
    expectDiagnostics(template('{ initial_delay: 2s }'), [
      { code: 'legacy-key', at: '7:12 initial_delay', hint: 'Write "backoff_base_ms: …".' },
      { code: 'wrong-type', at: '7:27 2s', message: '"initial_delay" must be a whole number, not the text "2s".' },
    ]);
  });

  it('refuses an old spelling beside the new one', () => {
    expectDiagnostics(template('{ initial_delay: 2, backoff_base_ms: 2000 }'), [
      {
        code: 'conflicting-keys',
        at: '7:30 backoff_base_ms',
        message: 'The retry policy of step "a" has both "backoff_base_ms" and "initial_delay", which mean the same.',
        related: ['7:12 initial_delay: The other one is here.'],
      },
    ]);
  });

  it('says what to write instead of words that Tasker does not know', () => {
    expectDiagnostics(template('{ max_retries: 2, retryable: yes, backoff: exponental }'), [
      {
        code: 'ignored-key',
        at: '7:12 max_retries',
        hint: 'Write "max_attempts", which counts the first run too: one more than the number of retries.',
      },
      {
        code: 'wrong-type',
        at: '7:39 yes',
        message: '"retryable" must be true or false, not the text "yes".',
        hint: 'Write true.',
      },
      {
        code: 'bad-value',
        at: '7:53 exponental',
        message: '"backoff" is "exponental", but must be "none", "linear", "exponential" or "fibonacci".',
        hint: 'Did you mean "exponential"?',
      },
    ]);
  });
});
