import { describe, expect, it } from 'vitest';
import { compileTemplate } from '../../lib/compile.ts';
import { longestWait } from '../../lib/flow/longest-wait.ts';
import { Limit } from '../../lib/states-language/limits.ts';

const DAY = 86_400;

function planOf(names: readonly string[], retry: object, timeout = 900) {
  const steps = names.map((name, index) => ({
    name,
    handler: { callable: name },
    dependencies: names.slice(Math.max(0, index - 1), index),
    timeout_seconds: timeout,
    retry,
  }));
  const text = JSON.stringify({ name: 'chain', namespace_name: 'test', version: '1.0.0', steps });
  return compileTemplate(text, { file: 'chain.yaml' }).value!.plan;
}

describe('the longest wait at a rendezvous', () => {
  it('lets a function crash, at each attempt, as often as the policy retries', () => {
    const plan = planOf(['a'], { max_attempts: 3, backoff: 'none' }, 100);
    expect(longestWait(['a'], plan)).toBeGreaterThanOrEqual(DAY + 3 * 3 * 100);
  });

  it('is for the steps before it, one after the other', () => {
    const plan = planOf(['a', 'b', 'c'], { max_attempts: 1 });
    const [one, two] = [longestWait(['a'], plan) - DAY, longestWait(['b'], plan) - DAY];
    expect(two).toBe(2 * one);
  });

  it('is no longer than an execution may take, which is less than a timeout may be', () => {
    const plan = planOf(
      Array.from({ length: 20 }, (_, index) => `s${index}`),
      { max_attempts: 100, backoff_base_ms: 3_600_000, max_backoff_ms: 3_600_000 },
    );
    expect(longestWait(['s19'], plan)).toBe(Limit.executionSeconds);
  });
});
