import { describe, expect, it } from 'vitest';
import { compileLinear } from '../../../lib/schema/pattern/linear-pattern.ts';

/** Texts in which the two ways of reading a pattern could differ. */
const TEXTS = [
  ...['', 'a', 'A', 'b', 'ab', 'aa', 'aaaa', '1', '12', '_', '-', '[', ']', '\\', '/', 'x-y', '٣', 'é', 'ſ', '\u212a'],
  ...['\n', '\r', '\v', '\u2028', 'a\nb', '\u00a0', '\ufeff', '\u0085', '😀', 'Σ', 'admin1', 'Passw0rdX', '2026-11-27'],
];

describe('compileLinear', () => {
  it.each([
    ...[
      '^.$',
      '^\\s$',
      '^\\S$',
      '^[\\s]$',
      '^[^\\s]$',
      '^[\\S]$',
      '^\\w$',
      '^\\W$',
      '^\\d$',
      '^\\D$',
      '\\bb',
      '\\B',
      '^$',
      'a$',
    ],
    ...[
      '^\\p{L}+$',
      '^\\P{L}$',
      '^\\p{Script=Greek}$',
      '^\\p{Letter}',
      '^[\\p{Lu}_]$',
      '[^]',
      '[]',
      '^[^a]$',
      '^[\\[\\]]$',
      '^[\\\\]$',
    ],
    ...[
      '^a{2,}$',
      '^a{0,3}$',
      '^a{2}$',
      '(?:)',
      '^[\\w-]+$',
      '^a|b$',
      '^a??$',
      '^\\u{1F600}$',
      '^\\u0041$',
      '^\\x41$',
      '^\\cJ$',
      '^\\/$',
    ],
    ...[
      '^(?<year>\\d{4})-(\\d\\d)',
      '^(?=.*[A-Z])(?=.*\\d).{8,}$',
      '^(?!admin)',
      '^(?!.*(?:a|b)$)',
      '^(?=a)$|^b',
      '^(?!a)b?$',
    ],
  ])('matches what JavaScript matches: %s', (source) => {
    const pattern = compileLinear(source);
    const expression = new RegExp(source, 'u');
    for (const text of TEXTS) expect(pattern.test(text), JSON.stringify(text)).toBe(expression.test(text));
  });

  it('takes patterns that escape what need not be escaped', () => {
    expect(compileLinear('^\\-\\@$').test('-@')).toBe(true);
  });

  it.each([
    ['(a)\\1', 'it refers back to a group by \\1'],
    ['(?<n>a)\\k<n>', 'it refers back to a group by \\k<n>'],
    ['a(?!b)', 'it looks ahead elsewhere than at the start, after "^"'],
    ['(?=a)b', 'it looks ahead elsewhere than at the start, after "^"'],
    ['(?<=a)b', 'it looks behind'],
    ['(?i:a)', 'it changes flags within'],
    ['^(?:[a-z]{1,63}\\.){1,100}$', 'with its repetitions written out it has 6,402 characters, and may have 1,000'],
    ['^(?=(a)\\1)b', 'it refers back to a group by \\1'],
  ])('refuses what no linear matcher can do: %s', (source, reason) => {
    expect(() => compileLinear(source)).toThrow(reason);
  });

  it('throws a SyntaxError at what is no regular expression', () => {
    expect(() => compileLinear('[')).toThrow(SyntaxError);
  });

  it.each(['^(a+)+$', '(x|x)*y', '(.*a){20}$', '(a|b)*a(a|b){200}c', '(.*[ab]){499}$', '(a?){500}a{499}$'])(
    'is done with 256 KiB soon, whatever they are: %s',
    (source) => {
      const pattern = compileLinear(source);
      const started = performance.now();
      pattern.test('a'.repeat(262_144) + '!');
      pattern.test('xab'.repeat(87_381) + '!');
      expect(performance.now() - started).toBeLessThan(5000);
    },
  );
});
