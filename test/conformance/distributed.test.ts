import { describe, expect, it } from 'vitest';
import type { Execution, ObjectStore } from '../../lib/local/index.ts';
import { detailsOf, LAMBDA, machine, runMachine } from './run-machine.ts';
import { Source } from './sources.ts';

/** A bucket in memory. */
function memoryStore(
  objects: Readonly<Record<string, string>>,
): ObjectStore & { readonly objects: Map<string, string> } {
  const map = new Map(Object.entries(objects));
  return {
    objects: map,
    getObject: async (bucket, key) => map.get(`${bucket}/${key}`),
    listObjects: async (bucket, prefix) =>
      [...map.entries()]
        .filter(([name]) => name.startsWith(`${bucket}/${prefix}`))
        .map(([name, body]) => ({
          key: name.slice(bucket.length + 1),
          size: body.length,
          etag: '"e"',
          lastModified: 1_700_000_000_500,
        }))
        .sort((a, b) => (a.key < b.key ? -1 : 1)),
    putObject: async (bucket, key, body) => void map.set(`${bucket}/${key}`, body),
  };
}

const config = { ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' } };
const processor = (states: object = { Item: { Type: 'Pass', End: true } }) => ({
  ...config,
  StartAt: Object.keys(states)[0],
  States: states,
});
const map = (more: object = {}, states?: object) =>
  machine({ M: { Type: 'Map', ItemProcessor: processor(states), ...more, End: true }, Caught: { Type: 'Succeed' } });
const reader = (ReaderConfig: object, Resource = 'arn:aws:states:::s3:getObject') => ({
  ItemReader: { Resource, ReaderConfig, Parameters: { 'Bucket.$': '$.Bucket', 'Key.$': '$.Key' } },
});
const csv = "H1,H2,H3\nValue1,Value2,Value3\nValue4,Value5,Value6\n,,,\ntrue,1,'HelloWorld'\nNull,None,\n   \n";
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
      'JSON that is no list',
      { InputType: 'JSON' },
      '{"a":1}',
      /^Attempting to map over non-iterable node\.$/,
      itemReaderTests('json_no_json_list_object'),
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
    ['MaxItems', { InputType: 'JSON', MaxItems: 2 }, '[1,2,3]', [1, 2]],
    ['MaxItemsPath', { InputType: 'JSON', MaxItemsPath: '$.n' }, '[1,2,3]', [1]],
  ];
  it.each(rows.map((row) => [row[0], row] as const))('%s', async (_name, [, readerConfig, body, expected]) => {
    const run = await runMachine(
      map(reader(readerConfig)),
      { Bucket: 'b', Key: 'k', n: 1 },
      {},
      { objects: memoryStore({ 'b/k': body }) },
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
      { objects: memoryStore({ 'b/in/1': 'xx', 'b/in/2': 'yyy', 'b/out': '' }) },
    );
    expect(run.output).toEqual([
      { Etag: '"e"', Key: 'in/1', LastModified: 1_700_000_000, Size: 2, StorageClass: 'STANDARD' },
      { Etag: '"e"', Key: 'in/2', LastModified: 1_700_000_000, Size: 3, StorageClass: 'STANDARD' },
    ]);
  });

  it.each([[undefined], [memoryStore({})]])(
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

describe('distributed Map: history', () => {
  it(`with a reader (${itemReaderTests('base_list_objects_v2')})`, async () => {
    const run = await runMachine(
      map(reader({ InputType: 'JSON' })),
      { Bucket: 'b', Key: 'k' },
      {},
      { objects: memoryStore({ 'b/k': '[1,2]' }) },
    );
    expect(run.events).toEqual([
      '1<0 ExecutionStarted',
      '2<0 MapStateEntered M',
      '3<2 MapStateStarted',
      '4<3 MapRunStarted',
      '5<4 MapRunSucceeded',
      '6<5 MapStateSucceeded',
      '7<5 MapStateExited M',
      '8<7 ExecutionSucceeded',
    ]);
    expect(detailsOf(run.history[2])).toEqual({ length: 0 });
    expect(detailsOf(run.history[3]).mapRunArn).toMatch(
      /^arn:aws:states:us-east-1:123456789012:mapRun:StateMachine\/M:[0-9a-f-]{36}$/,
    );
  });

  it(`with a reader that fails (${itemReaderTests('csv_headers_decl_duplicate_headers')})`, async () => {
    const run = await runMachine(
      map(reader({ InputType: 'JSON' })),
      { Bucket: 'b', Key: 'k' },
      {},
      { objects: memoryStore({ 'b/k': '{}' }) },
    );
    expect(run.events).toEqual([
      '1<0 ExecutionStarted',
      '2<0 MapStateEntered M',
      '3<2 MapStateStarted',
      '4<3 MapRunStarted',
      '5<4 MapRunFailed',
      '6<5 MapStateFailed',
      '7<6 ExecutionFailed',
    ]);
    expect(detailsOf(run.history[4])).toEqual({
      error: 'States.ItemReaderFailed',
      cause: 'Attempting to map over non-iterable node.',
    });
  });

  it('children have histories and identities of their own', async () => {
    const children: Execution[] = [];
    const states = {
      Item: {
        Type: 'Pass',
        Parameters: { 'in.$': '$$.Execution.Input', 'id.$': '$$.Execution.Id', 'machine.$': '$$.StateMachine.Name' },
        End: true,
      },
    };
    const run = await runMachine(
      map({ Label: 'L' }, states),
      ['a', 'b'],
      {},
      { onChildExecution: (child) => void children.push(child) },
    );
    expect(run.output).toEqual(
      ['a', 'b'].map((item, index) => ({ in: item, id: children[index]!.arn, machine: 'StateMachine/L' })),
    );
    expect(children[0]!.arn).toMatch(/^arn:aws:states:us-east-1:123456789012:execution:StateMachine\/L:[0-9a-f-]{36}$/);
    expect(children[0]!.history.map(({ type }) => type)).toEqual([
      'ExecutionStarted',
      'PassStateEntered',
      'PassStateExited',
      'ExecutionSucceeded',
    ]);
  });
});

describe('distributed Map: running', () => {
  const rows: readonly (readonly [more: object, input: unknown, expected: unknown, source?: string])[] = [
    [{}, [1, 2], [1, 2]],
    [{ ItemsPath: '$.a' }, { a: [1] }, [1]],
    [
      { ItemSelector: { 'v.$': '$$.Map.Item.Value', 'i.$': '$$.Map.Item.Index', 'k.$': '$.k' }, ItemsPath: '$.a' },
      { a: ['x'], k: 1 },
      [{ v: 'x', i: 0, k: 1 }],
    ],
    [{ ItemBatcher: { MaxItemsPerBatch: 2 } }, [1, 2, 3], [{ Items: [1, 2] }, { Items: [3] }]],
    [
      { ItemBatcher: { MaxItemsPerBatchPath: '$.n' }, ItemsPath: '$.a' },
      { n: 3, a: [1, 2, 3] },
      [{ Items: [1, 2, 3] }],
    ],
    [
      { ItemBatcher: { MaxItemsPerBatch: 2, BatchInput: { 'k.$': '$.k' } }, ItemsPath: '$.a' },
      { k: 9, a: [1] },
      [{ BatchInput: { k: 9 }, Items: [1] }],
    ],
    [
      { ItemBatcher: { MaxInputBytesPerBatch: 30 } },
      ['aaaaaaaa', 'bbbbbbbb', 'c'],
      [{ Items: ['aaaaaaaa'] }, { Items: ['bbbbbbbb', 'c'] }],
      Source.unknown,
    ],
    [
      { ItemBatcher: { MaxItemsPerBatch: 2 }, ItemSelector: { 'v.$': '$$.Map.Item.Value' } },
      [1],
      [{ Items: [{ v: 1 }] }],
    ],
    [{}, [], []],
  ];
  it.each(rows.map(([more, input, expected]) => [more, input, expected] as const))(
    '%j of %j',
    async (more, input, expected) => {
      expect((await runMachine(map(more), input)).output).toEqual(expected);
    },
  );

  const wait = { Item: { Type: 'Wait', Seconds: 10, End: true } };
  it.each([
    [{}, 100, 10],
    [{ MaxConcurrency: 0 }, 100, 10],
    [{ MaxConcurrency: 30 }, 100, 40],
    [{ MaxConcurrency: 1 }, 3, 30],
  ])('%j with %i items takes %i s', async (more, count, seconds) => {
    expect(
      (
        await runMachine(
          map(more, wait),
          Array.from({ length: count }, () => 1),
        )
      ).seconds,
    ).toBe(seconds);
  });

  const fail = {
    Item: { Type: 'Choice', Choices: [{ Variable: '$', NumericLessThan: 0, Next: 'Bad' }], Default: 'Good' },
    Bad: { Type: 'Fail', Error: 'Negative' },
    Good: { Type: 'Succeed' },
  };
  it.each([
    [{}, [1, -1, 2], undefined],
    [{ ToleratedFailureCount: 0 }, [1, -1], undefined],
    [{ ToleratedFailureCount: 1 }, [1, -1, 2], [1, 2]],
    [{ ToleratedFailureCount: 1 }, [-1, -1, 2], undefined],
    [{ ToleratedFailureCountPath: '$.n', ItemsPath: '$.a' }, { n: 1, a: [1, -1] }, [1]],
    [{ ToleratedFailurePercentage: 50 }, [1, -1], [1]],
    [{ ToleratedFailurePercentage: 49 }, [1, -1], undefined],
    [{ ToleratedFailurePercentage: 100 }, [-1, -1], []],
    [{ ToleratedFailurePercentagePath: '$.n', ItemsPath: '$.a' }, { n: 33.4, a: [1, -1, 2] }, [1, 2]],
    [{ ToleratedFailurePercentage: 100, ToleratedFailureCount: 0 }, [1, -1], undefined],
  ])('%j of %j', async (more, input, expected) => {
    const run = await runMachine(map(more, fail), input);
    if (expected !== undefined) return expect(run.output).toEqual(expected);
    expect([run.error, run.cause]).toEqual([
      'States.ExceedToleratedFailureThreshold',
      'The specified tolerated failure threshold was exceeded',
    ]);
    expect(run.history.some(({ type }) => type === 'MapRunFailed')).toBe(true);
  });

  it('is not bound to the history of its parent', async () => {
    const run = await runMachine(
      map({}),
      Array.from({ length: 7_000 }, () => 1),
    );
    expect([run.status, run.history.length]).toEqual(['SUCCEEDED', 8]);
  });

  it('stops its children when it fails, and when its execution is stopped', async () => {
    const children: Execution[] = [];
    const states = { Item: { Type: 'Task', Resource: LAMBDA, End: true } };
    const run = await runMachine(
      map({}, states),
      [1, 2, 3],
      { Item: [{ error: 'E', after: 1 }, 'hang'] },
      { onChildExecution: (child) => void children.push(child) },
    );
    expect(run.error).toBe('States.ExceedToleratedFailureThreshold');
    expect(await Promise.all(children.map(async ({ finished }) => (await finished).status))).toEqual([
      'FAILED',
      'ABORTED',
      'ABORTED',
    ]);
  });

  it(`is told as aborted when a branch beside it fails (${Source.unknown}: the order of the events)`, async () => {
    const states = { Item: { Type: 'Wait', Seconds: 60, End: true } };
    const beside = {
      StartAt: 'F',
      States: { F: { Type: 'Wait', Seconds: 5, Next: 'E' }, E: { Type: 'Fail', Error: 'E' } },
    };
    const definition = machine({
      P: {
        Type: 'Parallel',
        Branches: [map({}, states), beside].map(({ StartAt, States }) => ({ StartAt, States })),
        End: true,
      },
    });
    const run = await runMachine(definition, [1]);
    expect(run.events.slice(-4).map((event) => event.split(' ')[1])).toEqual([
      'MapRunAborted',
      'MapStateAborted',
      'ParallelStateFailed',
      'ExecutionFailed',
    ]);
  });

  it('is retried as a whole', async () => {
    const states = { Item: { Type: 'Task', Resource: LAMBDA, End: true } };
    const more = { Retry: [{ ErrorEquals: ['States.ExceedToleratedFailureThreshold'] }] };
    const run = await runMachine(map(more, states), [1], { Item: [{ error: 'E' }, { result: 5 }] });
    expect(run.output).toEqual([5]);
  });
});

describe('distributed Map: writing results', () => {
  it(`files by status, a manifest, and the place of the manifest as the result (${Source.guide}/input-output-resultwriter.html)`, async () => {
    const objects = memoryStore({});
    const states = {
      Item: { Type: 'Choice', Choices: [{ Variable: '$', NumericLessThan: 0, Next: 'Bad' }], Default: 'Good' },
      Bad: { Type: 'Fail', Error: 'Negative', Cause: 'c' },
      Good: { Type: 'Succeed' },
    };
    const more = {
      ResultWriter: { Resource: 'arn:aws:states:::s3:putObject', Parameters: { Bucket: 'out', 'Prefix.$': '$.p' } },
      ItemsPath: '$.a',
      ToleratedFailureCount: 1,
    };
    const run = await runMachine(map(more, states), { p: 'results', a: [1, -1] }, {}, { objects });
    const { MapRunArn: arn, ResultWriterDetails: details } = run.output as any;
    const folder = `results/${arn.split(':').at(-1)}`;
    expect(details).toEqual({ Bucket: 'out', Key: `${folder}/manifest.json` });
    const read = (key: string) => JSON.parse(objects.objects.get(`out/${key}`)!);
    const manifest = read(details.Key);
    expect(manifest).toMatchObject({
      DestinationBucket: 'out',
      MapRunArn: arn,
      ResultFiles: {
        PENDING: [],
        FAILED: [{ Key: `${folder}/FAILED_0.json` }],
        SUCCEEDED: [{ Key: `${folder}/SUCCEEDED_0.json` }],
      },
    });
    expect(read(`${folder}/SUCCEEDED_0.json`)).toMatchObject([
      { Status: 'SUCCEEDED', Input: '1', Output: '1', InputDetails: { Included: true } },
    ]);
    expect(read(`${folder}/FAILED_0.json`)).toMatchObject([
      { Status: 'FAILED', Input: '-1', Error: 'Negative', Cause: 'c' },
    ]);
  });

  it('without a store fails with States.ResultWriterFailed', async () => {
    const run = await runMachine(
      map({ ResultWriter: { Resource: 'arn:aws:states:::s3:putObject', Parameters: { Bucket: 'out' } } }),
      [1],
    );
    expect(run.error).toBe('States.ResultWriterFailed');
  });
});
