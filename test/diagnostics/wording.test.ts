import { describe, expect, it } from 'vitest';
import { asYaml, count, foreign, formatNumber, listOf, quote, quotePath } from '../../lib/diagnostics/wording.ts';

describe('quotePath', () => {
  it('keeps the end of a path, which tells the file', () => {
    const path = `/${'folder/'.repeat(20)}orders.yaml`;
    expect(quotePath(path)).toBe(`"${path}"`);
    expect(quotePath('x'.repeat(301) + '.yaml')).toBe(`"…${'x'.repeat(295)}.yaml"`);
    expect(quotePath('a"b\n')).toBe(String.raw`"a\"b\n"`);
  });
});

describe('quote', () => {
  it('puts a value in double quotes, escaped', () => {
    expect(quote('a "b"')).toBe(String.raw`"a \"b\""`);
    expect(quote(3)).toBe('"3"');
    expect(quote(['a'])).toBe(String.raw`"[\"a\"]"`);
  });

  it('cuts a long value, never inside a character', () => {
    expect(quote('x'.repeat(61))).toBe(`"${'x'.repeat(60)}…"`);
    expect(quote('😀'.repeat(61))).toBe(`"${'😀'.repeat(60)}…"`);
  });

  it('lets no control character reach a terminal', () => {
    expect(quote('\u001b[31m\u009b\u202e\n')).toBe(String.raw`"\u001b[31m\u009b\u202e\n"`);
  });
});

describe('foreign', () => {
  it('cuts text of other programs and blanks its control characters', () => {
    expect(foreign(`\u001b[2J${'x'.repeat(300)}`)).toBe(` [2J${'x'.repeat(196)}…`);
  });
});

describe('asYaml', () => {
  it('writes a value plainly where that is safe', () => {
    expect(asYaml('Orders::ShipHandler')).toBe('Orders::ShipHandler');
    expect(asYaml('two words')).toBe('"two words"');
    expect(asYaml(2000)).toBe('2000');
    expect(asYaml(undefined)).toBe('…');
  });
});

describe('listOf', () => {
  it('joins values with commas and a last word', () => {
    expect(listOf([])).toBe('');
    expect(listOf(['a'])).toBe('"a"');
    expect(listOf(['a', 'b'])).toBe('"a" or "b"');
    expect(listOf(['a', 'b', 'c'], 'and')).toBe('"a", "b" and "c"');
  });

  it('cuts a long list', () => {
    expect(listOf(Array.from({ length: 30 }, (_, i) => `s${i}`)).endsWith('"s15" or 14 others')).toBe(true);
  });
});

describe('numbers', () => {
  it('has separators and the right plural', () => {
    expect(formatNumber(1_048_576)).toBe('1,048,576');
    expect([999, -1_234_567, 1234.5678, 0.1].map(formatNumber)).toEqual(['999', '-1,234,567', '1,234.568', '0.1']);
    expect(count(1, 'step')).toBe('1 step');
    expect(count(2000, 'step')).toBe('2,000 steps');
  });
});
