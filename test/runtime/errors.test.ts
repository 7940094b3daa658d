import { describe, expect, it } from 'vitest';
import {
  ErrorType,
  isStandardErrorType,
  isTypicallyRetryable,
  PermanentError,
  RetryableError,
} from '../../lib/runtime/index.ts';

describe('PermanentError and RetryableError', () => {
  it.each([
    ['a bare code', 'CODE', { error_code: 'CODE' }, 'CODE'],
    ['metadata itself', { error_code: 'CODE', order: 7 }, { error_code: 'CODE', order: 7 }, 'CODE'],
    ['camel case', { errorCode: 'CODE' }, { errorCode: 'CODE' }, 'CODE'],
    ['options with metadata', { metadata: { order: 7 }, errorCode: 'CODE' }, { order: 7, errorCode: 'CODE' }, 'CODE'],
    ['metadata with a cause of its own', { cause: 'rain' }, { cause: 'rain' }, undefined],
    ['nothing', undefined, {}, undefined],
  ])('take %s', (_, description, metadata, code) => {
    for (const error of [new PermanentError('No', description), new RetryableError('No', description)]) {
      expect(error.message).toBe('No');
      expect(error.metadata).toEqual(metadata);
      expect(error.errorCode).toBe(code);
    }
  });

  it('keep the cause that an error has', () => {
    const cause = new Error('deeper');
    const error = new PermanentError('No', { cause, order: 7 });
    expect(error.cause).toBe(cause);
    expect(error.metadata).toEqual({ order: 7 });
  });

  it.each([
    [{ retry_after: 3 }, 3],
    [{ retryAfter: 4 }, 4],
    [{ metadata: { retry_after: 5 } }, 5],
    [{ retry_after: '6' }, 6],
    [{ retry_after: -1 }, undefined],
    [{ retry_after: Number.NaN }, undefined],
    [{ retry_after: 'soon' }, undefined],
    ['CODE', undefined],
  ])('read the wait from %j', (description, seconds) => {
    expect(new RetryableError('Later', description).retryAfter).toBe(seconds);
  });

  it('say whether a retry makes sense, and who they are', () => {
    expect(new PermanentError('No')).toMatchObject({ name: 'PermanentError', retryable: false });
    expect(new RetryableError('No')).toMatchObject({ name: 'RetryableError', retryable: true });
    expect(new PermanentError('No')).toBeInstanceOf(Error);
  });
});

describe('ErrorType', () => {
  it('is a value and a type', () => {
    const type: ErrorType = ErrorType.PERMANENT_ERROR;
    expect(type).toBe('permanent_error');
    expect(Object.values(ErrorType).every(isStandardErrorType)).toBe(true);
    expect(isStandardErrorType('TypeError')).toBe(false);
  });

  it('knows what is typically retryable', () => {
    expect(Object.values(ErrorType).filter(isTypicallyRetryable)).toEqual(['retryable_error', 'timeout']);
  });
});
