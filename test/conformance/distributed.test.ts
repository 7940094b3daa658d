import { describe, expect, it } from 'vitest';
import { validateDefinition } from '../../lib/local/validate/validate-definition.ts';
import type { MapState, StateMachine } from '../../lib/states-language/types.ts';
import type { Execution } from '../../lib/local/index.ts';
import { memoryObjects } from '../support/memory-objects.ts';
import { map, reader } from './distributed-map.ts';
import { detailsOf, LAMBDA, machine, runMachine } from './run-machine.ts';
import { Source } from './sources.ts';

const itemReaderTests = (test: string) => Source.recorded(`test_base_scenarios.py test_map_item_reader_${test}`);

describe('distributed Map: history', () => {
  it(`with a reader (${itemReaderTests('base_list_objects_v2')})`, async () => {
    const run = await runMachine(
      map(reader({ InputType: 'JSON' })),
      { Bucket: 'b', Key: 'k' },
      {},
      { objects: memoryObjects({ 'b/k': '[1,2]' }) },
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
      /^arn:aws:states:us-east-1:123456789012:mapRun:StateMachine\/[0-9a-f]{8}-[0-9a-f]{4}-3[0-9a-f-]+:[0-9a-f-]{36}$/,
    );
  });

  it(`with a reader that fails (${itemReaderTests('csv_headers_decl_duplicate_headers')})`, async () => {
    const run = await runMachine(
      map(reader({ InputType: 'JSON' })),
      { Bucket: 'b', Key: 'k' },
      {},
      { objects: memoryObjects({ 'b/k': 'null' }) },
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
      ['a', 'b'].map((item, index) => ({ in: item, id: children[index]!.arn, machine: 'StateMachine' })),
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
  it(`an Iterator can be one, with its Map Run (${Source.observed})`, async () => {
    const { ItemProcessor: iterator, ...rest } = map().States['M'] as MapState;
    const definition = { StartAt: 'M', States: { M: { ...rest, Iterator: iterator } } } as StateMachine;
    const run = await runMachine(definition, [1, 2]);
    expect(run.output).toEqual([1, 2]);
    expect(run.history.map(({ type }) => type)).toContain('MapRunSucceeded');
    expect(validateDefinition(JSON.stringify(definition))).toEqual([]);
  });

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
      { ItemBatcher: { MaxInputBytesPerBatchPath: '$.n', MaxItemsPerBatch: 3 }, ItemsPath: '$.a' },
      { n: 30, a: ['aaaaaaaa', 'bbbbbbbb', 'c', 'd'] },
      [{ Items: ['aaaaaaaa'] }, { Items: ['bbbbbbbb', 'c'] }, { Items: ['d'] }],
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
  const failed: unknown = expect.objectContaining({ Status: 'FAILED', Error: 'Negative', Input: '-1' });
  const tolerance: readonly (readonly [more: object, input: unknown, expected: unknown, source?: string])[] = [
    [{}, [1, -1, 2], undefined],
    [{ ToleratedFailureCount: 0 }, [1, -1], undefined],
    [
      { ToleratedFailureCount: 1 },
      [1, -1, 2],
      [1, failed, 2],
      `${Source.guide}/input-output-resultwriter.html: failed results are never transformed`,
    ],
    [{ ToleratedFailureCount: 1 }, [-1, -1, 2], undefined],
    [{ ToleratedFailureCountPath: '$.n', ItemsPath: '$.a' }, { n: 1, a: [1, -1] }, [1, failed]],
    [{ ToleratedFailurePercentage: 50 }, [1, -1], [1, failed]],
    [{ ToleratedFailurePercentage: 49 }, [1, -1], undefined],
    [{ ToleratedFailurePercentage: 100 }, [-1, -1], [failed, failed]],
    [{ ToleratedFailurePercentagePath: '$.n', ItemsPath: '$.a' }, { n: 33.4, a: [1, -1, 2] }, [1, failed, 2]],
    [{ ToleratedFailurePercentage: 100, ToleratedFailureCount: 0 }, [1, -1, 2], [1, failed, 2], Source.measured],
    [{ ToleratedFailurePercentage: 0, ToleratedFailureCount: 1 }, [1, -1, 2], [1, failed, 2], Source.measured],
    [{ ToleratedFailurePercentage: 0, ToleratedFailureCount: 0 }, [1, -1, 2], undefined, Source.measured],
    [{ ToleratedFailurePercentage: 40, ToleratedFailureCount: 5 }, [1, -1, 2], [1, failed, 2], Source.measured],
    [{ ToleratedFailurePercentage: 30, ToleratedFailureCount: 5 }, [1, -1, 2], undefined, Source.measured],
    [{ ToleratedFailurePercentage: 90, ToleratedFailureCount: 1 }, [-1, -1, 2], undefined, Source.measured],
  ];
  it.each(tolerance.map((row) => row.slice(0, 3)))('%j of %j', async (more, input, expected) => {
    const run = await runMachine(map(more as object, fail), input);
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
