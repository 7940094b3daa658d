import type { JsonObject } from '../../../lib/json.ts';
import type { State, StateMachine } from '../../../lib/states-language/types.ts';

interface Case {
  readonly machine: StateMachine;
  readonly inputs: readonly JsonObject[];
  /** What is said not to be carried over. */
  readonly lost?: readonly string[];
}

const arn = (name: string) => `arn:aws:lambda:us-east-1:123456789012:function:${name}`;
const invoke = (name: string, payload?: JsonObject) => ({
  Type: 'Task' as const,
  Resource: 'arn:aws:states:::lambda:invoke',
  Parameters: { FunctionName: arn(name), ...(payload === undefined ? { 'Payload.$': '$' } : { Payload: payload }) },
});
const call = (name: string) => ({ Type: 'Task' as const, Resource: arn(name) });

/** Hand-written machines that a template can say whole; each is run with several inputs. */
export const machines: Readonly<Record<string, Case>> = {
  'a chain': {
    machine: {
      StartAt: 'A',
      States: {
        A: { ...call('a'), Next: 'B' },
        B: { ...invoke('b'), ResultPath: '$.b', Next: 'C' },
        C: { ...invoke('c', { 'from.$': '$.b.Payload.input', fixed: 1 }), End: true },
      },
    },
    inputs: [{}, { x: [1, { y: 2 }] }],
  },
  'paths that choose input and output': {
    machine: {
      StartAt: 'A',
      States: {
        A: { ...call('a'), InputPath: '$.order', ResultPath: '$.order.a', Next: 'B' },
        B: {
          ...call('b'),
          Parameters: { 'id.$': "$['order'].items[0].id", 'run.$': '$$.Execution.Input.order' },
          ResultPath: null,
          Next: 'C',
        },
        C: { ...call('c'), ResultSelector: { 'kept.$': '$.input.order' }, OutputPath: '$.kept.a', Next: 'D' },
        D: { ...call('d'), InputPath: null, End: true },
      },
    },
    inputs: [{ order: { items: [{ id: 7 }], more: true } }],
  },
  'branches, nested': {
    machine: {
      StartAt: 'Both',
      States: {
        Both: {
          Type: 'Parallel',
          Branches: [
            {
              StartAt: 'A',
              States: {
                A: { ...call('a'), Next: 'Inner' },
                Inner: {
                  Type: 'Parallel',
                  Branches: [
                    { StartAt: 'B', States: { B: { ...call('b'), End: true } } },
                    { StartAt: 'C', States: { C: { ...call('c'), End: true } } },
                  ],
                  End: true,
                },
              },
            },
            { StartAt: 'D', States: { D: { ...call('d'), End: true } } },
            { StartAt: 'Keep', States: { Keep: { Type: 'Pass', Result: { kept: true }, End: true } } },
          ],
          ResultPath: '$.all',
          Next: 'E',
        },
        E: { ...call('e'), End: true },
      },
    },
    inputs: [{ n: 1 }],
  },
  'choices, with a default': {
    machine: {
      StartAt: 'Look',
      States: {
        Look: { ...call('look'), Next: 'Which' },
        Which: {
          Type: 'Choice',
          Choices: [
            {
              And: [
                { Variable: '$.input.n', NumericGreaterThanEquals: 10 },
                { Not: { Variable: '$.input.kind', StringEquals: 'x' } },
              ],
              Next: 'Big',
            },
            {
              Or: [
                { Variable: '$.input.kind', StringMatches: 'y*' },
                { Variable: '$.input.flag', BooleanEquals: true },
              ],
              Next: 'Special',
            },
          ],
          Default: 'Small',
        },
        Big: { ...call('big'), Next: 'Close' },
        Special: { Type: 'Pass', Result: { special: true }, Next: 'Close' },
        Small: { ...call('small'), ResultPath: '$.small', Next: 'Close' },
        Close: { ...call('close'), End: true },
      },
    },
    inputs: [
      { n: 12, kind: 'z', flag: false },
      { n: 12, kind: 'x', flag: true },
      { n: 1, kind: 'yes', flag: false },
      { n: 1, kind: 'no', flag: false },
      { n: '12', kind: 'no', flag: false },
      // A rule needs a value that is not there: both fail.
      { n: 1, kind: 'no' },
    ],
  },
  'a choice first, which ends, fails or goes past': {
    machine: {
      StartAt: 'Which',
      States: {
        Which: {
          Type: 'Choice',
          Choices: [
            { Variable: '$.go', IsPresent: false, Next: 'Never' },
            { Variable: '$.go', StringEquals: 'end', Next: 'Done' },
            { Variable: '$.go', StringEquals: 'past', Next: 'Last' },
            { Variable: '$.go', StringEquals: 'work', Next: 'Work' },
          ],
        },
        Work: { ...call('work'), ResultPath: '$.work', Next: 'Last' },
        Last: { ...call('last'), End: true },
        Done: { Type: 'Succeed' },
        Never: { Type: 'Fail', Error: 'NoGo', Cause: 'There is no go.' },
      },
    },
    inputs: [{}, { go: 'end' }, { go: 'past' }, { go: 'work' }, { go: 'nowhere' }],
  },
  'choices within branches, one after the other': {
    machine: {
      StartAt: 'Both',
      States: {
        Both: {
          Type: 'Parallel',
          Branches: [
            {
              StartAt: 'A',
              States: {
                A: { ...call('a'), Next: 'First' },
                First: {
                  Type: 'Choice',
                  Choices: [{ Variable: '$.input.n', NumericLessThan: 5, Next: 'Second' }],
                  Default: 'OutEarly',
                },
                Second: {
                  Type: 'Choice',
                  Choices: [{ Variable: '$.input.n', NumericEquals: 1, Next: 'One' }],
                  Default: 'Other',
                },
                One: { ...call('one'), End: true },
                Other: { ...call('other'), End: true },
                OutEarly: { Type: 'Pass', Result: { early: true }, End: true },
              },
            },
            { StartAt: 'B', States: { B: { ...call('b'), End: true } } },
          ],
          Next: 'After',
        },
        After: { ...call('after'), End: true },
      },
    },
    inputs: [{ n: 1 }, { n: 3 }, { n: 9 }],
  },
  'types and times': {
    machine: {
      StartAt: 'A',
      States: {
        A: { ...call('a'), ResultPath: '$.a', Next: 'Which' },
        Which: {
          Type: 'Choice',
          Choices: [
            { Variable: '$.v', IsNull: true, Next: 'Null' },
            { Variable: '$.v', IsBoolean: true, Next: 'Boolean' },
            { Variable: '$.v', IsTimestamp: true, Next: 'Time' },
            {
              And: [
                { Variable: '$.v', IsString: true },
                { Variable: '$.v', StringLessThan: 'm' },
              ],
              Next: 'Early',
            },
            { Variable: '$.v', NumericEqualsPath: '$.w', Next: 'Same' },
          ],
          Default: 'Rest',
        },
        ...Object.fromEntries(
          ['Null', 'Boolean', 'Time', 'Early', 'Same', 'Rest'].map((name): [string, State] => [
            name,
            { ...call(name), End: true },
          ]),
        ),
      },
    },
    inputs: [null, true, '2026-01-01T00:00:00Z', 'abc', 'xyz', 4, 5].map((v) => ({ v, w: 4 })),
  },
  'a map of one task': {
    machine: {
      StartAt: 'Find',
      States: {
        Find: { ...call('find'), Next: 'Each' },
        Each: {
          Type: 'Map',
          ItemsPath: '$.input.items',
          ItemSelector: { 'item.$': '$$.Map.Item.Value', 'number.$': '$$.Map.Item.Index', 'of.$': '$.input.owner' },
          MaxConcurrency: 2,
          ItemProcessor: { StartAt: 'Do', States: { Do: { ...call('do'), End: true } } },
          ResultPath: '$.done',
          Next: 'Sum',
        },
        Sum: { ...call('sum'), End: true },
      },
    },
    inputs: [
      { items: ['a', 'b', 'c'], owner: 'me' },
      { items: [], owner: 'me' },
    ],
  },
  'a failure that is caught by a Fail': {
    machine: {
      StartAt: 'A',
      States: {
        A: { ...call('a'), Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Sorry' }], Next: 'Stop' },
        Stop: { Type: 'Fail', ErrorPath: '$.input.error', CausePath: '$.input.cause' },
        Sorry: { Type: 'Fail', Error: 'Sorry' },
      },
    },
    inputs: [{ error: 'Bad', cause: 'so it is' }],
  },
};
// What only an error leads to is told, a Fail too.
Object.assign(machines['a failure that is caught by a Fail'] ?? {}, {
  lost: ['"Sorry" is only reached after an error, which no step can wait for.'],
});

/** A job that is asked again and again. */
export const loop: StateMachine = {
  StartAt: 'Start',
  States: {
    Start: { ...call('start'), Next: 'Wait' },
    Wait: { Type: 'Wait', Seconds: 5, Next: 'Ask' },
    Ask: { ...call('ask'), Next: 'Check' },
    Check: { Type: 'Choice', Choices: [{ Variable: '$.done', BooleanEquals: true, Next: 'End' }], Default: 'Wait' },
    End: { Type: 'Succeed' },
  },
};

/** A serverless file with three machines, and what lies beside it. */
export const serverless: Readonly<Record<string, string>> = {
  'serverless.yml': `service: shop
provider: { name: aws }
functions:
  reserve: { handler: src/reserve.handler }
stepFunctions:
  stateMachines:
    Order:
      name: order
      events: [{ http: { path: order, method: POST } }]
      definition:
        StartAt: Reserve
        States:
          Reserve:
            Type: Task
            Resource:
              Fn::GetAtt: [reserve, Arn]
            Next: Charge
          Charge:
            Type: Task
            Resource: !GetAtt ChargeLambdaFunction.Arn
            End: true
    Refund:
      definition: \${file(machines/refund.asl.yaml)}
    Lost:
      definition: \${file(lost.yaml)}
`,
  'machines/refund.asl.yaml': `StartAt: Pause
States:
  Pause: { Type: Wait, Seconds: 5, Next: Pay }
  Pay: { Type: Task, Resource: "arn:aws:lambda:us-east-1:123456789012:function:pay", End: true }
`,
};
