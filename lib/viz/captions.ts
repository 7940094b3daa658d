import type { RetryPolicy, Step } from '../template/task-template.ts';
import { DEFAULT_RETRY } from '../template/shape/read-retry.ts';
import { count } from '../diagnostics/wording.ts';
import { formatDuration } from './format-duration.ts';

/** What makes a step unlike others: its type, its retries where they are not the usual ones, its times. */
export function captionsOf({ type, retry, timeoutSeconds, expectedDurationMs }: Step): readonly string[] {
  const times = [
    ...(timeoutSeconds === undefined ? [] : [`timeout ${formatDuration(timeoutSeconds.value * 1000)}`]),
    ...(expectedDurationMs === undefined ? [] : [`about ${formatDuration(expectedDurationMs)}`]),
  ];
  return [
    ...(type.value === 'standard' ? [] : [type.value.replaceAll('_', ' ')]),
    ...retryCaption(retry),
    ...(times.length === 0 ? [] : [times.join(' · ')]),
  ];
}

function retryCaption({ retryable, maxAttempts, backoff, baseMs }: RetryPolicy): readonly string[] {
  if (!retryable || maxAttempts === 1) return ['no retries'];
  const isUsualDelay = backoff === DEFAULT_RETRY.backoff && baseMs === DEFAULT_RETRY.baseMs;
  const parts = [
    ...(maxAttempts === DEFAULT_RETRY.maxAttempts ? [] : [count(maxAttempts, 'attempt')]),
    ...(isUsualDelay ? [] : [backoff === 'none' ? 'no backoff' : `${backoff} from ${formatDuration(baseMs)}`]),
  ];
  return parts.length === 0 ? [] : [parts.join(', ')];
}
