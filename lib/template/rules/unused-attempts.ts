import { retryPoliciesOf } from '../retry-policies.ts';
import { isDamaged, rule } from '../rule.ts';

/**
 * With `retryable: false` a step runs once, so a larger `max_attempts` has no effect.
 *
 * **Fix:** decide for one of them.
 *
 * @see Tasker: "Retry semantics".
 *
 * @example
 * ```yaml
 * steps:
 *   - name: ship
 *     handler: { callable: ShipHandler }
 *     retry: { retryable: false, max_attempts: 3 }
 * ```
 */
export const unusedAttempts = rule({
  code: 'unused-attempts',
  severity: 'warning',
  message: ({ attempts }: { attempts: number }) =>
    `With "retryable: false" the step runs once, so "max_attempts: ${attempts}" has no effect.`,
  hint: () => 'Write "max_attempts: 1", or "retryable: true".',
  check(draft, report) {
    for (const policy of retryPoliciesOf(draft.template)) {
      const entry = draft.written.get(policy)?.entries.get('max_attempts');
      if (entry === undefined || isDamaged(draft, policy, 'max_attempts')) continue;
      if (!policy.retryable && policy.maxAttempts > 1) {
        report(entry.value.span, { attempts: policy.maxAttempts });
      }
    }
  },
});
