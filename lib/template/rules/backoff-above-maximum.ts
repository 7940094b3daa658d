import { formatNumber } from '../../diagnostics/wording.ts';
import { retryPoliciesOf } from '../retry-policies.ts';
import { rule } from '../rule.ts';

/**
 * The first delay of a retry policy is above its longest delay, which is 30,000 ms unless `max_backoff_ms` says
 * otherwise. Every delay is cut to the longest.
 *
 * **Fix:** raise `max_backoff_ms` or lower `backoff_base_ms`.
 *
 * @example
 * ```yaml
 * steps:
 *   - name: ship
 *     handler: { callable: ShipHandler }
 *     retry: { backoff_base_ms: 60000 }
 * ```
 */
export const backoffAboveMaximum = rule({
  code: 'backoff-above-maximum',
  severity: 'warning',
  message: ({ base, max }: { base: number; max: number }) =>
    `The first delay, ${formatNumber(base)} ms, is above the longest delay, ${formatNumber(max)} ms, which always wins.`,
  hint: () => 'Raise "max_backoff_ms" or lower "backoff_base_ms".',
  check({ template, written }, report) {
    for (const policy of retryPoliciesOf(template)) {
      const entries = written.get(policy)?.entries;
      const entry = entries?.get('backoff_base_ms') ?? entries?.get('max_backoff_ms');
      if (entry === undefined || policy.backoff === 'none' || policy.baseMs <= policy.maxMs) continue;
      report(entry.value.span, { base: policy.baseMs, max: policy.maxMs });
    }
  },
});
