import { describe, expect, it } from 'vitest';
import { isExponential } from '../../../lib/schema/pattern/is-exponential.ts';

describe('isExponential', () => {
  it.each([
    ...['^(a+)+$', '(x|x)*y', '^(a*)*$', '^(a?b?)*$', '^(a|aa)+$', '^(([a-z])+.)+[A-Z]([a-z])+$', '^(\\w+\\s?)*$'],
    ...['^([a-zA-Z0-9]+)*$', '^([a-z]+ ?)+$', '^((ab)*)*c', '(.*a){20}$', '^(?=(a+)+$)b', '^(é|\\p{L})*!$', 'b|(a+)+c'],
  ])('finds it in %s', (source) => {
    expect(isExponential(source)).toBe(true);
  });

  it.each([
    ...[
      '(a+)+',
      '^\\d+(\\.\\d{1,2})?$',
      '^[^\\s@]+@[^\\s@]+\\.[^\\s@]+$',
      '^([a-z0-9]+-)*[a-z0-9]+$',
      '^(\\w+\\.)*\\w+$',
    ],
    ...['^[\\w.+-]+@([\\w-]+\\.)+[a-z]{2,}$', '^(?=.*[A-Z])(?=.*\\d).{8,}$', '^(?:[A-Z]{3}-)+\\d+$', '^(a{1,5}){1,5}$'],
    ...['^([01]?\\d|2[0-3])(:[0-5]\\d)+$', '^(a|b)+$', '^a*a*$', '[', '(a)\\1'],
  ])('does not find it in %s', (source) => {
    expect(isExponential(source)).toBe(false);
  });

  it('agrees with the clock', () => {
    const timeOf = (source: string, text: string) => {
      const started = performance.now();
      new RegExp(source, 'u').test(text);
      return performance.now() - started;
    };
    expect(timeOf('^(\\w+\\s?)*$', `${'a'.repeat(24)}!`)).toBeGreaterThan(
      10 * timeOf('^(\\w+\\.)*\\w+$', `${'a'.repeat(24)}!`),
    );
  });
});
