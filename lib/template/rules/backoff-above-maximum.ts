import { retryPoliciesOf } from '../retry-policies.ts';
import type { Rule } from '../rule.ts';

/** The first delay of a retry policy is not above its longest delay, which would cut every delay to the same length. */
export const backoffAboveMaximum: Rule = ({ template, written }, report) => {
  for (const policy of retryPoliciesOf(template)) {
    const entries = written.get(policy)?.entries;
    const entry = entries?.get('backoff_base_ms') ?? entries?.get('max_backoff_ms');
    if (entry === undefined || policy.backoff === 'none' || policy.baseMs <= policy.maxMs) continue;
    report('backoff-above-maximum', entry.value.span, { base: policy.baseMs, max: policy.maxMs });
  }
};
