import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Data, ListData, toData } from '../../../lib/local/base/data.ts';
import { parseData, printData } from '../../../lib/local/base/json-text.ts';
import { placeResult } from '../../../lib/local/language/result-path.ts';

/** Names of members that JavaScript treats in ways of their own are among them. */
const name = fc.constantFrom('a', 'b', 'c', '2', '1', '__proto__', 'constructor', 'ä"\\');
const value = fc.jsonValue({ maxDepth: 3 }).map((plain) => JSON.parse(JSON.stringify(plain)) as never);
const objects = fc
  .array(fc.tuple(name, value), { maxLength: 5 })
  .map((entries) => Object.fromEntries(entries) as never);

describe('Data', () => {
  it('has the text of its value, however it was put together', () => {
    const paths = fc.array(name, { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(objects, fc.array(fc.tuple(paths, value), { maxLength: 6 }), (start, results) => {
        let data = toData(start);
        for (const [path, result] of results) {
          const text = `$${path.map((each) => `['${each.replaceAll('\\', '\\\\')}']`).join('')}`;
          try {
            data = placeResult(text, data, toData(result));
          } catch {
            continue;
          }
          expect(data.text).toBe(printData(data.value));
          expect(data.member(path[0]!)?.text).toBe(printData((data.value as any)[path[0]!]));
        }
        const list = new ListData([data, toData(1), data]);
        expect(list.text).toBe(printData(list.value));
        expect(list.item(2)).toBe(data);
      }),
    );
  });

  it('is made plain where a part of it has a number with a text of its own', () => {
    const exact = toData(parseData('1.0'));
    const data = placeResult('$.a.b', toData({ a: { c: 2 } }), exact);
    expect(data.text).toBe('{"a":{"c":2,"b":1.0}}');
    expect(data.isPlain).toBe(false);
    expect(data.plain).toEqual({ a: { c: 2, b: 1 } });
    const plain = placeResult('$.a.b', toData({ a: { c: 2 } }), toData(1));
    expect(plain.plain).toBe(plain.value);
    expect(new Data(parseData('[1.0]'), '[1.0]').plain).toEqual([1]);
  });

  it('leaves out what JSON has no place for', () => {
    const odd = { a: undefined, f: () => 1, b: 1 } as never;
    expect(placeResult('$.c', toData(odd), toData(2)).text).toBe('{"b":1,"c":2}');
  });

  it('stays one text where an object has very many members', () => {
    const many = Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`m${String(index)}`, index]));
    const data = placeResult('$.more.x', toData(many), toData('y'));
    expect(data.text).toBe(printData(data.value));
    expect(data.members()).toBeUndefined();
  });
});
