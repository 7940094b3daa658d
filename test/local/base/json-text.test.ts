import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toData } from '../../../lib/local/base/data.ts';
import { doubleText } from '../../../lib/local/base/double-text.ts';
import { comparable, ExactNumber, numberOf } from '../../../lib/local/base/exact-number.ts';
import { isPlain, parseData, printData } from '../../../lib/local/base/json-text.ts';

describe('data as JSON text', () => {
  it('means what it meant, whatever it holds', () => {
    // There is one zero, as in whole numbers on AWS.
    const read = (text: string) => JSON.parse(text, (_, member: unknown) => (member === 0 ? 0 : member)) as unknown;
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(read(printData(parseData(text)))).toEqual(read(text));
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    // Written, and printed.
    ['{"id":9007199254740993,"rate":1.0}', '{"id":9007199254740993,"rate":1.0}'],
    [' [ 1.50 , 1E5 ] ', '[1.50,1E5]'],
    ['9223372036854775808', '9.223372036854776E18'],
    ['["1.0","\\"2.0\\"",":1.0,","9007199254740993"]', '["1.0","\\"2.0\\"",":1.0,","9007199254740993"]'],
    ['{"1.0":1.0,"__proto__":{"a":1.0}}', '{"1.0":1.0,"__proto__":{"a":1.0}}'],
    ['{"at":"2025-01-01T00:00:00.000Z"}', '{"at":"2025-01-01T00:00:00.000Z"}'],
    ['1e400', '1e400'],
    ['-0.0', '-0.0'],
    ['0.0000001', '0.0000001'],
    ['0.1234567890123456789', '0.1234567890123456789'],
  ])('%s is printed as %s', (written, printed) => {
    expect(printData(parseData(written))).toBe(printed);
  });

  it.each(['{"a":1.0', '01', '[1.0,]', 'NaN'])('refuses %s as JSON.parse does', (text) => {
    expect(() => parseData(text)).toThrow(SyntaxError);
  });

  it('looks closer only at texts that may hold such numbers', () => {
    const ordinary = {
      id: '3f2504e0-4f89',
      n: 12.5,
      big: 123456789012345,
      at: '2025-01-01T00:00:00.000Z',
      list: [1, 0.25],
    };
    expect(isPlain(JSON.stringify(ordinary))).toBe(true);
    for (const number of ['1.0', '1e5', '1E-5', '9007199254740993', '0.0000001']) {
      expect(isPlain(`{"a":${number}}`), number).toBe(false);
      expect(isPlain(number), number).toBe(false);
    }
  });

  it('is plain for code that knows nothing of it', () => {
    const data = parseData('{"a":[1.0]}');
    expect(toData(data).plain).toEqual({ a: [1] });
    expect(JSON.stringify(data)).toBe('{"a":[1]}');
    const ordinary = { a: 1 };
    expect(toData(ordinary).plain).toBe(ordinary);
  });

  it('counts as its number', () => {
    expect(numberOf(new ExactNumber('1.0'))).toBe(1);
    expect(numberOf('1')).toBeUndefined();
    expect(comparable(new ExactNumber('9007199254740993'))).toBe(9007199254740993n);
    expect(String(new ExactNumber('1.50'))).toBe('1.50');
  });
});

describe('doubleText', () => {
  // https://docs.oracle.com/en/java/javase/21/docs/api/java.base/java/lang/Double.html#toString(double)
  it.each([
    [0, '0.0'],
    [-0, '-0.0'],
    [100, '100.0'],
    [0.001, '0.001'],
    [1e-4, '1.0E-4'],
    [9_999_999.5, '9999999.5'],
    [1e7, '1.0E7'],
    [12345678.9, '1.23456789E7'],
    [-1.5e-10, '-1.5E-10'],
    [2 ** 63, '9.223372036854776E18'],
  ])('%d is %s', (number, text) => {
    expect(doubleText(number)).toBe(text);
  });
});
