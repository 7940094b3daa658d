import { retryPoliciesOf } from '../retry-policies.ts';
import { isDamaged, rule } from '../rule.ts';

/** A step that is not retryable runs once, whatever its `max_attempts` says. Tasker: "Retry semantics". */
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
