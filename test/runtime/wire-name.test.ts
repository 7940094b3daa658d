import { describe, expect, it } from 'vitest';
import { attemptOf, isSpent } from '../../lib/runtime/adapter/attempt.ts';
import { wireNameOf } from '../../lib/runtime/adapter/wire-name.ts';
import { sampleEvent } from './sample-event.ts';

const waited = { step: 'charge', attempts: 1 };

/** max_attempts is 3 throughout. */
describe.each([
  // counted, retry_count, waited for before → attempt, spent, plain, with retry_after
  [false, 0, false, 1, false, 'RetryableError', 'RetryAfterError'],
  [false, 1, false, 2, false, 'RetryableError', 'RetryAfterError'],
  [false, 2, false, 3, false, 'RetryableError', 'RetryableError'],
  [false, 9, false, 3, false, 'RetryableError', 'RetryableError'],
  [false, 0, true, 2, false, 'RetryableError', 'RetryAfterError'],
  [false, 1, true, 3, false, 'AttemptsExhaustedError', 'AttemptsExhaustedError'],
  [false, 2, true, 3, true, 'AttemptsExhaustedError', 'AttemptsExhaustedError'],
  [true, 5, false, 1, false, 'RetryableError', 'RetryAfterError'],
  [true, 5, true, 2, false, 'RetryableError', 'RetryAfterError'],
] as const)(
  'counted %s, retry_count %i, waited %s',
  (counted, retry_count, hasWaited, attempt, spent, plain, later) => {
    const event = sampleEvent({
      step: { retry_count, ...(counted && { counted }) },
      ...(hasWaited && { retry: waited }),
    });

    it(`is attempt ${attempt}`, () => {
      expect(attemptOf(event)).toBe(attempt);
      expect(isSpent(event)).toBe(spent);
    });

    it('gives each failure the name that the machine acts on', () => {
      expect(wireNameOf(event, { retryable: true })).toBe(plain);
      expect(wireNameOf(event, { retryable: true, retryAfter: 3 })).toBe(later);
      expect(wireNameOf(event, { retryable: false, retryAfter: 3 })).toBe('PermanentError');
    });
  },
);

describe('the count of a wait', () => {
  it('belongs to the step that it was for', () => {
    expect(attemptOf(sampleEvent({ retry: { step: 'another', attempts: 2 } }))).toBe(1);
  });

  it('ends a counted step', () => {
    const event = sampleEvent({ step: { counted: true }, retry: { step: 'charge', attempts: 2 } });
    expect(wireNameOf(event, { retryable: true })).toBe('AttemptsExhaustedError');
    expect(wireNameOf(event, { retryable: true, retryAfter: 3 })).toBe('AttemptsExhaustedError');
  });
});
