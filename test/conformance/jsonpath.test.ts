import { describe, expect, it } from 'vitest';
import { evaluatePath } from '../../lib/local/language/jsonpath/evaluate-path.ts';
import { parsePath } from '../../lib/local/language/jsonpath/parse-path.ts';
import { Source } from './sources.ts';

const store = {
  store: {
    book: [
      { category: 'reference', author: 'Nigel Rees', title: 'Sayings', price: 8.95 },
      { category: 'fiction', author: 'Evelyn Waugh', title: 'Sword', price: 12.99 },
      { category: 'fiction', author: 'Herman Melville', title: 'Moby Dick', isbn: '0-553', price: 8.99 },
      { category: 'fiction', author: 'J. R. R. Tolkien', title: 'Rings', isbn: '0-395', price: 22.99 },
    ],
    bicycle: { color: 'red', price: 19.95 },
  },
  expensive: 10,
};
const data = {
  a: { b: { c: 1 }, 'x y': 2, 'd.e': 3, "it's": 4, n: null },
  list: [10, 20, 30, 40, 50],
  objects: [{ k: 'a', v: 1 }, { k: 'b', v: 2, w: null }, { k: 'c', v: '2' }, { v: true }],
  nested: [
    [1, 2],
    [3, [4]],
  ],
  text: 'hello',
  empty: [],
  'store.book': 'dotted',
  zero: 0,
  no: false,
  ключ: 'unicode',
};

/** A path, and its value; undefined when it finds nothing and is definite. */
type Row = readonly [path: string, expected: unknown, source?: string];

const groups: Readonly<Record<string, readonly Row[]>> = {
  'names (definite)': [
    ['$', data],
    ['$.a.b.c', 1],
    ["$['a']['b']['c']", 1],
    ['$["a"]["b"].c', 1],
    ["$.a['b'].c", 1],
    ["$.a['x y']", 2],
    ["$.a['d.e']", 3],
    ["$.a['it\\'s']", 4],
    ['$.a["it\'s"]', 4],
    ['$.a.n', null],
    ['$.zero', 0],
    ['$.no', false],
    ['$.ключ', 'unicode', Source.spec],
    ['$.store\\.book', 'dotted', Source.spec],
    ["$['store.book']", 'dotted'],
    ['$.\\a.b', { c: 1 }, Source.spec],
    ['$.missing', undefined],
    ['$.a.missing', undefined],
    ['$.a.missing.deeper', undefined],
    ['$.text.length', undefined],
    ['$.a.n.x', undefined],
    ['$.list.a', undefined],
    ['$.list.0', undefined],
    ['$.toString', undefined],
    ['$.a.__proto__', undefined],
    ["$['a','text']", { a: data.a, text: 'hello' }, Source.jayway],
    ["$['text','missing']", { text: 'hello' }, Source.jayway],
    ['$ .a'.replace(' ', ''), data.a],
  ],
  indexes: [
    ['$.list[0]', 10],
    ['$.list[4]', 50],
    ['$.list[5]', undefined],
    ['$.list[-1]', undefined, Source.observed],
    ['$.objects[-1].v', undefined, Source.observed],
    ['$.list[(@.length-1)]', 50, Source.observed],
    ['$.list[(@.length - 2)]', 40, Source.observed],
    ['$.objects[(@.length-4)].k', 'a', Source.observed],
    ['$.list[(@.length)]', undefined],
    ['$.missing[(@.length-1)]', undefined],
    ['$.a[(@.length-1)]', undefined],
    ['$.list[-5]', undefined, Source.observed],
    ['$.list[-6]', undefined],
    ['$.list[ 1 ]', 20],
    ['$.nested[1][1][0]', 4],
    ['$.nested[1][9]', undefined],
    ['$.a[0]', undefined],
    ['$.text[0]', undefined],
    ['$.objects[1].k', 'b'],
    ['$.list[0,2]', [10, 30]],
    ['$.list[2,0]', [30, 10]],
    ['$.list[0,9]', [10]],
    ['$.list[0, -1]', [10], Source.observed],
    ['$.missing[0,1]', [], Source.observed],
  ],
  slices: [
    ['$.list[1:3]', [20, 30]],
    ['$.list[0:1]', [10]],
    ['$.list[3:]', [40, 50]],
    ['$.list[:2]', [10, 20]],
    ['$.list[-2:]', [40, 50]],
    ['$.list[:-3]', [10, 20]],
    ['$.list[-3:-1]', [30, 40]],
    ['$.list[9:]', []],
    ['$.list[:99]', [10, 20, 30, 40, 50]],
    ['$.list[-99:]', [10, 20, 30, 40, 50]],
    ['$.list[3:1]', []],
    ['$.empty[0:2]', []],
    ['$.a[0:2]', undefined],
    ['$.missing[0:2]', [], Source.observed],
    ['$.missing[2:]', [], Source.observed],
    ['$.a.missing.deeper[2:].x', [], Source.observed],
    ['$.list[9][0:1]', [], Source.observed],
    ['$[0:2]', undefined, `${Source.observed}, localstack/localstack pull request 12366`],
    ['$[1:].x', undefined, `${Source.observed}, localstack/localstack pull request 12366`],
    ['$.objects[1:3].k', ['b', 'c']],
    ['$.nested[0:2][0]', [1, 3]],
  ],
  wildcards: [
    ['$.list[*]', [10, 20, 30, 40, 50]],
    ['$.a.b.*', [1]],
    ["$.a.b['c']", 1],
    ['$.a.b[*]', [1]],
    ['$.objects[*].k', ['a', 'b', 'c']],
    ['$.objects[*].w', [null]],
    ['$.objects[*].missing', []],
    ['$.objects.*.v', [1, 2, '2', true]],
    ['$.empty[*]', []],
    ['$.text[*]', []],
    ['$.missing[*]', [], `${Source.observed}, localstack/localstack issue 12318`],
    ['$.missing[*].id', [], `${Source.observed}, localstack/localstack issue 12318`],
    ['$.a.missing.deeper[*].id', [], Source.observed],
    ['$.objects[*].missing.x', [], Source.observed],
    ['$.missing.*', [], Source.observed],
    ['$.text.x[*]', undefined],
    ['$.nested[*][0]', [1, 3]],
    ['$.nested[*][*]', [1, 2, 3, [4]]],
    ["$.objects[*]['k','v']", [{ k: 'a', v: 1 }, { k: 'b', v: 2 }, { k: 'c', v: '2' }, { v: true }]],
  ],
  'deep scan': [
    ['$..c', [1]],
    ['$..k', ['a', 'b', 'c']],
    ['$..missing', []],
    ['$.nested..[0]', [[1, 2], 1, 3, 4]],
    ['$.a..*', [{ c: 1 }, 2, 3, 4, null, 1]],
    ["$..['k']", ['a', 'b', 'c']],
    ['$.objects..v', [1, 2, '2', true]],
    ['$..b.c', [1]],
    ['$.list..x', []],
  ],
  filters: [
    ['$.objects[?(@.v == 1)].k', ['a']],
    ['$.objects[?(@.v==2)].k', ['b', 'c'], Source.jayway],
    ["$.objects[?(@.k == 'c')].v", ['2']],
    ['$.objects[?(@.k == "c")].v', ['2']],
    ["$.objects[?(@.k != 'a')].v", [2, '2', true]],
    ['$.objects[?(@.k)].v', [1, 2, '2']],
    ['$.objects[?(!@.k)].v', [true]],
    ['$.objects[?(@.w)].k', ['b'], Source.jayway],
    ['$.objects[?(@.w == null)].k', ['b']],
    ['$.objects[?(@.v == true)]', [{ v: true }]],
    ['$.objects[?(@.v > 1)].k', ['b']],
    ['$.objects[?(@.v >= 1)].k', ['a', 'b']],
    ['$.objects[?(@.v < 2)].k', ['a']],
    ['$.objects[?(@.v <= 2)].k', ['a', 'b']],
    ["$.objects[?(@.k > 'a')].k", ['b', 'c']],
    ["$.objects[?(@.k == 'a' || @.k == 'b')].v", [1, 2]],
    ["$.objects[?(@.k == 'a' && @.v == 1)].v", [1]],
    ["$.objects[?(@.k == 'a' && @.v == 2)].v", []],
    ["$.objects[?(!(@.k == 'a'))].k", ['b', 'c']],
    ["$.objects[?((@.k == 'a' || @.k == 'b') && @.v == 2)].k", ['b']],
    ['$.objects[?(@.k =~ /[ab]/)].v', [1, 2], Source.jayway],
    ['$.objects[?(@.k =~ /A/i)].v', [1], Source.jayway],
    ["$.objects[?(@.k in ['a', 'c'])].v", [1, '2'], Source.jayway],
    ["$.objects[?(@.k nin ['a', 'c'])].v", [2, true], Source.jayway],
    ['$.objects[?(@.v == $.objects[0].v)].k', ['a']],
    ['$.list[?(@ > 20)]', [30, 40, 50]],
    ['$.list[?(@ == $.list[0])]', [10]],
    ['$.empty[?(@.x)]', []],
    ['$.missing[?(@.x)]', [], Source.observed],
    ['$.objects[?(@.k==b)].v', [2], Source.observed],
    ['$.objects[?(@.k == b || @.k == c)].v', [2, '2'], Source.observed],
    ['$.objects[?(@.k in [a, c])].v', [1, '2'], Source.observed],
    ['$.objects[?(@.k == trueish)].v', [], Source.observed],
    ['$.text[?(@.x)]', undefined],
    ['$.a[?(@.b)]', [data.a], Source.jayway],
    [
      '$.nested[?(@ size 2)]',
      [
        [1, 2],
        [3, [4]],
      ],
      Source.jayway,
    ],
    ['$.objects[?(@.k)][?(@.v == 1)].k', ['a']],
  ],
  'names that look like functions': [
    ['$.list.length()', undefined, Source.observed],
    ['$.list.sum()', undefined, Source.observed],
    ['$.objects[*].length()', [], Source.observed],
    ['$.a.size()', undefined, Source.observed],
  ],
};

const books: readonly Row[] = [
  ['$.store.book[*].author', ['Nigel Rees', 'Evelyn Waugh', 'Herman Melville', 'J. R. R. Tolkien']],
  ['$..author', ['Nigel Rees', 'Evelyn Waugh', 'Herman Melville', 'J. R. R. Tolkien']],
  ['$.store..price', [8.95, 12.99, 8.99, 22.99, 19.95]],
  ['$..book[2].title', ['Moby Dick']],
  ['$..book[-2].title', [], Source.observed],
  ['$..book[0,1].title', ['Sayings', 'Sword']],
  ['$..book[:2].title', ['Sayings', 'Sword']],
  ['$..book[1:2].title', ['Sword']],
  ['$..book[?(@.isbn)].title', ['Moby Dick', 'Rings']],
  ['$.store.book[?(@.price < 10)].title', ['Sayings', 'Moby Dick']],
  ["$..book[?(@.price <= $['expensive'])].title", ['Sayings', 'Moby Dick']],
  ['$..book[?(@.author =~ /.*REES/i)].title', ['Sayings']],
  ["$.store.book[?(@.category == 'fiction' && @.price < 10)].title", ['Moby Dick']],
];

const invalid: readonly string[] = [
  '',
  'a',
  '$a',
  '$.',
  '$..',
  '$.a.',
  '$.a b',
  '$[',
  '$[]',
  '$[a]',
  "$['a",
  "$['a'",
  '$[1',
  '$[:]',
  '$[1:2:',
  '$[?]',
  '$[?(@.a]',
  '$[?(@.a ==)]',
  '$[?(@.a =~ /x)]',
  '$.a.size(1)',
  '$[(@.size-1)]',
  '$.a[0]]',
  '$$.a',
  '$[?(@.a == 1 &&)]',
];

/** Each row with its title. Rows without a source of their own follow {@link Source.jayway}. */
const named = (rows: readonly Row[]) => rows.map((row) => [row[0], row] as const);

describe.each(Object.entries(groups))('JSONPath: %s', (_, rows) => {
  it.each(named(rows))('%s', (_name, [path, expected]) => {
    expect(evaluatePath(parsePath(path), data as never)).toEqual(expected);
  });
});

describe('JSONPath: the examples of the library that the States Language names', () => {
  it.each(named(books))('%s', (_name, [path, expected]) => {
    expect(evaluatePath(parsePath(path), store as never)).toEqual(expected);
  });
});

/** What a key must be called for a path to find it. */
const keys: readonly (readonly [path: string, key: string, source: string])[] = [
  [`$['a\\"b']`, 'a\\"b', Source.recorded('scenarios/test_base_scenarios.py test_escape_sequence_parsing')],
  [`$['a\\""b"']`, 'a\\""b"', Source.recorded('scenarios/test_base_scenarios.py test_escape_sequence_parsing')],
  [`$['a\\"b']`, 'a"b', Source.jayway],
  [`$['a\\\\b']`, 'a\\b', Source.jayway],
  [`$["a\\"b"]`, 'a"b', Source.jayway],
];

describe('JSONPath: members with quotes and backslashes', () => {
  it.each(keys)('%s finds %s (%s)', (path, key) => {
    expect(evaluatePath(parsePath(path), { [key]: 1 })).toBe(1);
    expect(evaluatePath(parsePath(path), { other: 1 })).toBeUndefined();
  });
});

describe('JSONPath: what is no path', () => {
  it.each(invalid)('%s', (path) => {
    expect(() => parsePath(path)).toThrow(/position/);
  });
});
