import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InexactJsonError, parseExactJson } from '../../lib/contract/parse-exact-json.ts';

describe('parseExactJson', () => {
  it('reads what JSON.parse reads', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value);
        fc.pre(!/\d{16}/.test(text) && !/e\+/.test(text));
        expect(parseExactJson(text)).toEqual(JSON.parse(text));
      }),
    );
    expect(
      parseExactJson('{"a\\"b": [9007199254740991, -9007199254740991, 1e300, 0.1, "12345678901234567890"]}'),
    ).toEqual({
      'a"b': [9007199254740991, -9007199254740991, 1e300, 0.1, '12345678901234567890'],
    });
  });

  it.each([
    ['9007199254740992', ''],
    ['[1, -9007199254740993]', '/1'],
    ['{"a": {"b": [0, {"c": 12345678901234567890}]}}', '/a/b/1/c'],
    ['{"x": [[1], {"k": "v"}], "a/b": 1e400}', '/a~1b'],
    ['{"a": {"b": 1}, "c~": {"d": [], "e": 99999999999999999}}', '/c~0/e'],
  ])('refuses numbers that would not be kept, and says where: %s', (text, path) => {
    expect(() => parseExactJson(text)).toThrow(expect.objectContaining({ name: 'InexactJsonError', path }));
  });

  it('refuses what is nested too deeply, and nothing less', () => {
    const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
    expect(parseExactJson(nested(500))).toBeInstanceOf(Array);
    expect(() => parseExactJson(nested(501))).toThrow(InexactJsonError);
    expect(() => parseExactJson('{"a":'.repeat(100_000) + '1' + '}'.repeat(100_000))).toThrow(InexactJsonError);
  });

  it('leaves what is no JSON to JSON.parse', () => {
    expect(() => parseExactJson('{"a": ')).toThrow(SyntaxError);
  });
});
