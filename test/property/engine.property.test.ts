import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StateMachine } from '../../lib/states-language/types.ts';
import type { JsonValue } from '../../lib/json.ts';
import { startExecution, UnsupportedDefinitionError, validateDefinition, virtualClock } from '../../lib/local/index.ts';
import { evaluatePath } from '../../lib/local/language/jsonpath/evaluate-path.ts';
import { parsePath } from '../../lib/local/language/jsonpath/parse-path.ts';

const runs = (few: number) => (process.env['FUZZ'] === undefined ? few : few * 100);

/** The data of the random machines: these members are always there. */
interface Data {
  readonly a: number;
  readonly b: number;
  readonly l: readonly number[];
}

/** A step on the data, which is written twice: as states, and as plain TypeScript. */
type Op =
  | { readonly kind: 'set'; readonly key: 'a' | 'b'; readonly value: number }
  | { readonly kind: 'copy'; readonly from: 'a' | 'b'; readonly to: 'a' | 'b' }
  | { readonly kind: 'add'; readonly amount: number }
  | { readonly kind: 'list'; readonly values: readonly number[] }
  | { readonly kind: 'wait'; readonly seconds: number }
  | { readonly kind: 'choose'; readonly limit: number; readonly low: readonly Op[]; readonly high: readonly Op[] }
  | { readonly kind: 'parallel'; readonly branches: readonly (readonly Op[])[] }
  | { readonly kind: 'map'; readonly each: readonly Op[] };

const number = fc.integer({ min: -50, max: 50 });
const { ops } = fc.letrec<{ ops: readonly Op[]; op: Op }>((tie) => ({
  ops: fc.array(tie('op'), { maxLength: 4 }),
  op: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.record({ kind: fc.constant('set' as const), key: fc.constantFrom('a' as const, 'b' as const), value: number }),
    fc.record({
      kind: fc.constant('copy' as const),
      from: fc.constantFrom('a' as const, 'b' as const),
      to: fc.constantFrom('a' as const, 'b' as const),
    }),
    fc.record({ kind: fc.constant('add' as const), amount: number }),
    fc.record({ kind: fc.constant('list' as const), values: fc.array(number, { maxLength: 5 }) }),
    fc.record({ kind: fc.constant('wait' as const), seconds: fc.nat(100) }),
    fc.record({ kind: fc.constant('choose' as const), limit: number, low: tie('ops'), high: tie('ops') }),
    fc.record({
      kind: fc.constant('parallel' as const),
      branches: fc.array(tie('ops'), { minLength: 1, maxLength: 3 }),
    }),
    fc.record({ kind: fc.constant('map' as const), each: tie('ops') }),
  ),
}));

/** What a list of steps makes of the data, and how long it takes. */
function evaluate(steps: readonly Op[], start: Data): { readonly data: Data; readonly seconds: number } {
  let data = start;
  let seconds = 0;
  const sum = (numbers: readonly number[]) => numbers.reduce((total, value) => total + value, 0);
  for (const op of steps) {
    switch (op.kind) {
      case 'set':
        data = { ...data, [op.key]: op.value };
        break;
      case 'copy':
        data = { ...data, [op.to]: data[op.from] };
        break;
      case 'add':
        data = { ...data, a: data.a + op.amount };
        break;
      case 'list':
        data = { ...data, l: op.values };
        break;
      case 'wait':
        seconds += op.seconds;
        break;
      case 'choose': {
        const taken = evaluate(data.a < op.limit ? op.low : op.high, data);
        data = taken.data;
        seconds += taken.seconds;
        break;
      }
      case 'parallel': {
        const results = op.branches.map((branch) => evaluate(branch, data));
        data = { ...data, l: results.map((result) => result.data.a) };
        seconds += Math.max(...results.map((result) => result.seconds));
        break;
      }
      case 'map': {
        const results = data.l.map((item) => evaluate(op.each, { a: item, b: sum([]), l: [] }));
        data = { ...data, l: results.map((result) => result.data.b) };
        seconds += Math.max(0, ...results.map((result) => result.seconds));
        break;
      }
    }
  }
  return { data, seconds };
}

/** The same steps as a machine. */
function compile(steps: readonly Op[], names: { next: number }): StateMachine {
  const states: Record<string, object> = {};
  const fresh = () => `S${String(names.next++)}`;
  const end = fresh();
  states[end] = { Type: 'Succeed' };
  const emit = (list: readonly Op[], next: string): string =>
    list.reduceRight((following, op) => {
      const name = fresh();
      states[name] = { ...stateOf(op, following), ...(op.kind === 'choose' ? {} : { Next: following }) };
      return name;
    }, next);
  const stateOf = (op: Op, following: string): object => {
    switch (op.kind) {
      case 'set':
        return { Type: 'Pass', Result: op.value, ResultPath: `$.${op.key}` };
      case 'copy':
        return { Type: 'Pass', InputPath: `$.${op.from}`, ResultPath: `$['${op.to}']` };
      case 'add':
        return {
          Type: 'Pass',
          Parameters: { 'a.$': `States.MathAdd($.a, ${String(op.amount)})`, 'b.$': '$.b', 'l.$': '$.l[*]' },
        };
      case 'list':
        return { Type: 'Pass', Result: op.values, ResultPath: '$.l' };
      case 'wait':
        return { Type: 'Wait', Seconds: op.seconds };
      case 'choose':
        return {
          Type: 'Choice',
          Choices: [{ Variable: '$.a', NumericLessThan: op.limit, Next: emit(op.low, following) }],
          Default: emit(op.high, following),
        };
      case 'parallel':
        return {
          Type: 'Parallel',
          Branches: op.branches.map((branch) => compile(branch, names)),
          ResultSelector: { 'list.$': '$[*].a' },
          ResultPath: '$.joined',
          OutputPath: '$',
        };
      case 'map':
        return {
          Type: 'Map',
          ItemsPath: '$.l',
          ItemSelector: { 'a.$': '$$.Map.Item.Value', b: 0, l: [] },
          ItemProcessor: compile(op.each, names),
          ResultSelector: { 'list.$': '$[*].b' },
          ResultPath: '$.joined',
        };
    }
  };
  const startAt = emit(steps, end);
  // What a container has joined becomes the list.
  for (const [name, state] of Object.entries(states)) {
    if (!('ResultPath' in state) || state.ResultPath !== '$.joined') continue;
    const after = fresh();
    states[after] = {
      Type: 'Pass',
      Parameters: { 'a.$': '$.a', 'b.$': '$.b', 'l.$': '$.joined.list' },
      Next: (state as unknown as { Next: string }).Next,
    };
    states[name] = { ...state, Next: after };
  }
  return { StartAt: startAt, States: states } as unknown as StateMachine;
}

async function run(definition: StateMachine, input: JsonValue) {
  const execution = startExecution({ definition, input, clock: virtualClock(), invoke: async () => ({ Payload: 1 }) });
  return { ...(await execution.finished), history: execution.history };
}

describe('the engine', () => {
  it('gives what a direct evaluation gives, in the same time, for random data flow', async () => {
    await fc.assert(
      fc.asyncProperty(ops, number, number, fc.array(number, { maxLength: 4 }), async (steps, a, b, l) => {
        const expected = evaluate(steps, { a, b, l });
        const definition = compile(steps, { next: 0 });
        expect(validateDefinition(JSON.stringify(definition))).toEqual([]);
        const outcome = await run(definition, { a, b, l });
        expect(outcome.status).toBe('SUCCEEDED');
        expect(JSON.parse(outcome.output!)).toEqual(expected.data);
        expect((outcome.stopDate - outcome.startDate) / 1000).toBe(expected.seconds);
        // One sequence of ids; every event follows one that came before it.
        for (const [index, event] of outcome.history.entries()) {
          expect(event.id).toBe(index + 1);
          expect(event.previousEventId).toBeLessThan(event.id);
        }
      }),
      { numRuns: runs(150) },
    );
  });

  it('and its validator never crash, whatever the definition', async () => {
    await fc.assert(
      fc.asyncProperty(
        ops,
        fc.array(mutation, { minLength: 1, maxLength: 4 }),
        fc.jsonValue(),
        async (steps, mutations, input) => {
          const text = JSON.stringify(mutations.reduce(mutate, seedMachine(steps)));
          expect(Array.isArray(validateDefinition(text))).toBe(true);
          try {
            const { status } = await run(JSON.parse(text) as StateMachine, input as JsonValue);
            expect(['SUCCEEDED', 'FAILED', 'TIMED_OUT']).toContain(status);
          } catch (error) {
            expect(error).toBeInstanceOf(UnsupportedDefinitionError);
          }
        },
      ),
      { numRuns: runs(200) },
    );
  });

  it('and its validator take any JSON for a definition', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 4 }), (text) => {
        const problems = validateDefinition(text);
        expect(problems.length).toBeGreaterThan(0);
      }),
      { numRuns: runs(100) },
    );
    fc.assert(
      fc.property(fc.string(), (text) => Array.isArray(validateDefinition(text))),
      { numRuns: runs(100) },
    );
  });
});

/** A machine with a state of every type behind the random ones. */
function seedMachine(steps: readonly Op[]): unknown {
  const inner = compile(steps, { next: 0 });
  return {
    ...inner,
    StartAt: 'T',
    States: {
      T: {
        Type: 'Task',
        Resource: 'arn:aws:states:::lambda:invoke',
        Parameters: { 'x.$': '$' },
        Retry: [{ ErrorEquals: ['States.ALL'], MaxAttempts: 2, JitterStrategy: 'FULL' }],
        Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.e', Next: 'F' }],
        TimeoutSeconds: 5,
        ResultPath: '$.r',
        Next: 'W',
      },
      W: { Type: 'Wait', Seconds: 1, Next: 'P' },
      P: { Type: 'Pass', Result: { a: 1, b: 2, l: [3] }, Assign: { 'v.$': '$.a' }, Next: 'J' },
      J: {
        Type: 'Choice',
        QueryLanguage: 'JSONata',
        Choices: [
          { Condition: '{% $v > 0 %}', Output: '{% $states.input %}', Assign: { v: '{% $v + 1 %}' }, Next: 'M' },
        ],
        Default: 'F',
      },
      M: {
        Type: 'Map',
        QueryLanguage: 'JSONata',
        Items: '{% $states.input.l %}',
        ItemSelector: { i: '{% $states.context.Map.Item.Index %}' },
        ItemProcessor: { StartAt: 'I', States: { I: { Type: 'Pass', Assign: { 'w.$': '$.i' }, End: true } } },
        Output: '{% $states.input %}',
        Catch: [{ ErrorEquals: ['States.ALL'], Output: '{% $states.errorOutput %}', Next: 'F' }],
        Next: inner.StartAt,
      },
      F: { Type: 'Fail', Error: 'E' },
      ...inner.States,
    },
  };
}

const mutation = fc.record({
  at: fc.nat(),
  how: fc.oneof(
    fc.constant({ kind: 'delete' as const }),
    fc.jsonValue({ maxDepth: 2 }).map((value) => ({ kind: 'replace' as const, value })),
    fc
      .constantFrom(
        ...['$', '$.a', '$..a', '$$', '$v', 'States.ALL', 'P', 'T', '$.l[*]', 'Map', 'Parallel', ''],
        ...['JSONata', '{% $states.input %}', '{% $v %}', '{% 1 + %}', '{% a %}', '{% $sum %}', '{% [1,2] %}'],
      )
      .map((value) => ({ kind: 'replace' as const, value })),
  ),
});

type Mutation = typeof mutation extends fc.Arbitrary<infer T> ? T : never;

/** Deletes or replaces one node of a JSON value. */
function mutate(value: unknown, { at, how }: Mutation): unknown {
  const copy = structuredClone(value);
  const places: { readonly parent: Record<string, unknown>; readonly key: string }[] = [];
  const visit = (node: unknown) => {
    if (typeof node !== 'object' || node === null) return;
    for (const key of Object.keys(node)) {
      places.push({ parent: node as Record<string, unknown>, key });
      visit((node as Record<string, unknown>)[key]);
    }
  };
  visit(copy);
  const place = places[at % Math.max(1, places.length)];
  if (place === undefined) return copy;
  if (how.kind === 'delete') delete place.parent[place.key];
  else place.parent[place.key] = how.value;
  return copy;
}

describe('JSONata', () => {
  it('takes any data through expressions, variables, branches and iterations as it is', async () => {
    const branch = (Output: unknown) => ({ StartAt: 'B', States: { B: { Type: 'Pass', Output, End: true } } });
    const iteration = { StartAt: 'I', States: { I: { Type: 'Pass', Output: '{% $states.input %}', End: true } } };
    const definition = {
      QueryLanguage: 'JSONata',
      StartAt: 'A',
      States: {
        A: { Type: 'Pass', Assign: { x: '{% $states.input %}' }, Output: ['{% $states.input %}'], Next: 'M' },
        M: { Type: 'Map', ItemProcessor: iteration, Next: 'P' },
        P: {
          Type: 'Parallel',
          Branches: [branch('{% $states.input %}'), { ...branch('{% $x %}'), StartAt: 'C' }],
          Next: 'Z',
        },
        Z: { Type: 'Succeed', Output: { m: '{% $states.input[0] %}', x: '{% $states.input[1] %}' } },
      },
    } as any;
    definition.States.P.Branches[1].States = { C: definition.States.P.Branches[1].States.B };
    await fc.assert(
      fc.asyncProperty(fc.jsonValue({ maxDepth: 3 }), async (value) => {
        const input = JSON.parse(JSON.stringify(value)) as JsonValue;
        const { status, output, cause } = await run(definition as StateMachine, input);
        expect([status, cause]).toEqual(['SUCCEEDED', undefined]);
        expect(JSON.parse(output!)).toEqual({ m: [input], x: input });
      }),
      { numRuns: runs(100) },
    );
  });
});

describe('JSONPath', () => {
  const quoted = (key: string) => `['${key.replace(/[\\']/g, (char) => `\\${char}`)}']`;

  it('a path made of the keys on the way to a value finds that value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.infiniteStream(fc.nat()), (root, choices) => {
        let value: unknown = root;
        let path = '$';
        while (typeof value === 'object' && value !== null) {
          const keys = Object.keys(value);
          const key = keys[choices.next().value! % Math.max(1, keys.length)];
          if (key === undefined) break;
          path += Array.isArray(value) ? `[${key}]` : quoted(key);
          value = (value as Record<string, unknown>)[key];
          expect(evaluatePath(parsePath(path), root as JsonValue)).toEqual(value);
        }
      }),
      { numRuns: runs(300) },
    );
  });

  it('a slice is a slice, and $..* finds every value below', () => {
    const count = (node: unknown): number =>
      typeof node === 'object' && node !== null
        ? Object.values(node).reduce<number>((sum, child) => sum + 1 + count(child), 0)
        : 0;
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), fc.nat(9), fc.nat(9), (list, from, to) => {
        expect(evaluatePath(parsePath(`$[${String(from)}:${String(to)}]`), list as JsonValue)).toEqual(
          list.slice(from, to),
        );
        expect(evaluatePath(parsePath('$..*'), list as JsonValue)).toHaveLength(count(list));
      }),
      { numRuns: runs(200) },
    );
  });

  it('parsing either gives a path or a PathSyntaxError', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\$[.[\]()'?@*:,0-9a-z &|=!<>"~/\\-]{0,20}$/), (text) => {
        try {
          evaluatePath(parsePath(text), { a: [1, { b: 2 }] });
        } catch (error) {
          expect((error as Error).name).toBe('PathSyntaxError');
        }
      }),
      { numRuns: runs(1_000) },
    );
  });
});
