import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { memoryObjects } from '../support/memory-objects.ts';
import { map, processor, reader } from './distributed-map.ts';
import { detailsOf, machine, runMachine } from './run-machine.ts';
import { Source } from './sources.ts';

const csv = "H1,H2,H3\nValue1,Value2,Value3\nValue4,Value5,Value6\n,,,\ntrue,1,'HelloWorld'\nNull,None,\n   \n";
const READER = `${Source.guide}/input-output-itemreader.html`;
const itemReaderTests = (test: string) => Source.recorded(`test_base_scenarios.py test_map_item_reader_${test}`);

describe('distributed Map: reading items', () => {
  const rows: readonly (readonly [
    name: string,
    readerConfig: object,
    body: string,
    expected: unknown,
    source?: string,
  ])[] = [
    ['JSON', { InputType: 'JSON' }, '[1,{"a":2}]', [1, { a: 2 }]],
    [
      'JSON that is neither a list nor an object',
      { InputType: 'JSON' },
      '1',
      /^Attempting to map over non-iterable node\.$/,
      `${itemReaderTests('json_no_json_list_object')}: the cause; an object was refused as well then`,
    ],
    [
      'JSON with ItemsPointer',
      { InputType: 'JSON', ItemsPointer: '/a/0/b' },
      '{"a":[{"b":[1,2]}]}',
      [1, 2],
      `${Source.guide}/input-output-itemreader.html`,
    ],
    ['JSON that is no JSON', { InputType: 'JSON' }, '{', /JSON/, Source.unknown],
    ['JSONL', { InputType: 'JSONL' }, '{"a":1}\n{"a":2}\n\n', [{ a: 1 }, { a: 2 }]],
    [
      'JSONL with CRLF and a byte-order mark',
      { InputType: 'JSONL' },
      '\uFEFF{"a":1}\r\n\r\n{"a":2}\r\n',
      [{ a: 1 }, { a: 2 }],
      Source.observed,
    ],
    ['JSON with a byte-order mark', { InputType: 'JSON' }, '\uFEFF[1]', [1], `follows from ${Source.observed}`],
    [
      'CSV with CRLF, a byte-order mark and blank lines at its end',
      { InputType: 'CSV', CSVHeaderLocation: 'FIRST_ROW' },
      '\uFEFFid,name\r\n1,Ada\r\n2,"B\r\nb"\r\n\r\n\r\n',
      [
        { id: '1', name: 'Ada' },
        { id: '2', name: 'B\r\nb' },
      ],
      Source.observed,
    ],
    [
      'CSV with its first row as headers',
      { InputType: 'CSV', CSVHeaderLocation: 'FIRST_ROW' },
      csv,
      [
        { H1: 'Value1', H2: 'Value2', H3: 'Value3' },
        { H1: 'Value4', H2: 'Value5', H3: 'Value6' },
        { H1: '', H2: '', H3: '' },
        { H1: 'true', H2: '1', H3: "'HelloWorld'" },
        { H1: 'Null', H2: 'None', H3: '' },
        { H1: '   ', H2: '', H3: '' },
      ],
      itemReaderTests('base_csv_headers_first_line'),
    ],
    [
      'CSV with given headers, fewer than fields',
      { InputType: 'CSV', CSVHeaderLocation: 'GIVEN', CSVHeaders: ['H1'] },
      csv.slice(csv.indexOf('\n') + 1),
      [{ H1: 'Value1' }, { H1: 'Value4' }, { H1: '' }, { H1: 'true' }, { H1: 'Null' }, { H1: '   ' }],
      itemReaderTests('csv_headers_decl_extra_fields'),
    ],
    [
      'CSV with headers twice',
      { InputType: 'CSV', CSVHeaderLocation: 'GIVEN', CSVHeaders: ['A', 'A'] },
      csv,
      /^CSV headers cannot contain duplicates\.$/,
      itemReaderTests('csv_headers_decl_duplicate_headers'),
    ],
    [
      'CSV with an empty header',
      { InputType: 'CSV', CSVHeaderLocation: 'FIRST_ROW' },
      'H1,\nValue4,Value5\n',
      [{ H1: 'Value4', '': 'Value5' }],
      itemReaderTests('csv_first_row_extra_fields'),
    ],
    [
      'CSV in quotes',
      { InputType: 'CSV', CSVHeaderLocation: 'FIRST_ROW' },
      'A,B\r\n"x,1","say ""hi""\nthere"\r\n',
      [{ A: 'x,1', B: 'say "hi"\nthere' }],
    ],
    [
      'CSV with another delimiter',
      { InputType: 'CSV', CSVHeaderLocation: 'FIRST_ROW', CSVDelimiter: 'PIPE' },
      'A|B\n1|2\n',
      [{ A: '1', B: '2' }],
    ],
    ...(
      [
        ['SEMICOLON', ';'],
        ['SPACE', ' '],
        ['TAB', '\t'],
        ['COMMA', ','],
      ] as const
    ).map(
      ([CSVDelimiter, sign]) =>
        [
          `CSV with the delimiter ${CSVDelimiter}`,
          { InputType: 'CSV', CSVHeaderLocation: 'FIRST_ROW', CSVDelimiter },
          `A${sign}B\n1${sign}2\n`,
          [{ A: '1', B: '2' }],
          READER,
        ] as const,
    ),
    [
      'CSV with backslashes',
      { InputType: 'CSV', CSVHeaderLocation: 'FIRST_ROW' },
      'A,B\na\\,b,c\\"d\ne\\\\f,"g\\"h"\ni\\j,k\n',
      [
        { A: 'a,b', B: 'c"d' },
        { A: 'e\\f', B: 'g"h' },
        { A: 'ij', B: 'k' },
      ],
      READER,
    ],
    [
      'a JSON object',
      { InputType: 'JSON' },
      '{"x":1,"y":{"a":2}}',
      [
        { Key: 'x', Value: 1 },
        { Key: 'y', Value: { a: 2 } },
      ],
      READER,
    ],
    [
      'a JSON object at ItemsPointer',
      { InputType: 'JSON', ItemsPointer: '/a' },
      '{"a":{"b":1}}',
      [{ Key: 'b', Value: 1 }],
      READER,
    ],
    [
      'ItemsPointer with signs that stand for others',
      { InputType: 'JSON', ItemsPointer: '/a~1b/c~0d' },
      '{"a/b":{"c~d":[1]}}',
      [1],
      'RFC 6901',
    ],
    [
      'ItemsPointer that finds nothing',
      { InputType: 'JSON', ItemsPointer: '/no' },
      '{"a":[1]}',
      /non-iterable/,
      Source.unknown,
    ],
    ['JSONL with a line that is no JSON', { InputType: 'JSONL' }, '{"a":1}\nx\n', /JSON/, Source.unknown],
    [
      'Parquet, which the local engine lacks',
      { InputType: 'PARQUET' },
      'PAR1',
      /does not read items of type "PARQUET"/,
      Source.unknown,
    ],
    ['MaxItems 0', { InputType: 'JSON', MaxItems: 0 }, '[1,2,3]', [1, 2, 3], Source.unknown],
    ['MaxItems', { InputType: 'JSON', MaxItems: 2 }, '[1,2,3]', [1, 2]],
    ['MaxItemsPath', { InputType: 'JSON', MaxItemsPath: '$.n' }, '[1,2,3]', [1]],
  ];
  it.each(rows.map((row) => [row[0], row] as const))('%s', async (_name, [, readerConfig, body, expected]) => {
    const run = await runMachine(
      map(reader(readerConfig)),
      { Bucket: 'b', Key: 'k', n: 1 },
      {},
      { objects: memoryObjects({ 'b/k': body }) },
    );
    if (!(expected instanceof RegExp)) return expect(run.output).toEqual(expected);
    expect(run.error).toBe('States.ItemReaderFailed');
    expect(run.cause).toMatch(expected);
  });

  it(`listObjectsV2 (${itemReaderTests('base_list_objects_v2')})`, async () => {
    const definition = map({
      ItemReader: { Resource: 'arn:aws:states:::s3:listObjectsV2', Parameters: { Bucket: 'b', Prefix: 'in/' } },
    });
    const run = await runMachine(
      definition,
      {},
      {},
      { objects: memoryObjects({ 'b/in/1': 'xx', 'b/in/2': 'yyy', 'b/out': '' }) },
    );
    expect(run.output).toEqual([
      { Etag: '"e"', Key: 'in/1', LastModified: 1_700_000_000, Size: 2, StorageClass: 'STANDARD' },
      { Etag: '"e"', Key: 'in/2', LastModified: 1_700_000_000, Size: 3, StorageClass: 'STANDARD' },
    ]);
  });

  it.each([[undefined], [memoryObjects({})]])(
    'an object that is not there fails with States.ItemReaderFailed, which can be caught',
    async (objects) => {
      const definition = map({
        ...reader({ InputType: 'JSON' }),
        Catch: [{ ErrorEquals: ['States.ItemReaderFailed'], Next: 'Caught' }],
      });
      expect((await runMachine(definition, { Bucket: 'b', Key: 'k' }, {}, { objects })).status).toBe('SUCCEEDED');
    },
  );
});

describe('distributed Map: packed objects, lists of objects, and manifests', () => {
  const sku = (rows: string) => gzipSync(rows);
  const inventory = (more: object = {}) =>
    JSON.stringify({
      sourceBucket: 'in',
      destinationBucket: 'arn:aws:s3:::data',
      fileFormat: 'CSV',
      fileSchema: 'Bucket, Key, Size',
      files: [
        { key: 'p/1.csv.gz', size: 9, MD5checksum: 'x' },
        { key: 'p/2.csv.gz', size: 9, MD5checksum: 'y' },
      ],
      ...more,
    });
  const files = {
    'data/p/1.csv.gz': sku('"in","a%20b","3"\n"in","c","4"\n'),
    'data/p/2.csv.gz': sku('"in","d","5"\n'),
  };
  const listed = [
    { Bucket: 'in', Key: 'a%20b', Size: '3' },
    { Bucket: 'in', Key: 'c', Size: '4' },
    { Bucket: 'in', Key: 'd', Size: '5' },
  ];
  const S3_GUIDE = 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-inventory-location.html';
  type Objects = Readonly<Record<string, string | Uint8Array>>;
  const rows: readonly (readonly [
    name: string,
    config: object,
    key: string,
    Objects,
    expected: unknown,
    source: string,
  ])[] = [
    ['an object that is packed', { InputType: 'JSON' }, 'k.json.gz', { 'b/k.json.gz': gzipSync('[1]') }, [1], READER],
    ['an object of bytes', { InputType: 'JSON' }, 'k', { 'b/k': Buffer.from('["ä"]') }, ['ä'], READER],
    [
      'one that says it is packed and is not',
      { InputType: 'JSON' },
      'k.gz',
      { 'b/k.gz': '[1]' },
      /gzip/,
      Source.unknown,
    ],
    ['one packed with Zstandard', { InputType: 'JSON' }, 'k.zst', { 'b/k.zst': 'x' }, /Zstandard/, Source.unknown],
    [
      'an S3 inventory',
      { InputType: 'MANIFEST' },
      'm/manifest.json',
      { 'b/m/manifest.json': inventory(), ...files },
      listed,
      S3_GUIDE,
    ],
    [
      'the same by its newer name',
      { ManifestType: 'S3_INVENTORY' },
      'manifest.json',
      { 'b/manifest.json': inventory(), ...files },
      listed,
      READER,
    ],
    [
      'with MaxItems',
      { InputType: 'MANIFEST', MaxItems: 1 },
      'k',
      { 'b/k': inventory(), ...files },
      listed.slice(0, 1),
      READER,
    ],
    [
      'one of another format',
      { InputType: 'MANIFEST' },
      'k',
      { 'b/k': inventory({ fileFormat: 'ORC' }) },
      /does not read an inventory in "ORC"/,
      Source.unknown,
    ],
    [
      'one whose files are gone',
      { InputType: 'MANIFEST' },
      'k',
      { 'b/k': inventory() },
      /does not exist: p\/1/,
      Source.unknown,
    ],
    [
      'JSON that is no inventory',
      { InputType: 'MANIFEST' },
      'k',
      { 'b/k': '{"fileFormat":"CSV"}' },
      /not one of an S3 inventory/,
      Source.unknown,
    ],
    [
      'data files that Athena has unloaded',
      { ManifestType: 'ATHENA_DATA', InputType: 'JSONL' },
      'k-manifest.csv',
      {
        'b/k-manifest.csv': 's3://data/1.gz\ns3://data/x/2\n',
        'data/1.gz': gzipSync('{"a":1}\n'),
        'data/x/2': '{"a":2}\n',
      },
      [{ a: 1 }, { a: 2 }],
      READER,
    ],
    [
      'a manifest of Athena that names no objects',
      { ManifestType: 'ATHENA_DATA', InputType: 'JSONL' },
      'k',
      { 'b/k': 'x' },
      /no object of S3: x/,
      Source.unknown,
    ],
  ];
  it.each(rows.map((row) => [`${row[0]} (${row[5]})`, row] as const))(
    '%s',
    async (_name, [, config, key, objects, expected]) => {
      const run = await runMachine(
        map(reader(config)),
        { Bucket: 'b', Key: key },
        {},
        { objects: memoryObjects(objects) },
      );
      if (!(expected instanceof RegExp)) return expect(run.output).toEqual(expected);
      expect(run.error).toBe('States.ItemReaderFailed');
      expect(run.cause).toMatch(expected);
    },
  );

  it(`what the objects of a list hold (${READER}: LOAD_AND_FLATTEN)`, async () => {
    const ReaderConfig = { InputType: 'JSONL', Transformation: 'LOAD_AND_FLATTEN' };
    const definition = map({
      ItemReader: {
        Resource: 'arn:aws:states:::s3:listObjectsV2',
        ReaderConfig,
        Parameters: { Bucket: 'b', Prefix: 'in/' },
      },
    });
    const objects = memoryObjects({ 'b/in/1': '1\n2\n', 'b/in/2': '3\n', 'b/out': '4\n' });
    expect((await runMachine(definition, {}, {}, { objects })).output).toEqual([1, 2, 3]);
  });

  const source = { ItemSelector: { 'item.$': '$$.Map.Item' } };
  const items: readonly (readonly [name: string, more: object, input: unknown, expected: unknown])[] = [
    ['items of the input', {}, ['a'], { Index: 0, Value: 'a', Source: 'STATE_DATA' }],
    ['an object of the input', {}, { k: 'a' }, { Index: 0, Key: 'k', Value: 'a', Source: 'STATE_DATA' }],
    [
      'an object of S3',
      reader({ InputType: 'JSON' }),
      { Bucket: 'b', Key: 'k' },
      { Index: 0, Value: 1, Source: 's3://b/k' },
    ],
    [
      'an object in an object of S3',
      reader({ InputType: 'JSON', ItemsPointer: '/0' }),
      { Bucket: 'b', Key: 'o' },
      { Index: 0, Key: 'x', Value: 1, Source: 's3://b/o' },
    ],
    [
      'a list of objects',
      { ItemReader: { Resource: 'arn:aws:states:::s3:listObjectsV2', Parameters: { Bucket: 'b', Prefix: 'k' } } },
      {},
      expect.objectContaining({ Index: 0, Source: 's3://b' }),
    ],
  ];
  it.each(items)('$$.Map.Item of %s', async (_name, more, input, item) => {
    const objects = memoryObjects({ 'b/k': '[1]', 'b/o': '[{"x":1}]' });
    const run = await runMachine(map({ ...more, ...source }), input, {}, { objects });
    expect(run.output).toEqual([{ item }]);
  });

  it(`objects as items in JSONata (${Source.guide}/input-output-itemspath.html)`, async () => {
    const definition = machine(
      { M: { Type: 'Map', ItemProcessor: processor(), Items: '{% $states.input.o %}', End: true } },
      { QueryLanguage: 'JSONata' },
    );
    expect((await runMachine(definition, { o: { a: 1, b: 2 } })).output).toEqual([
      { Key: 'a', Value: 1 },
      { Key: 'b', Value: 2 },
    ]);
  });

  it(`the length of an object is told (${Source.unknown})`, async () => {
    const run = await runMachine(map({}), { a: 1, b: 2 });
    expect(detailsOf(run.history[2])).toEqual({ length: 2 });
  });

  it('an object is no list of items for an inline Map', async () => {
    const inline = machine({
      M: { Type: 'Map', ItemProcessor: { StartAt: 'A', States: { A: { Type: 'Pass', End: true } } }, End: true },
    });
    expect((await runMachine(inline, { a: 1 })).error).toBe('States.Runtime');
  });

  it.each(['getObject', 'listObjectsV2'] as const)(
    'what S3 refuses %s fails with States.ItemReaderFailed',
    async (action) => {
      const refuse = async () => {
        throw new Error('Access Denied');
      };
      const objects = { ...memoryObjects(), getObject: refuse, listObjects: refuse };
      const run = await runMachine(
        map(reader({ InputType: 'JSON' }, `arn:aws:states:::s3:${action}`)),
        { Bucket: 'b', Key: 'k' },
        {},
        { objects },
      );
      expect([run.error, run.cause]).toEqual(['States.ItemReaderFailed', 'Access Denied']);
    },
  );
});
