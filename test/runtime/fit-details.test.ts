import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ErrorDetails } from '../../lib/contract/errors.ts';
import { fitDetails } from '../../lib/runtime/adapter/fit-details.ts';

const details: ErrorDetails = {
  error: 'PermanentError',
  message: 'The card was declined',
  code: 'DECLINED',
  type: 'permanent_error',
  retryable: false,
  step: 'charge',
  attempts: 1,
  metadata: { card: 'visa' },
};

const sizeOf = (value: ErrorDetails) => JSON.stringify(value).length;

describe('fitDetails', () => {
  it('leaves alone what fits', () => {
    expect(fitDetails(details, sizeOf(details))).toBe(details);
  });

  it('lets the metadata go first', () => {
    const fitted = fitDetails(details, sizeOf(details) - 1);
    expect(fitted.metadata).toBeUndefined();
    expect(fitted.message).toBe(details.message);
  });

  it('then cuts the end of the message', () => {
    const fitted = fitDetails({ ...details, message: `The card was declined: ${'x'.repeat(999)}` }, 160);
    expect(fitted.message).toMatch(/^The card was declined.*…$/);
    expect(sizeOf(fitted)).toBe(160);
  });

  it('fits whatever the message holds, and keeps what the machine reads', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 400 }),
        fc.integer({ min: 160, max: 500 }),
        (message, limit) => {
          const fitted = fitDetails({ ...details, message }, limit);
          expect(sizeOf(fitted)).toBeLessThanOrEqual(limit);
          expect(fitted).toMatchObject({ code: 'DECLINED', retryable: false, step: 'charge', attempts: 1 });
          expect(message.startsWith(fitted.message.replace(/…$/, ''))).toBe(true);
        },
      ),
    );
  });
});
