import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stateMachineName } from '../../lib/contract/state-machine-name.ts';

describe('stateMachineName', () => {
  it('reads as the template where it can', () => {
    expect(stateMachineName({ namespace: 'shop', name: 'checkout', version: '1.2.0' })).toBe('shop-checkout-1_2_0');
    expect(stateMachineName({ namespace: 'shop', name: 'check-out', version: '1.2.0' })).toBe('shop-check-out-1_2_0');
  });

  it('ends in a hash where something had to be replaced or cut', () => {
    expect(stateMachineName({ namespace: 'shop', name: 'check out', version: '1.0.0' })).toMatch(
      /^shop-check_out-1_0_0-[0-9a-f]{8}$/,
    );
    const long = stateMachineName({ namespace: 'shop', name: 'x'.repeat(200), version: '1.0.0' });
    expect(long).toMatch(/^shop-x+-[0-9a-f]{8}$/);
    expect(long).toHaveLength(80);
  });

  it('is allowed by Step Functions, and tells templates apart', () => {
    const word = fc.stringMatching(/^[a-b._ -]{1,4}$/);
    const identity = fc.record({ namespace: word, name: word, version: word });
    fc.assert(
      fc.property(identity, identity, (one, other) => {
        const [a, b] = [stateMachineName(one), stateMachineName(other)];
        expect(a).toMatch(/^[A-Za-z0-9_-]{1,80}$/);
        expect(a === b).toBe(JSON.stringify(one) === JSON.stringify(other));
      }),
      { numRuns: 2_000 },
    );
  });
});
