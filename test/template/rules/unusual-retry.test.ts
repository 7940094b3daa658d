import { describe, expect, it } from 'vitest';
import { attemptsOf, delaysOf } from '../../../lib/flow/retries.ts';
import { parseTemplate } from '../../../lib/template/parse-template.ts';
import { expectDiagnostics, expectValid, withSteps } from '../../support/expect-diagnostics.ts';

const template = (retry: string) => withSteps`
  - name: a
    handler: { callable: A }
    retry: ${retry}
`;

describe('unusual-retry', () => {
  it('accepts the ends of every range', () => {
    expectValid(template('{ max_attempts: 1, backoff_base_ms: 100, max_backoff_ms: 1000 }'));
    expectValid(template('{ max_attempts: 100, backoff_base_ms: 3600000, max_backoff_ms: 3600000 }'));
  });

  it.each([
    ['max_attempts: 0', 'outside the range of 1 to 100: the step runs once.'],
    ['max_attempts: 101', 'outside the range of 1 to 100: the step may run 101 times.'],
    ['backoff_base_ms: 50', 'outside the range of 100 to 3,600,000: the first retry waits 1 second.'],
    ['backoff_base_ms: 0', 'outside the range of 100 to 3,600,000: the first retry waits 1 second.'],
    ['max_backoff_ms: 200', 'outside the range of 1,000 to 3,600,000: no retry waits longer than 1 second.'],
    ['max_backoff_ms: 7200000', 'outside the range of 1,000 to 3,600,000: no retry waits longer than 7,200 seconds.'],
  ])('says what comes of %s', (written, message) => {
    const value = written.split(' ').at(-1) ?? '';
    const warnings = parseTemplate(
      template(`{ backoff_base_ms: 100, ${written} }`).replace('backoff_base_ms: 100, backoff', 'backoff'),
      'x.yaml',
    );
    const found = warnings.diagnostics.filter(({ code }) => code === 'unusual-retry');
    expect(
      found.map(({ severity, span, message: text }) => [severity, span.file.text.slice(span.start, span.end), text]),
    ).toEqual([['warning', value, expect.stringContaining(message)]]);
    expect(warnings.value).toBeDefined();
  });

  it('says what the machine does', () => {
    const policyOf = (retry: string) => parseTemplate(template(retry), 'x.yaml').value!.steps[0]!.retry;
    expect(attemptsOf(policyOf('{ max_attempts: 0 }'))).toBe(1);
    expect(delaysOf(policyOf('{ max_attempts: 3, backoff_base_ms: 50, max_backoff_ms: 200 }'))).toEqual([1, 1]);
  });

  it('looks at old spellings and at environments too', () => {
    const text =
      template('{ limit: 0 }') +
      'environments:\n  test:\n    steps:\n      - { name: a, retry: { max_attempts: 0 } }\n';
    expectDiagnostics(text, [
      { code: 'legacy-key', at: '7:12 limit' },
      {
        code: 'unusual-retry',
        at: '7:19 0',
        message: '"max_attempts" is 0, outside the range of 1 to 100: the step runs once.',
      },
      { code: 'unusual-retry', at: '11:43 0' },
    ]);
  });
});
