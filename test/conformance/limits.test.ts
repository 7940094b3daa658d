import { describe, expect, it } from 'vitest';
import { LAMBDA, machine, runMachine } from './run-machine.ts';
import { Source } from './sources.ts';

const KIB_256 = 262_144;
/** A string whose JSON text takes `bytes`. */
const text = (bytes: number, char = 'x') => char.repeat((bytes - 2) / Buffer.byteLength(char));
const task = (more: object = {}) => ({ Type: 'Task', Resource: LAMBDA, ...more, End: true });
const tooLarge = /returned a result with a size exceeding the maximum number of bytes service limit\.$/;
const all = [{ ErrorEquals: ['States.ALL'], Next: 'Caught' }];
const caught = { Caught: { Type: 'Pass', Result: 'caught', End: true } };

describe('limits: 256 KiB', () => {
  it.each([
    ['x', KIB_256, true],
    ['x', KIB_256 + 1, false],
    ['é', KIB_256, true],
    ['é', KIB_256 + 2, false],
    ['€', KIB_256 + 1, false],
  ])('a task result of "%s" and %i bytes fits: %s', async (char, bytes, fits) => {
    const run = await runMachine(machine({ T: task() }), {}, { T: [{ result: text(bytes, char) }] });
    expect(run.error).toBe(fits ? undefined : 'States.DataLimitExceeded');
  });

  it.each([
    [LAMBDA, "The state/task 'lambda' returned"],
    [
      'arn:aws:lambda:us-east-1:123456789012:function:f',
      "The state/task 'arn:aws:lambda:us-east-1:123456789012:function:f' returned",
    ],
  ])(`the result of %s is caught by name (${Source.recorded('test_states_errors.py')})`, async (Resource, words) => {
    const definition = machine({
      T: { ...task({ Catch: [{ ErrorEquals: ['States.DataLimitExceeded'], Next: 'Caught' }] }), Resource },
      Caught: { Type: 'Succeed' },
    });
    const run = await runMachine(definition, {}, { T: [{ result: text(KIB_256 + 1) }] });
    expect(run.output).toMatchObject({ Error: 'States.DataLimitExceeded', Cause: expect.stringContaining(words) });
    expect((run.output as any).Cause).toMatch(tooLarge);
  });

  it(`the result of a task is caught by States.ALL (${Source.recorded('test_states_errors.py')})`, async () => {
    const run = await runMachine(
      machine({ T: task({ Catch: all }), ...caught }),
      {},
      { T: [{ result: text(KIB_256 + 1) }] },
    );
    expect(run.output).toBe('caught');
  });

  it('a ResultSelector cannot save a result that is too large', async () => {
    const run = await runMachine(
      machine({ T: task({ ResultSelector: {} }) }),
      {},
      { T: [{ result: text(KIB_256 + 1) }] },
    );
    expect(run.error).toBe('States.DataLimitExceeded');
  });

  it(`a state output that is too large ends the execution, whatever is caught (${Source.recorded('test_states_errors.py')})`, async () => {
    const run = await runMachine(
      machine({ T: task({ ResultPath: '$.r', Catch: all }), ...caught }),
      { k: text(200_000) },
      { T: [{ result: text(100_000) }] },
    );
    expect([run.status, run.error]).toEqual(['FAILED', 'States.DataLimitExceeded']);
    expect(run.cause).toMatch(tooLarge);
  });

  it('so does the joined output of a Parallel', async () => {
    const branch = (name: string) => ({ StartAt: name, States: { [name]: { Type: 'Pass', End: true } } });
    const run = await runMachine(
      machine({ P: { Type: 'Parallel', Branches: [branch('A'), branch('B')], Catch: all, End: true }, ...caught }),
      text(200_000),
    );
    expect(run.error).toBe('States.DataLimitExceeded');
  });

  it(`parameters that are too large end the execution (${Source.unknown})`, async () => {
    const run = await runMachine(machine({ T: task({ Parameters: { 'a.$': '$', 'b.$': '$' } }) }), text(200_000));
    expect([run.error, run.calls.length]).toEqual(['States.DataLimitExceeded', 0]);
  });
});

describe('limits: history', () => {
  const loop = machine({
    A: { Type: 'Pass', Next: 'B' },
    B: { Type: 'Choice', Choices: [{ Variable: '$.x', IsPresent: true, Next: 'End' }], Default: 'A' },
    End: { Type: 'Succeed' },
  });

  it(`the event 25,000 ends the execution (${Source.guide}/bp-history-limit.html)`, async () => {
    const run = await runMachine(loop);
    expect([run.status, run.history.length]).toEqual(['FAILED', 25_000]);
    expect(run.cause).toBe('The execution reached the maximum number of history events (25000).');
    expect(run.history.at(-1)!.type).toBe('ExecutionFailed');
    expect(run.history.every(({ id }, index) => id === index + 1)).toBe(true);
  });

  it(`unless it is ExecutionSucceeded (${Source.guide}/bp-history-limit.html)`, async () => {
    // 12,499 Pass states: 24,998 events between the first and the last.
    const states = Object.fromEntries(
      Array.from({ length: 12_499 }, (_, index) => [
        `P${String(index)}`,
        { Type: 'Pass', ...(index === 12_498 ? { End: true } : { Next: `P${String(index + 1)}` }) },
      ]),
    );
    const run = await runMachine(machine(states));
    expect([run.status, run.history.length]).toEqual(['SUCCEEDED', 25_000]);
  });

  it(`an Express execution may have more (${Source.observed})`, async () => {
    const arns = {
      execution: 'arn:aws:states:us-east-1:123456789012:express:m:e:1',
      stateMachine: 'arn:aws:states:us-east-1:123456789012:stateMachine:m',
      role: 'arn:aws:iam::123456789012:role/r',
    };
    const counted = machine({
      A: { Type: 'Pass', Parameters: { 'n.$': 'States.MathAdd($.n, 1)' }, Next: 'B' },
      B: { Type: 'Choice', Choices: [{ Variable: '$.n', NumericLessThan: 7_000, Next: 'A' }], Default: 'End' },
      End: { Type: 'Succeed' },
    });
    const run = await runMachine(counted, { n: 0 }, {}, { arns });
    expect([run.status, run.history.length]).toEqual(['SUCCEEDED', 28_004]);
  });

  it('nothing catches it, inside of a Map neither', async () => {
    const processor = { StartAt: 'T', States: { T: task() } };
    const definition = machine({ M: { Type: 'Map', ItemProcessor: processor, Catch: all, End: true }, ...caught });
    const run = await runMachine(
      definition,
      Array.from({ length: 4_000 }, () => 1),
    );
    expect([run.status, run.history.length]).toEqual(['FAILED', 25_000]);
  });
});

describe('limits: texts', () => {
  it('a cause is cut to 32,768 characters', async () => {
    const run = await runMachine(machine({ F: { Type: 'Fail', Error: 'E', CausePath: '$' } }), 'x'.repeat(40_000));
    expect(run.cause).toHaveLength(32_768);
  });
});
