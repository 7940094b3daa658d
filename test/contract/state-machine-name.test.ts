import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  isPrefix,
  machineNamePatterns,
  prefixOf,
  PREFIXED_NAMES,
  stateMachineName,
} from '../../lib/contract/state-machine-name.ts';

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
    const prefix = fc.constantFrom(undefined, 'a', 'a-b', 'b');
    fc.assert(
      fc.property(identity, identity, prefix, prefix, (one, other, first, second) => {
        const [a, b] = [stateMachineName(one, first), stateMachineName(other, second)];
        expect(a).toMatch(/^[A-Za-z0-9_-]{1,80}$/);
        expect(prefixOf(a)).toBe(first);
        expect(a === b).toBe(JSON.stringify([one, first ?? '']) === JSON.stringify([other, second ?? '']));
      }),
      { numRuns: 2_000 },
    );
  });

  it('says the environment first, so that one is not taken for another', () => {
    const checkout = { namespace: 'shop', name: 'checkout', version: '1.2.0' };
    expect(stateMachineName(checkout, 'dev')).toBe('dev--shop-checkout-1_2_0');
    expect(prefixOf('dev-eu--shop-checkout-1_2_0')).toBe('dev-eu');
    expect(prefixOf('dev-eu-shop-checkout-1_2_0')).toBeUndefined();
    const long = stateMachineName({ ...checkout, name: 'x'.repeat(200) }, 'dev');
    expect(long).toMatch(/^dev--shop-x+-[0-9a-f]{8}$/);
    expect(long).toHaveLength(80);
  });

  it.each(['dev', 'Dev-EU-2', 'a'])('takes the prefix %s', (prefix) => expect(isPrefix(prefix)).toBe(true));
  it.each(['', 'dev-', '-dev', 'dev--eu', '2dev', 'dev_eu', 'd.e', 'x'.repeat(21)])('takes no prefix "%s"', (prefix) =>
    expect(isPrefix(prefix)).toBe(false),
  );
});

describe('the patterns of an environment', () => {
  const matches = (pattern: string, name: string) =>
    new RegExp(`^${pattern.replaceAll('*', '.*').replaceAll('?', '.')}$`).test(name);
  const names = (prefix?: string) =>
    ['1.0.0', '10.20.30', '1.0.0-rc.1'].flatMap((version) =>
      ['a', 'a-b', 'x'.repeat(90)].map((name) => stateMachineName({ namespace: 'n', name, version }, prefix)),
    );

  it.each([undefined, 'dev', 'dev-2'])('match all its machines: %s', (prefix) => {
    for (const name of names(prefix)) {
      expect(
        machineNamePatterns(prefix).some((pattern) => matches(pattern, name)),
        name,
      ).toBe(true);
      expect(matches(PREFIXED_NAMES, name), name).toBe(prefix !== undefined);
    }
  });

  it('match none of another', () => {
    for (const name of [...names(), ...names('dev-2'), ...names('prod')]) {
      expect(
        machineNamePatterns('dev').some((pattern) => matches(pattern, name)),
        name,
      ).toBe(false);
    }
  });
});
