import { describe, expect, it } from 'vitest';
import { parseRetryAfter, retryAfterOf } from '../../lib/runtime/adapter/retry-after.ts';
import { StepHandlerResult } from '../../lib/runtime/index.ts';

const now = Date.parse('2026-01-02T03:04:05Z');

describe('retryAfterOf', () => {
  it.each<[params: object, seconds: number | undefined]>([
    [{ metadata: { retry_after: 3 } }, 3],
    [{ metadata: { retryAfter: 2.1 } }, 3],
    [{ metadata: { retry_after_seconds: 0 } }, 1],
    [{ metadata: { retry_after: 1e12 } }, 99_999_999],
    [{ orchestrationMetadata: { headers: { 'Retry-After': '30' } } }, 30],
    [{ orchestrationMetadata: { headers: { 'retry-after': 'Fri, 02 Jan 2026 03:04:35 GMT' } } }, 30],
    [{ orchestrationMetadata: { backoffHint: { delay_seconds: 4 } } }, 4],
    [{ orchestrationMetadata: { backoffHint: { delaySeconds: 5 } } }, 5],
    [{ orchestrationMetadata: { headers: { 'retry-after': 'soon' }, backoffHint: 'soon' } }, undefined],
    [{}, undefined],
  ])('%j asks for %s', (params, seconds) => {
    expect(retryAfterOf(new StepHandlerResult({ success: false, ...params }), now)).toBe(seconds);
  });
});

describe('parseRetryAfter', () => {
  it.each([
    ['120', 120],
    [' 7 ', 7],
    ['Fri, 02 Jan 2026 03:05:05 GMT', 60],
    ['Friday, 02-Jan-26 03:05:05 GMT', 60],
    ['Thu, 01 Jan 2026 00:00:00 GMT', 0],
    ['-5', undefined],
    ['1.5', undefined],
    ['tomorrow', undefined],
    ['', undefined],
  ])('reads %j as %s', (header, seconds) => {
    expect(parseRetryAfter(header, now)).toBe(seconds);
  });
});
