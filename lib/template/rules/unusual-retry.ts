import { count, formatNumber, quote } from '../../diagnostics/wording.ts';
import { retryPoliciesOf } from '../retry-policies.ts';
import { isDamaged, rule } from '../rule.ts';
import type { RetryPolicy } from '../task-template.ts';

/** A number of a retry policy that Tasker's documentation gives a range, and what comes of a number outside. */
interface Range {
  readonly key: string;
  readonly min: number;
  readonly max: number;
  readonly meaning: (value: number, policy: RetryPolicy) => string;
}

const RANGES: readonly Range[] = [
  {
    key: 'max_attempts',
    min: 1,
    max: 100,
    meaning: (_, { maxAttempts }) =>
      maxAttempts === 1 ? 'the step runs once' : `the step may run ${count(maxAttempts, 'time')}`,
  },
  {
    key: 'backoff_base_ms',
    min: 100,
    max: 3_600_000,
    meaning: (value, { maxMs }) => `the first retry waits ${waited(Math.min(value, maxMs))}`,
  },
  {
    key: 'max_backoff_ms',
    min: 1_000,
    max: 3_600_000,
    meaning: (value) => `no retry waits longer than ${waited(value)}`,
  },
];

/**
 * A number of a retry policy is outside the range that Tasker documents. Tasker accepts it all the same, and so do we;
 * the message says what it means here. Step Functions waits whole seconds, at least one.
 *
 * **Fix:** write what is meant, such as `max_attempts: 1`, `backoff_base_ms: 1000`.
 *
 * @see Tasker: "RetryConfiguration".
 *
 * @example
 * ```yaml
 * steps:
 *   - name: ship
 *     handler: { callable: ShipHandler }
 *     retry: { max_attempts: 0, backoff_base_ms: 50 }
 * ```
 */
export const unusualRetry = rule({
  code: 'unusual-retry',
  severity: 'warning',
  message: ({
    key,
    value,
    min,
    max,
    meaning,
  }: {
    key: string;
    value: number;
    min: number;
    max: number;
    meaning: string;
  }) =>
    `${quote(key)} is ${formatNumber(value)}, outside the range of ${formatNumber(min)} to ${formatNumber(max)}: ${meaning}.`,
  check(draft, report) {
    for (const policy of retryPoliciesOf(draft.template)) {
      for (const { key, min, max, meaning } of RANGES) {
        const node = draft.written.get(policy)?.entries.get(key)?.value;
        if (node?.kind !== 'scalar' || typeof node.value !== 'number' || isDamaged(draft, policy, key)) continue;
        const { value } = node;
        if (value < min || value > max) report(node.span, { key, value, min, max, meaning: meaning(value, policy) });
      }
    }
  },
});

/** A delay as it will be: Step Functions waits whole seconds, and at least one. */
function waited(ms: number): string {
  return count(Math.max(1, Math.ceil(ms / 1000)), 'second');
}
