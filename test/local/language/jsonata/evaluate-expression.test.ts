import { describe, expect, it, vi } from 'vitest';
import { evaluateExpression, type JsonataFrame } from '../../../../lib/local/language/jsonata/evaluate-expression.ts';
import { seededRandom } from '../../../../lib/local/base/random.ts';

const frame: JsonataFrame = {
  states: {},
  variable: () => undefined,
  engine: { now: () => 0, random: seededRandom(0) } as unknown as JsonataFrame['engine'],
};

describe('evaluateExpression', () => {
  it('does not count the time of other evaluations that are under way', async () => {
    // Each look at the clock takes 10 ms: one evaluation takes more than half of what it may.
    let now = 0;
    const clock = vi.spyOn(Date, 'now').mockImplementation(() => (now += 10));
    try {
      const text = '$sum([1..60].($ * 2))';
      const begun = now;
      await evaluateExpression(text, 'Output', frame);
      expect(now - begun).toBeGreaterThan(1_500);
      expect(now - begun).toBeLessThan(3_000);
      const many = Array.from({ length: 20 }, () => evaluateExpression(text, 'Output', frame));
      expect(await Promise.all(many)).toEqual(Array(20).fill(3660));
    } finally {
      clock.mockRestore();
    }
  });

  it('goes on after an evaluation that failed', async () => {
    const failing = evaluateExpression('$error("no")', 'Output', frame);
    const next = evaluateExpression('1 + 1', 'Output', frame);
    await expect(failing).rejects.toThrow('no');
    expect(await next).toBe(2);
  });
});
