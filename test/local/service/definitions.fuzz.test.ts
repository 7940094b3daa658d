import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LocalStepFunctions, virtualClock } from '../../../lib/local/index.ts';

const roleArn = 'arn:aws:iam::123456789012:role/any';

const path = fc.constantFrom('$', '$.a', '$.a[0]', '$..a', '$.a[?(@.b>1)]', '$$.Execution.Input', '$.a.b.c');
const template = fc
  .dictionary(
    fc.constantFrom('a', 'b', 'c'),
    fc.oneof(fc.constantFrom<unknown>(1, null, 'x', [1], { b: 2 }), fc.constantFrom('$', '$.a', '$$.State.Name')),
    { maxKeys: 3 },
  )
  .map((fields) =>
    // What looks like a path is one.
    Object.fromEntries(
      Object.entries(fields).map(([key, value]) => [
        typeof value === 'string' && value.startsWith('$') ? `${key}.$` : key,
        value,
      ]),
    ),
  );
const intrinsic = fc.constantFrom(
  "States.Format('{}', $.a)",
  'States.ArrayLength($.a)',
  'States.JsonMerge($, $.a, false)',
  'States.ArrayRange(1, 1000, 0)',
  "States.Base64Decode('%')",
  'States.MathRandom($.a, $.b)',
  'States.StringToJson($.a)',
);
const recovering = {
  Retry: fc.constant([{ ErrorEquals: ['States.ALL'], IntervalSeconds: 3600, MaxAttempts: 2 }]),
  Catch: fc.constant([{ ErrorEquals: ['States.ALL'], ResultPath: '$.caught', Next: 'End' }]),
};

/** The fields of each type: some of them, as they are meant. */
function fieldsOf(): Readonly<Record<string, Record<string, fc.Arbitrary<unknown>>>> {
  // The names of states are unique, mostly.
  const inner = fc
    .tuple(fc.integer({ min: 0, max: 999 }), fc.jsonValue({ maxDepth: 1 }))
    .map(([n, Result]) => ({ StartAt: `In${n}`, States: { [`In${n}`]: { Type: 'Pass', Result, End: true } } }));
  const results = {
    Parameters: fc.oneof(
      template,
      intrinsic.map((text) => ({ 'a.$': text })),
    ),
    ResultSelector: template,
    ResultPath: fc.constantFrom('$', '$.a', '$.new.deep', null),
    OutputPath: path,
  };
  return {
    Task: { ...results, ...recovering, TimeoutSecondsPath: path },
    Pass: { ...results, Result: fc.jsonValue({ maxDepth: 2 }), ResultSelector: fc.constant(undefined) },
    Wait: { SecondsPath: path, OutputPath: path },
    Succeed: { OutputPath: path },
    Fail: { ErrorPath: path, Cause: fc.constant('why') },
    Choice: { InputPath: path },
    Parallel: { ...results, ...recovering, Branches: fc.array(inner, { minLength: 1, maxLength: 2 }) },
    Map: { ...results, ...recovering, ItemsPath: path, ItemProcessor: inner, ItemSelector: template },
  };
}

const REQUIRED: Readonly<Record<string, object>> = {
  Task: { Resource: 'arn:aws:states:::lambda:invoke' },
  Wait: { Seconds: 3600 },
  Choice: { Choices: [{ Variable: '$.a', NumericGreaterThan: 1, Next: 'End' }] },
  Parallel: { Branches: [{ StartAt: 'Inside', States: { Inside: { Type: 'Succeed' } } }] },
  Map: { ItemProcessor: { StartAt: 'Inside', States: { Inside: { Type: 'Pass', End: true } } } },
};

function anyState(next: string): fc.Arbitrary<unknown> {
  return fc.constantFrom('Task', 'Task', 'Pass', 'Choice', 'Wait', 'Succeed', 'Fail', 'Parallel', 'Map').chain((Type) =>
    fc
      .record({ InputPath: path, ...fieldsOf()[Type] }, { requiredKeys: [] })
      .chain((fields) =>
        // Now and then something stands where it must not.
        fc.oneof(
          { weight: 9, arbitrary: fc.constant(fields) },
          {
            weight: 1,
            arbitrary: fc
              .tuple(
                fc.constantFrom('InputPath', 'Next', 'Retry', 'Parameters', 'Branches', 'Choices', 'Assign'),
                fc.jsonValue(),
              )
              .map(([name, value]) => ({ ...fields, [name]: value })),
          },
        ),
      )
      .map((fields) => {
        const state: Record<string, unknown> = { Type, ...REQUIRED[Type], ...fields };
        if (Type === 'Wait' && state['SecondsPath'] !== undefined) delete state['Seconds'];
        if (Type === 'Fail') delete state['InputPath'];
        if (Type === 'Choice') state['Default'] = next;
        else if (!['Succeed', 'Fail'].includes(Type)) state['Next'] ??= next;
        return state;
      }),
  );
}

const anyInput = fc.oneof(
  fc.jsonValue(),
  fc.record({
    a: fc.oneof(fc.integer({ min: 0, max: 3 }), fc.array(fc.record({ b: fc.integer() }), { maxLength: 3 })),
    b: fc.jsonValue(),
  }),
);
let machines = 0;

const GOOD = {
  StartAt: 'First',
  States: {
    First: { Type: 'Pass', Next: 'Second' },
    Second: { Type: 'Wait', Seconds: 0, Next: 'End' },
    End: { Type: 'Pass' as const, End: true },
  },
};

const anyMachine = fc.tuple(anyState('Second'), anyState('End')).map(([First, Second]) => ({
  StartAt: 'First',
  States: { First, Second, End: { Type: 'Pass', End: true } },
}));

describe('definitions of any form', () => {
  it('are refused or run, and never end the service', async () => {
    const problems: string[] = [];
    const service = await LocalStepFunctions.open({
      clock: virtualClock(),
      invoke: async ({ parameters }) => parameters,
      report: (problem) => problems.push(problem),
    });
    const statuses = new Set<string>();
    await fc.assert(
      fc.asyncProperty(anyMachine, anyInput, async (definition, input) => {
        const name = `m${machines++}`;
        try {
          const created = await service.call('CreateStateMachine', {
            name,
            definition: JSON.stringify(definition),
            roleArn,
          });
          const started = await service.call('StartExecution', { ...created, input: JSON.stringify(input) });
          for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
          await service.call('StopExecution', started);
          const { status, cause = '' } = (await service.call('DescribeExecution', started)) as any;
          statuses.add(status);
          expect(['SUCCEEDED', 'FAILED', 'ABORTED', 'TIMED_OUT']).toContain(status);
          expect(cause).not.toContain('The local engine failed');
        } catch (error) {
          expect((error as Error).name).toBe('InvalidDefinition');
        }
      }),
      // Of the random ones only about one in a hundred succeeds.
      { numRuns: process.env['FUZZ'] === undefined ? 400 : 20_000, examples: [[GOOD, {}]] },
    );
    // The definitions are not all nonsense.
    expect(statuses).toContain('SUCCEEDED');
    expect(statuses).toContain('FAILED');
    expect(problems).toEqual([]);
    await service.close();
  });
});
