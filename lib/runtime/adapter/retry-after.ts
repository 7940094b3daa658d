import { readRetryAfter } from '../errors.ts';
import type { Failure } from './describe-thrown.ts';

/** The longest wait that a Wait state takes, in seconds. */
const LONGEST_WAIT = 99_999_999;

/**
 * The whole seconds that a failure asks to wait before the next attempt: from its metadata, a `retry-after` header
 * (seconds or a date) or a backoff hint of its orchestration metadata. At least 1; undefined when it asks for nothing.
 */
export function retryAfterOf(failure: Failure, now: number): number | undefined {
  const seconds = readRetryAfter(failure.metadata) ?? headerSeconds(failure, now) ?? hintSeconds(failure);
  return seconds === undefined ? undefined : Math.min(Math.max(1, Math.ceil(seconds)), LONGEST_WAIT);
}

/** The seconds that a `Retry-After` header means, whether it gives seconds or an HTTP date. */
export function parseRetryAfter(header: string, now: number): number | undefined {
  const text = header.trim();
  if (/^\d+$/.test(text)) return Number(text);
  // Date.parse reads far more than HTTP dates, which begin with the day's name.
  const date = /^[A-Za-z]{3,9},? /.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, (date - now) / 1000);
}

function headerSeconds(failure: Failure, now: number): number | undefined {
  for (const [name, value] of Object.entries(failure.orchestrationMetadata?.headers ?? {})) {
    if (name.toLowerCase() === 'retry-after') return parseRetryAfter(String(value), now);
  }
  return undefined;
}

function hintSeconds(failure: Failure): number | undefined {
  // Handlers in JavaScript give what they like.
  const hint: unknown = failure.orchestrationMetadata?.backoffHint;
  if (typeof hint !== 'object' || hint === null) return undefined;
  const { delay_seconds, delaySeconds } = hint as Record<string, unknown>;
  return readRetryAfter({ retry_after: delay_seconds ?? delaySeconds });
}
