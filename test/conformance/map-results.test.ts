import { describe, expect, it } from 'vitest';
import { memoryObjects } from '../support/memory-objects.ts';
import { map, processor } from './distributed-map.ts';
import { Attempts } from './redrive-machine.ts';
import { LAMBDA, machine, runMachine } from './run-machine.ts';
import { Source } from './sources.ts';

const WRITER = `${Source.guide}/input-output-resultwriter.html`;

describe('distributed Map: writing results', () => {
  const states = {
    Item: { Type: 'Choice', Choices: [{ Variable: '$.n', NumericLessThan: 0, Next: 'Bad' }], Default: 'Good' },
    Bad: { Type: 'Fail', Error: 'Negative', Cause: 'c' },
    Good: { Type: 'Pass', OutputPath: '$.out', End: true },
  };
  const to = (more: object = {}, Prefix = 'results') => ({
    ResultWriter: { Resource: 'arn:aws:states:::s3:putObject', Parameters: { Bucket: 'out', Prefix }, ...more },
  });
  const good = { n: 1, out: [1, 2] };
  const bad = { n: -1 };
  /** The files in the folder of the run, by name. */
  const filesOf = (objects: ReturnType<typeof memoryObjects>, from = 'out/results/') =>
    Object.fromEntries(
      [...objects.objects].map(([name, body]) => [name.slice(from.length).replace(/^[^/]*\//, ''), String(body)]),
    );

  it(`files by status, a manifest, and the place of the manifest as the result (${WRITER})`, async () => {
    const objects = memoryObjects({});
    const more = { ...to(), ToleratedFailureCount: 1 };
    const run = await runMachine(map({ Label: 'L', ...more }, states), [good, bad], {}, { objects });
    const { MapRunArn: arn, ResultWriterDetails: details } = run.output as any;
    const folder = `results/${arn.split(':').at(-1)}`;
    expect(details).toEqual({ Bucket: 'out', Key: `${folder}/manifest.json` });
    const size = (name: string) => String(objects.objects.get(`out/${name}`)).length;
    expect(objects.json(`out/${details.Key}`)).toEqual({
      DestinationBucket: 'out',
      MapRunArn: arn,
      ResultFiles: {
        FAILED: [{ Key: `${folder}/FAILED_0.json`, Size: size(`${folder}/FAILED_0.json`) }],
        PENDING: [],
        SUCCEEDED: [{ Key: `${folder}/SUCCEEDED_0.json`, Size: size(`${folder}/SUCCEEDED_0.json`) }],
      },
    });
    const [succeeded] = objects.json(`out/${folder}/SUCCEEDED_0.json`);
    const [failed] = objects.json(`out/${folder}/FAILED_0.json`);
    const name = succeeded.Name as string;
    expect(succeeded).toEqual({
      ExecutionArn: `arn:aws:states:us-east-1:123456789012:execution:StateMachine/L:${name}`,
      Input: '{"n":1,"out":[1,2]}',
      InputDetails: { Included: true },
      Name: name,
      Output: '[1,2]',
      OutputDetails: { Included: true },
      RedriveCount: 0,
      RedriveStatus: 'NOT_REDRIVABLE',
      RedriveStatusReason: 'Execution is SUCCEEDED and cannot be redriven',
      StartDate: '2025-01-01T00:00:00.000Z',
      StateMachineArn: 'arn:aws:states:us-east-1:123456789012:stateMachine:StateMachine/L',
      Status: 'SUCCEEDED',
      StopDate: '2025-01-01T00:00:00.000Z',
    });
    expect(failed).toMatchObject({
      Status: 'FAILED',
      Input: '{"n":-1}',
      Error: 'Negative',
      Cause: 'c',
      RedriveStatus: 'REDRIVABLE_BY_MAP_RUN',
    });
    expect(failed).not.toHaveProperty('Output');
  });

  const written: readonly (readonly [config: object, file: string, body: RegExp])[] = [
    [
      { Transformation: 'NONE', OutputType: 'JSON' },
      'SUCCEEDED_0.json',
      /^\[\{"ExecutionArn".*,"Output":"\[1,2\]",.*\}\]$/,
    ],
    [{ Transformation: 'COMPACT', OutputType: 'JSON' }, 'SUCCEEDED_0.json', /^\[\[1,2\],\[1,2\]\]$/],
    [{ Transformation: 'FLATTEN', OutputType: 'JSON' }, 'SUCCEEDED_0.json', /^\[1,2,1,2\]$/],
    [{ Transformation: 'NONE', OutputType: 'JSONL' }, 'SUCCEEDED_0.jsonl', /^\{"ExecutionArn".*\}\n\{.*\}\n$/],
    [{ Transformation: 'COMPACT', OutputType: 'JSONL' }, 'SUCCEEDED_0.jsonl', /^\[1,2\]\n\[1,2\]\n$/],
    [{ Transformation: 'FLATTEN', OutputType: 'JSONL' }, 'SUCCEEDED_0.jsonl', /^1\n2\n1\n2\n$/],
  ];
  it.each(written)(`%j in S3 (${WRITER})`, async (WriterConfig, file, body) => {
    const objects = memoryObjects({});
    await runMachine(map(to({ WriterConfig }), states), [good, good], {}, { objects });
    expect(filesOf(objects)[file]).toMatch(body);
  });

  const returned: readonly (readonly [WriterConfig: object, expected: unknown])[] = [
    [
      { Transformation: 'NONE' },
      [expect.objectContaining({ Output: '[1,2]' }), expect.objectContaining({ Output: '3' })],
    ],
    [{ Transformation: 'COMPACT' }, [[1, 2], 3]],
    [{ Transformation: 'FLATTEN' }, [1, 2, 3]],
    [{ OutputType: 'JSON' }, [[1, 2], 3]],
  ];
  it.each(returned)(`%j in the output of the state (${WRITER})`, async (WriterConfig, expected) => {
    const run = await runMachine(map({ ResultWriter: { WriterConfig } }, states), [good, { n: 1, out: 3 }]);
    expect(run.output).toEqual(expected);
  });

  it(`a failed result is not transformed (${WRITER})`, async () => {
    const more = { ResultWriter: { WriterConfig: { Transformation: 'FLATTEN' } }, ToleratedFailureCount: 1 };
    const run = await runMachine(map(more, states), [bad, good]);
    expect(run.output).toEqual([expect.objectContaining({ Status: 'FAILED', Error: 'Negative' }), 1, 2]);
  });

  it(`a run that fails writes what it has, and what it never started (${Source.captured('redrive_map.json')})`, async () => {
    const objects = memoryObjects({});
    const more = { ...to({ WriterConfig: { Transformation: 'COMPACT', OutputType: 'JSON' } }), MaxConcurrency: 1 };
    const run = await runMachine(map(more, states), [good, bad, good], {}, { objects });
    expect(run.error).toBe('States.ExceedToleratedFailureThreshold');
    const files = filesOf(objects);
    expect(JSON.parse(files['SUCCEEDED_0.json']!)).toEqual([[1, 2]]);
    expect(JSON.parse(files['FAILED_0.json']!)).toMatchObject([{ Status: 'FAILED' }]);
    expect(JSON.parse(files['PENDING_0.json']!)).toEqual([
      { Input: '{"n":1,"out":[1,2]}', InputDetails: { Included: true }, Status: 'PENDING' },
    ]);
    const { ResultFiles: listed } = JSON.parse(files['manifest.json']!);
    expect(Object.entries(listed).map(([status, list]) => [status, (list as unknown[]).length])).toEqual([
      ['FAILED', 1],
      ['PENDING', 1],
      ['SUCCEEDED', 1],
    ]);
  });

  it(`a run that is aborted does so as well (${Source.unknown})`, async () => {
    const objects = memoryObjects({});
    const waits = { Item: { Type: 'Wait', Seconds: 60, End: true } };
    await runMachine(machine({ M: map(to(), waits).States['M']! }, { TimeoutSeconds: 5 }), [1], {}, { objects });
    await new Promise(setImmediate);
    expect(Object.keys(filesOf(objects)).sort()).toEqual(['FAILED_0.json', 'manifest.json']);
  });

  it(`a redrive writes in a folder of its own, and lists the results of all attempts (${Source.captured('redrive_map.json')})`, async () => {
    const objects = memoryObjects({});
    const tasks = { Item: [{ result: 'one' }, { error: 'E' }, { result: 'two' }] };
    const worked = { Item: { Type: 'Task', Resource: LAMBDA, End: true } };
    const writer = to({ WriterConfig: { Transformation: 'COMPACT', OutputType: 'JSON' } });
    const attempts = new Attempts(map({ ...writer, MaxConcurrency: 1 }, worked), [1, 2], { objects, tasks });
    await attempts.redrive();
    const { output } = await attempts.finished();
    const folder = `results/${String(output.MapRunArn).split(':').at(-1)}`;
    expect(output.ResultWriterDetails.Key).toBe(`${folder}/Redrive-1/manifest.json`);
    expect(objects.json(`out/${folder}/Redrive-1/SUCCEEDED_0.json`)).toEqual(['two']);
    expect(objects.json(`out/${folder}/Redrive-1/manifest.json`).ResultFiles).toEqual({
      FAILED: [],
      PENDING: [],
      SUCCEEDED: [
        { Key: `${folder}/SUCCEEDED_0.json`, Size: 7 },
        { Key: `${folder}/Redrive-1/SUCCEEDED_0.json`, Size: 7 },
      ],
    });
  });

  it(`a redrive that makes nothing succeed says so (${Source.captured('redrive_map.json')})`, async () => {
    const objects = memoryObjects({});
    const tasks = { Item: [{ error: 'E' }] };
    const worked = { Item: { Type: 'Task', Resource: LAMBDA, End: true } };
    const attempts = new Attempts(map(to(), worked), [1], { objects, tasks });
    await attempts.redrive();
    await attempts.finished();
    const files = filesOf(objects);
    expect(files['Redrive-1/SUCCEEDED_0.json']).toBe('[]');
    expect(JSON.parse(files['Redrive-1/FAILED_0.json']!)).toMatchObject([{ RedriveCount: 1, Status: 'FAILED' }]);
  });

  it.each([
    ['a/b/', /^out\/a\/b\/[0-9a-f-]{36}\/manifest\.json$/],
    ['a', /^out\/a\/[0-9a-f-]{36}\/manifest\.json$/],
    ['', /^out\/[0-9a-f-]{36}\/manifest\.json$/],
  ])('under the prefix "%s"', async (prefix, expected) => {
    const objects = memoryObjects({});
    await runMachine(map(to({}, prefix), states), [], {}, { objects });
    expect([...objects.objects.keys()]).toEqual([expect.stringMatching(expected)]);
  });

  it(`from JSONata (${WRITER})`, async () => {
    const objects = memoryObjects({});
    const ResultWriter = {
      Resource: 'arn:aws:states:::s3:putObject',
      WriterConfig: { Transformation: 'COMPACT', OutputType: 'JSONL' },
      Arguments: { Bucket: '{% $states.input.b %}', Prefix: 'results' },
    };
    const definition = machine(
      { M: { Type: 'Map', ItemProcessor: processor(), Items: '{% $states.input.a %}', ResultWriter, End: true } },
      { QueryLanguage: 'JSONata' },
    );
    await runMachine(definition, { b: 'out', a: [1, 2] }, {}, { objects });
    expect(filesOf(objects)['SUCCEEDED_0.jsonl']).toBe('1\n2\n');
  });

  it('without a store fails with States.ResultWriterFailed', async () => {
    const run = await runMachine(map(to()), [1]);
    expect(run.error).toBe('States.ResultWriterFailed');
  });

  it('what S3 refuses fails with States.ResultWriterFailed; a redrive writes again', async () => {
    const objects = memoryObjects({});
    let refused = true;
    const store = {
      ...objects,
      putObject: async (...args: Parameters<typeof objects.putObject>) => {
        if (refused) throw new Error('Access Denied');
        return objects.putObject(...args);
      },
    };
    const attempts = new Attempts(map(to()), [1, 2], { objects: store });
    expect(await attempts.finished()).toMatchObject({ error: 'States.ResultWriterFailed', cause: 'Access Denied' });
    refused = false;
    await attempts.redrive();
    expect((await attempts.finished()).status).toBe('SUCCEEDED');
    expect(JSON.parse(filesOf(objects)['Redrive-1/SUCCEEDED_0.json']!)).toMatchObject([{ Input: '1' }, { Input: '2' }]);
  });
});
