import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDecimals,
  compareDecimals,
  formatDecimal,
  negateDecimal,
  parseDecimal,
} from '../../../../../lib/local/tasks/services/dynamodb/decimal.ts';

const parse = (text: string) => parseDecimal(text)!;

describe('decimals', () => {
  it.each([
    ['0', '0'],
    ['-0', '0'],
    ['007', '7'],
    ['1.50', '1.5'],
    ['-0.001', '-0.001'],
    ['.5', '0.5'],
    ['5.', '5'],
    ['1e3', '1000'],
    ['12.5E-4', '0.00125'],
    ['+3', '3'],
    ['100', '100'],
    ['12345678901234567890123456789012345678', '12345678901234567890123456789012345678'],
  ])('%s is %s', (source, shortest) => {
    expect(formatDecimal(parse(source))).toBe(shortest);
  });

  it.each(['', '.', '-', 'abc', '1,5', '0x10', '1e', 'NaN', ' 1'])('%j is no number', (source) => {
    expect(parseDecimal(source)).toBeUndefined();
  });

  it('adds and compares without losing a digit', () => {
    expect(formatDecimal(addDecimals(parse('0.1'), parse('0.2')))).toBe('0.3');
    expect(formatDecimal(addDecimals(parse('9007199254740993'), parse('0.5')))).toBe('9007199254740993.5');
    expect(formatDecimal(addDecimals(parse('1'), negateDecimal(parse('1'))))).toBe('0');
    expect(compareDecimals(parse('9007199254740993'), parse('9007199254740992'))).toBe(1);
    expect(compareDecimals(parse('-2'), parse('-1.5'))).toBe(-1);
    expect(compareDecimals(parse('1.0'), parse('1'))).toBe(0);
  });

  it('agrees with integers', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }),
        fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }),
        (a, b) => {
          expect(formatDecimal(addDecimals(parse(String(a)), parse(String(b))))).toBe(String(a + b));
          expect(compareDecimals(parse(String(a)), parse(String(b)))).toBe(a < b ? -1 : a > b ? 1 : 0);
        },
      ),
      { numRuns: 100 },
    );
  });
});
