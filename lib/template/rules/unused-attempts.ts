import { retryPoliciesOf } from '../retry-policies.ts';
import { isDamaged, type Rule } from '../rule.ts';

/** A step that is not retryable runs once, whatever its `max_attempts` says. Tasker: "Retry semantics". */
export const unusedAttempts: Rule = (draft, report) => {
  for (const policy of retryPoliciesOf(draft.template)) {
    const entry = draft.written.get(policy)?.entries.get('max_attempts');
    if (entry === undefined || isDamaged(draft, policy, 'max_attempts')) continue;
    if (!policy.retryable && policy.maxAttempts > 1) {
      report('unused-attempts', entry.value.span, { attempts: policy.maxAttempts });
    }
  }
};
