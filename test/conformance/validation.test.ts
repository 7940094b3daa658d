import { describe, expect, it } from 'vitest';
import { invalidDefinitionMessage, validateDefinition } from '../../lib/local/index.ts';
import { LAMBDA, machine } from './run-machine.ts';
import { Source } from './sources.ts';

const pass = { Type: 'Pass', End: true };
const task = (more: object = {}) => ({ Type: 'Task', Resource: LAMBDA, End: true, ...more });
const all = ['States.ALL'];
const one = (state: object) => machine({ X: state });
const map = (more: object = {}, processor: object = {}) => ({
  Type: 'Map',
  ItemProcessor: { StartAt: 'P', States: { P: pass }, ...processor },
  End: true,
  ...more,
});
const parallel = (branch: object) => ({ Type: 'Parallel', Branches: [branch], End: true });
const choice = (rule: object) => machine({ X: { Type: 'Choice', Choices: [{ Next: 'Y', ...rule }] }, Y: pass });
const recorded = Source.recorded('test_sfn_api_validation.py');

/** A definition, and its errors as `location: message`. */
type Row = readonly [name: string, definition: unknown, errors: readonly string[], source?: string];

const ja = (state: object) => machine({ X: state }, { QueryLanguage: 'JSONata' });
const onlyIn = (own: string, field: string, other: string) =>
  `The QueryLanguage is set to '${own}', but field '${field}' is only supported for the '${other}' QueryLanguage`;
const passOf = (Output: unknown) => ja({ Type: 'Pass', Output, End: true });
const jaChoice = (rule: object) =>
  machine({ X: { Type: 'Choice', Choices: [{ Next: 'Y', ...rule }] }, Y: pass }, { QueryLanguage: 'JSONata' });
const branch = (state: object) => ({ Type: 'Parallel', Branches: [{ StartAt: 'I', States: { I: state } }], End: true });

/** Expressions and variables. */
const jsonataRows: readonly Row[] = [
  [
    'JSONata: no Condition',
    jaChoice({}),
    ['/States/X/Choices[0]: These fields are required: [Condition]'],
    Source.spec,
  ],
  ['JSONata: a Condition', jaChoice({ Condition: '{% true %}', Output: 1, Assign: { x: 1 } }), [], Source.spec],
  ['JSONata: a Condition that is a boolean', jaChoice({ Condition: false }), [], Source.spec],
  [
    'JSONata: a Condition that is a text',
    jaChoice({ Condition: 'true' }),
    ['/States/X/Choices[0]/Condition: Expected value of type Boolean'],
    Source.unknown,
  ],
  [
    'JSONata: a comparison of JSONPath',
    jaChoice({ Condition: true, Variable: '$.a', IsPresent: true }),
    [
      "/States/X/Choices[0]: Field 'Variable' is not supported",
      "/States/X/Choices[0]: Field 'IsPresent' is not supported",
    ],
    Source.unknown,
  ],
  [
    'JSONPath: a Condition',
    choice({ Variable: '$.a', IsPresent: true, Condition: true }),
    [`/States/X/Choices[0]: ${onlyIn('JSONPath', 'Condition', 'JSONata')}`],
    Source.unknown,
  ],
  [
    'JSONPath: Output of a rule',
    choice({ Variable: '$.a', IsPresent: true, Output: 1 }),
    [`/States/X/Choices[0]: ${onlyIn('JSONPath', 'Output', 'JSONata')}`],
    Source.unknown,
  ],
  [
    'JSONPath: Output of a catcher',
    machine({ X: task({ Catch: [{ ErrorEquals: all, Next: 'Y', Output: 1 }] }), Y: pass }),
    [`/States/X/Catch[0]: ${onlyIn('JSONPath', 'Output', 'JSONata')}`],
    Source.unknown,
  ],
  [
    'JSONata: ResultPath of a catcher',
    machine(
      { X: task({ Catch: [{ ErrorEquals: all, Next: 'Y', ResultPath: '$.e' }] }), Y: pass },
      { QueryLanguage: 'JSONata' },
    ),
    [`/States/X/Catch[0]: ${onlyIn('JSONata', 'ResultPath', 'JSONPath')}`],
    Source.unknown,
  ],
  ...['Parameters', 'ResultSelector', 'ResultPath', 'OutputPath'].map((field): Row => [
    `JSONata: ${field}`,
    ja(task({ [field]: field.endsWith('Path') ? '$' : {} })),
    [`/States/X: ${onlyIn('JSONata', field, 'JSONPath')}`],
    Source.measured,
  ]),
  ['JSONata: a number by an expression', ja(task({ TimeoutSeconds: '{% 1 %}' })), [], Source.spec],
  [
    'JSONPath: a number by an expression',
    one(task({ TimeoutSeconds: '{% 1 %}' })),
    ['/States/X/TimeoutSeconds: Expected value of type Integer'],
    Source.unknown,
  ],
  ...(
    [
      ['a[1,2)', 'Expected "]", got ","'],
      ['"unterminated', 'String literal must be terminated by a matching quote'],
      ['1 +', 'Unexpected end of expression'],
      ['{"a":}', 'The symbol "}" cannot be used as a unary operator'],
      ['$x :=', 'Unexpected end of expression'],
      ['$match("a", /abc', 'No terminating / in regular expression'],
    ] as const
  ).map(([expression, message]): Row => [
    `JSONata: an expression that is none: ${expression}`,
    passOf({ v: `{% ${expression} %}` }),
    [`/States/X/Output/v: ${message}`],
    Source.measured,
  ]),
  ...(
    [
      ['phone', ['phone']],
      ['phone.number', ['phone']],
      ['{ "a": x, "b": [y] }', ['x', 'y']],
      ['$sum(total)', ['total']],
      ['$states.input.a[b > c].d', []],
      ['$states.input.a{b: c}', []],
      ['$states.input.a^(b)', []],
      ['$map($states.input.a, function($v) { $v.b })', []],
      ['$states.input.a.(b & c)', []],
      ['$states.input ~> |a|{"b": c}|', []],
      ['$states.input.list[$ > 1]', []],
    ] as const
  ).map(([expression, names]): Row => [
    `JSONata: names without a document: ${expression}`,
    passOf({ v: `{% ${expression} %}` }),
    names.map((name) => `/States/X/Output/v: Reference to '${name}' at the top level is not supported.`),
    Source.measured,
  ]),
  [
    'JSONata: $ at the top level',
    passOf('{% $.a %}'),
    ["/States/X/Output: Reference to '$' at the top level is not supported."],
    `${Source.spec}; ${Source.unknown}: the words`,
  ],
  [
    'JSONata: $$',
    passOf('{% $states.input.a[$$.b] %}'),
    ["/States/X/Output: Reference to '$$' is not supported."],
    `${Source.spec}; ${Source.unknown}: the words`,
  ],
  ['JSONPath: texts that look like expressions', one({ ...pass, Result: '{% 1 + %}' }), [], recorded],
  [
    'a variable of a wrong name',
    one({ ...pass, Assign: { '1x': 1, ok: 1, größe: 1, _x: 1 } }),
    [
      "/States/X/Assign/1x: '1x' is not a valid variable name",
      "/States/X/Assign/_x: '_x' is not a valid variable name",
    ],
    `${Source.spec}; ${Source.unknown}: the words`,
  ],
  [
    'a variable of 81 characters',
    one({ ...pass, Assign: { ['x'.repeat(81)]: 1 } }),
    [`/States/X/Assign/${'x'.repeat(81)}: '${'x'.repeat(81)}' is not a valid variable name`],
    Source.unknown,
  ],
  [
    'the variable "states"',
    one({ ...pass, Assign: { states: 1 } }),
    ["/States/X/Assign/states: The variable name 'states' is reserved"],
    `${Source.spec}; ${Source.unknown}: the words`,
  ],
  [
    'a wrong path in Assign',
    one({ ...pass, Assign: { 'x.$': 'a' } }),
    ["/States/X/Assign: The value for the field 'x.$' must be a valid JSONPath or a valid intrinsic function call"],
  ],
  ['Assign that is no object', one({ ...pass, Assign: [] }), ['/States/X/Assign: Expected value of type Object']],
  ['a path of a variable', one({ ...pass, InputPath: '$x.a', Parameters: { 'b.$': '$x' } }), [], Source.spec],
  ['ItemsPath of a variable', one(map({ ItemsPath: '$x.a' })), [], Source.spec],
  [
    'ResultPath of a variable',
    one({ ...pass, ResultPath: '$x.a' }),
    ['/States/X/ResultPath: Value is not a Reference Path'],
    Source.spec,
  ],
  [
    'a variable of an outer scope, assigned in an inner one',
    machine({
      X: { ...pass, Assign: { x: 1 }, End: undefined, Next: 'Y' },
      Y: branch({ ...pass, Assign: { 'x.$': '$' } }),
    }),
    ["/States/Y/Branches[0]/States/I: The variable 'x' is assigned in an outer scope"],
    `${Source.spec}; ${Source.unknown}: the words`,
  ],
  [
    'the same, assigned later',
    machine({ X: { ...branch({ ...pass, Assign: { x: 1 } }), Assign: { x: 1 } } }),
    ["/States/X/Branches[0]/States/I: The variable 'x' is assigned in an outer scope"],
    `${Source.spec}; ${Source.unknown}: the words`,
  ],
  [
    'the same variable in two branches',
    machine({
      X: {
        ...branch({ ...pass, Assign: { x: 1 } }),
        Branches: ['I', 'J'].map((name) => ({ StartAt: name, States: { [name]: { ...pass, Assign: { x: 1 } } } })),
      },
    }),
    [],
    Source.spec,
  ],
];

/** What AWS takes, or refuses, in tests that others have recorded. */
const recordedRows: readonly Row[] = [
  [
    'comments everywhere',
    machine(
      {
        T: {
          ...task({ End: undefined }),
          Comment: 'c',
          Retry: [{ ErrorEquals: all, Comment: 'c' }],
          Catch: [{ ErrorEquals: ['States.TaskFailed'], Next: 'F', Comment: 'c' }],
          Next: 'C',
        },
        C: {
          Type: 'Choice',
          Comment: 'c',
          Choices: [{ And: [{ Variable: '$.a', IsPresent: true, Comment: 'c' }], Comment: 'c', Next: 'W' }],
          Default: 'W',
        },
        W: { Type: 'Wait', Seconds: 5, Comment: 'c', Next: 'S' },
        S: { Type: 'Succeed', Comment: 'c' },
        F: { Type: 'Fail', Comment: 'c' },
      },
      { Comment: 'c' },
    ),
    [],
    Source.recorded('test_comments.py test_comments_as_per_docs'),
  ],
  [
    'an empty Retry',
    machine({ T: task({ Retry: [] }) }),
    [],
    Source.recorded('test_base_scenarios.py lambda_empty_retry'),
  ],
  [
    'an empty Catch',
    machine({ T: task({ Catch: [] }) }),
    [],
    Source.recorded('test_base_scenarios.py test_catch_empty'),
  ],
  [
    'an intrinsic function with a backslash that escapes nothing',
    one({ ...pass, Parameters: { 'parsed.$': String.raw`States.StringToJson('{\"text\":1}')` } }),
    [
      "/States/X/Parameters: The value for the field 'parsed.$' must be a valid JSONPath or a valid intrinsic function call",
    ],
    `${Source.recorded('test_base_scenarios.py test_illegal_escapes')}: refused, in words that are not known`,
  ],
  ...[
    ['', 'Minimum length is 1'],
    ['x'.repeat(41), 'Maximum length is 40'],
    ['label_{a}', 'Label contains a character that is not allowed'],
  ].map(([Label = '', message = '']): Row => [
    `the label '${Label}'`,
    one(map({ Label }, { ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' } })),
    [`/States/X/Label: ${message}`],
    `${Source.recorded('test_base_scenarios.py test_map_state_label')}: refused, in words that are not known`,
  ]),
];

const rows: Readonly<Record<string, readonly Row[]>> = {
  'as recorded': recordedRows,
  'the whole': [
    ['a Pass', one(pass), [], recorded],
    ['nothing required', {}, ['/: These fields are required: [States, StartAt]'], recorded],
    ['no StartAt', { States: { X: pass } }, ['/: These fields are required: [StartAt]'], recorded],
    ['no States', { StartAt: 'X' }, ['/: These fields are required: [States]']],
    ['a foreign field', { ...one(pass), Foo: 1 }, ["/: Field 'Foo' is not supported"]],
    ['States of another type', { StartAt: 'X', States: [] }, ['/States: Expected value of type Object']],
    ['a state of another type', { StartAt: 'X', States: { X: 1 } }, ['/States/X: Expected value of type Object']],
    ['TimeoutSeconds', machine({ X: pass }, { TimeoutSeconds: 60, Comment: 'c', Version: '1.0' }), []],
    ['a wrong TimeoutSeconds', machine({ X: pass }, { TimeoutSeconds: 0 }), ['/TimeoutSeconds: Minimum value is 1']],
    [
      'a query language that is none',
      machine({ X: pass }, { QueryLanguage: 'jsonata' }),
      ['/QueryLanguage: Value should be one of the following: [JSONPath, JSONata]'],
      Source.measured,
    ],
  ],
  states: [
    ['no Type', one({ End: true }), ['/States/X: These fields are required: [Type]']],
    [
      'a Type that is none',
      one({ Type: 'Foo', End: true }),
      [
        '/States/X/Type: Value should be one of the following: [Task, Pass, Choice, Wait, Succeed, Fail, Parallel, Map]',
      ],
    ],
    ['no Resource', one({ Type: 'Task', End: true }), ['/States/X: These fields are required: [Resource]']],
    [
      'a Resource that is none',
      one(task({ Resource: 'foo' })),
      ['/States/X/Resource: Value is not a valid resource ARN'],
    ],
    ['no Next or End', one({ Type: 'Pass' }), ['/States/X: One of these fields is required: [Next, End]']],
    [
      'Next and End',
      machine({ X: { Type: 'Pass', Next: 'Y', End: true }, Y: pass }),
      ['/States/X: Only one of these fields is allowed: [Next, End]'],
    ],
    [
      'TimeoutSeconds on a Pass',
      one({ ...pass, TimeoutSeconds: 5 }),
      ["/States/X: Field 'TimeoutSeconds' is not supported"],
      Source.measured,
    ],
    [
      'Catch on a Pass',
      one({ ...pass, Catch: [{ ErrorEquals: all, Next: 'X' }] }),
      ["/States/X: Field 'Catch' is not supported"],
      Source.measured,
    ],
    [
      'Retry on a Wait',
      one({ Type: 'Wait', Seconds: 1, End: true, Retry: [{ ErrorEquals: all }] }),
      ["/States/X: Field 'Retry' is not supported"],
      Source.measured,
    ],
    [
      'TimeoutSeconds on a Parallel',
      one({ ...parallel({ StartAt: 'W', States: { W: pass } }), TimeoutSeconds: 5 }),
      ["/States/X: Field 'TimeoutSeconds' is not supported"],
      Source.measured,
    ],
    ['Next on a Succeed', one({ Type: 'Succeed', End: true }), ["/States/X: Field 'End' is not supported"]],
    ['a name of 80 characters', machine({ ['x'.repeat(80)]: pass }), []],
    [
      'a name of 81 characters',
      machine({ ['x'.repeat(81)]: pass }),
      [`/States/${'x'.repeat(81)}: A state's name must have 1 to 80 characters`],
    ],
    [
      'a name twice',
      machine({ X: { ...parallel({ StartAt: 'X', States: { X: pass } }) } }),
      ['/States/X/Branches[0]/States/X: Duplicate State name: X'],
    ],
    ['TimeoutSeconds of a Task', one(task({ TimeoutSeconds: 5 })), [], Source.measured],
    [
      'a wrong TimeoutSeconds of a Task',
      one(task({ TimeoutSeconds: 0 })),
      ['/States/X/TimeoutSeconds: Minimum value is 1'],
    ],
    [
      'TimeoutSeconds that is too large',
      one(task({ TimeoutSeconds: 100_000_000 })),
      ['/States/X/TimeoutSeconds: Maximum value is 99999999'],
    ],
    [
      'TimeoutSeconds of another type',
      one(task({ TimeoutSeconds: '5' })),
      ['/States/X/TimeoutSeconds: Expected value of type Integer'],
    ],
    [
      'TimeoutSeconds twice',
      one(task({ TimeoutSeconds: 5, TimeoutSecondsPath: '$.t' })),
      ['/States/X: Only one of these fields is allowed: [TimeoutSeconds, TimeoutSecondsPath]'],
    ],
    [
      'HeartbeatSeconds not below TimeoutSeconds',
      one(task({ TimeoutSeconds: 5, HeartbeatSeconds: 5 })),
      ['/States/X/HeartbeatSeconds: HeartbeatSeconds must be smaller than TimeoutSeconds'],
    ],
    [
      'a Wait without a time',
      one({ Type: 'Wait', End: true }),
      ['/States/X: One of these fields is required: [Seconds, SecondsPath, Timestamp, TimestampPath]'],
    ],
    [
      'a Wait with two times',
      one({ Type: 'Wait', Seconds: 1, SecondsPath: '$.s', End: true }),
      ['/States/X: Only one of these fields is allowed: [Seconds, SecondsPath]'],
    ],
    [
      'a Timestamp that is none',
      one({ Type: 'Wait', Timestamp: '2016-12-05 21:29:29Z', End: true }),
      ['/States/X/Timestamp: String does not match RFC3339 timestamp'],
      Source.recorded('test_base_scenarios.py test_wait_timestamp_invalid'),
    ],
    [
      'Error and ErrorPath',
      one({ Type: 'Fail', Error: 'E', ErrorPath: '$.e' }),
      ['/States/X: Only one of these fields is allowed: [Error, ErrorPath]'],
    ],
    [
      'Parameters beside ItemSelector',
      one(map({ Parameters: {}, ItemSelector: {} })),
      ['/States/X: Only one of these fields is allowed: [ItemSelector, Parameters]'],
      Source.statelint,
    ],
    ['CausePath with a function', one({ Type: 'Fail', CausePath: "States.Format('{}', $.x)" }), []],
    [
      'a negative MaxConcurrency',
      one(map({ MaxConcurrency: -1 })),
      ['/States/X/MaxConcurrency: Minimum value is 0'],
      Source.measured,
    ],
    [
      'a percentage above 100',
      one(map({ ToleratedFailurePercentage: 101 })),
      ['/States/X/ToleratedFailurePercentage: Maximum value is 100'],
    ],
    [
      'a Map without a processor',
      one({ Type: 'Map', End: true }),
      ['/States/X: One of these fields is required: [ItemProcessor, Iterator]'],
    ],
    [
      'an empty Parallel',
      one({ Type: 'Parallel', Branches: [], End: true }),
      ['/States/X/Branches: Array must contain at least 1 element'],
    ],
    [
      'a Map of a Mode that is none',
      one(map({}, { ProcessorConfig: { Mode: 'FOO' } })),
      ['/States/X/ItemProcessor/ProcessorConfig/Mode: Value should be one of the following: [INLINE, DISTRIBUTED]'],
    ],
    [
      'a distributed Map without ExecutionType',
      one(map({}, { ProcessorConfig: { Mode: 'DISTRIBUTED' } })),
      ['/States/X/ItemProcessor/ProcessorConfig: These fields are required: [ExecutionType]'],
    ],
    [
      'a branch with a foreign field',
      one(parallel({ StartAt: 'W', States: { W: pass }, TimeoutSeconds: 1 })),
      ["/States/X/Branches[0]: Field 'TimeoutSeconds' is not supported"],
    ],
  ],
  transitions: [
    [
      'Next',
      machine({ X: { Type: 'Pass', Next: 'Ghost' }, ...{} }),
      ["/States/X/Next: Missing 'Next' target: Ghost", ': Workflow has no terminal state'],
      Source.measured,
    ],
    [
      'Next, beside a catcher',
      machine({
        A: { Type: 'Task', Resource: LAMBDA, Next: 'Ghost', Catch: [{ ErrorEquals: all, Next: 'Z' }] },
        Z: pass,
      }),
      ["/States/A/Next: Missing 'Next' target: Ghost"],
      Source.measured,
    ],
    [
      'a choice',
      machine({
        C: { Type: 'Choice', Choices: [{ Variable: '$.x', IsPresent: true, Next: 'Ghost' }], Default: 'Z' },
        Z: pass,
      }),
      ["/States/C/Choices[0]/Next: Missing 'Next' target: Ghost"],
      Source.measured,
    ],
    [
      'Default',
      machine({
        A: { Type: 'Choice', Choices: [{ Variable: '$.x', IsPresent: true, Next: 'Z' }], Default: 'Ghost' },
        Z: pass,
      }),
      ["/States/A/Default: Missing 'Next' target: Ghost"],
      Source.measured,
    ],
    [
      'Catch',
      machine({ T: task({ Catch: [{ ErrorEquals: all, Next: 'Ghost' }] }) }),
      ["/States/T/Catch[0]/Next: Missing 'Next' target: Ghost"],
      Source.measured,
    ],
    [
      'StartAt',
      { StartAt: 'Nope', States: { A: pass } },
      ["/StartAt: Missing 'Next' target: Nope", '/States/A: State "A" is not reachable.'],
      Source.measured,
    ],
    [
      'StartAt of a processor',
      machine({ M: map({}, { StartAt: 'Nope' }) }),
      [
        "/States/M/ItemProcessor/StartAt: Missing 'Next' target: Nope",
        '/States/M/ItemProcessor/States/P: State "P" is not reachable.',
      ],
      Source.measured,
    ],
    [
      'unreachable',
      machine({ A: pass, Ghost: pass }),
      ['/States/Ghost: State "Ghost" is not reachable.'],
      Source.measured,
    ],
    [
      'unreachable, with a slash',
      machine({ Start: pass, 'a/b': pass }),
      ['/States/a/b: State "a/b" is not reachable.'],
      Source.measured,
    ],
    [
      'unreachable in a branch',
      machine({ P: parallel({ StartAt: 'W', States: { W: pass, Ghost: pass } }) }),
      ['/States/P/Branches[0]/States/Ghost: State "Ghost" is not reachable.'],
      Source.measured,
    ],
    [
      'out of a branch',
      machine({ P: parallel({ StartAt: 'W', States: { W: { Type: 'Pass', Next: 'Z' } } }), ...{} }),
      [
        "/States/P/Branches[0]/States/W/Next: Missing 'Next' target: Z",
        '/States/P/Branches[0]: Workflow has no terminal state',
      ],
    ],
    [
      'no end, and a rest that nothing leads to',
      machine({ A: { Type: 'Pass', Next: 'A' }, B: { Type: 'Pass', Next: 'C' }, C: { Type: 'Succeed' } }),
      [': Workflow has no terminal state'],
      Source.observed,
    ],
    [
      'no end',
      machine({ A: { Type: 'Pass', Next: 'B' }, B: { Type: 'Pass', Next: 'A' } }),
      [': Workflow has no terminal state'],
      Source.measured,
    ],
    [
      'a loop with an end',
      machine({
        A: { Type: 'Choice', Choices: [{ Variable: '$.x', IsPresent: true, Next: 'B' }], Default: 'A' },
        B: pass,
      }),
      [],
    ],
  ],
  'paths and templates': [
    ['InputPath', one({ ...pass, InputPath: '$.a[*].b', OutputPath: null }), []],
    ['InputPath of $$', one({ ...pass, InputPath: '$$.Execution.Input' }), []],
    [
      'an InputPath that is none',
      one({ ...pass, InputPath: 'a' }),
      ['/States/X/InputPath: Value is not a valid JSONPath'],
    ],
    [
      'an InputPath with a function',
      one({ ...pass, InputPath: 'States.UUID()' }),
      ['/States/X/InputPath: Value is not a valid JSONPath'],
    ],
    ['a ResultPath', one({ ...pass, ResultPath: "$.a['b'][0]" }), []],
    [
      'a ResultPath of many places',
      one({ ...pass, ResultPath: '$.a[*]' }),
      ['/States/X/ResultPath: Value is not a Reference Path'],
    ],
    [
      'a ResultPath in $$',
      one({ ...pass, ResultPath: '$$.x' }),
      ['/States/X/ResultPath: Value is not a Reference Path'],
    ],
    ['an ItemsPath in $$', one(map({ ItemsPath: '$$.Execution.Input.a' })), []],
    [
      'an ItemsPath of many places',
      one(map({ ItemsPath: '$..a' })),
      ['/States/X/ItemsPath: Value is not a Reference Path'],
    ],
    [
      'Parameters',
      one({ ...pass, Parameters: { 'a.$': '$.x', 'b.$': '$$.State', c: { 'd.$': "States.Format('{}', $.x)" } } }),
      [],
    ],
    [
      'Parameters with no path',
      one({ ...pass, Parameters: { 'a.$': 'x' } }),
      [
        "/States/X/Parameters: The value for the field 'a.$' must be a valid JSONPath or a valid intrinsic function call",
      ],
    ],
    [
      'Parameters with a number',
      one({ ...pass, Parameters: { 'a.$': 5 } }),
      [
        "/States/X/Parameters: The value for the field 'a.$' must be a valid JSONPath or a valid intrinsic function call",
      ],
    ],
    [
      'Parameters with a function that is none',
      one({ ...pass, Parameters: { 'a.$': 'States.Foo()' } }),
      [
        "/States/X/Parameters: The value for the field 'a.$' must be a valid JSONPath or a valid intrinsic function call",
      ],
    ],
    [
      'Parameters with too few arguments',
      one({ ...pass, Parameters: { 'a.$': 'States.Array(States.ArrayLength())' } }),
      [
        "/States/X/Parameters: The value for the field 'a.$' must be a valid JSONPath or a valid intrinsic function call",
      ],
    ],
    [
      'Parameters, deep down',
      one({ ...pass, Parameters: { a: [{ 'b.$': '' }] } }),
      [
        "/States/X/Parameters/a[0]: The value for the field 'b.$' must be a valid JSONPath or a valid intrinsic function call",
      ],
    ],
  ],
  'choice rules': [
    ['an operator', choice({ Variable: '$.a', StringEquals: 'x' }), []],
    ['a path operator', choice({ Variable: '$.a', NumericLessThanEqualsPath: '$.b' }), []],
    [
      'And, Or and Not',
      choice({ And: [{ Not: { Variable: '$.a', IsNull: true } }, { Or: [{ Variable: '$.b', BooleanEquals: true }] }] }),
      [],
    ],
    [
      'no operator',
      choice({ Variable: '$.a' }),
      ['/States/X/Choices[0]: A choice rule must have exactly one of And, Or, Not or a comparison operator'],
    ],
    [
      'two operators',
      choice({ Variable: '$.a', IsNull: true, IsString: true }),
      ['/States/X/Choices[0]: A choice rule must have exactly one of And, Or, Not or a comparison operator'],
    ],
    [
      'an operator that is none',
      choice({ Variable: '$.a', StringIs: 'x' }),
      [
        '/States/X/Choices[0]: A choice rule must have exactly one of And, Or, Not or a comparison operator',
        "/States/X/Choices[0]: Field 'StringIs' is not supported",
      ],
    ],
    ['no Variable', choice({ IsNull: true }), ['/States/X/Choices[0]: These fields are required: [Variable]']],
    [
      'no Next',
      machine({ X: { Type: 'Choice', Choices: [{ Variable: '$.a', IsNull: true }], Default: 'Y' }, Y: pass }),
      ['/States/X/Choices[0]: These fields are required: [Next]'],
    ],
    [
      'Next inside',
      choice({ Not: { Variable: '$.a', IsNull: true, Next: 'Y' } }),
      ["/States/X/Choices[0]/Not: Field 'Next' is not supported"],
    ],
    [
      'a text for a number',
      choice({ Variable: '$.a', NumericEquals: '5' }),
      ['/States/X/Choices[0]/NumericEquals: Expected value of type Number'],
    ],
    [
      'a number for a text',
      choice({ Variable: '$.a', StringEquals: 5 }),
      ['/States/X/Choices[0]/StringEquals: Expected value of type [STRING]'],
    ],
    [
      'a text for a boolean',
      choice({ Variable: '$.a', IsPresent: 'true' }),
      ['/States/X/Choices[0]/IsPresent: Expected value of type Boolean'],
    ],
    [
      'a timestamp that is none',
      choice({ Variable: '$.a', TimestampEquals: 'now' }),
      ['/States/X/Choices[0]/TimestampEquals: String does not match RFC3339 timestamp'],
    ],
    ['an empty And', choice({ And: [] }), ['/States/X/Choices[0]/And: Array must contain at least 1 element']],
    [
      'no Choices',
      machine({ X: { Type: 'Choice', Default: 'Y' }, Y: pass }),
      ['/States/X: These fields are required: [Choices]'],
    ],
    [
      'empty Choices',
      machine({ X: { Type: 'Choice', Choices: [], Default: 'Y' }, Y: pass }),
      ['/States/X/Choices: Array must contain at least 1 element'],
    ],
  ],
  'retriers and catchers': [
    [
      'all fields',
      one(
        task({
          Retry: [
            {
              ErrorEquals: all,
              IntervalSeconds: 1,
              MaxAttempts: 0,
              BackoffRate: 1,
              MaxDelaySeconds: 31_622_400,
              JitterStrategy: 'FULL',
            },
          ],
        }),
      ),
      [],
    ],
    [
      'BackoffRate below 1',
      one(task({ Retry: [{ ErrorEquals: all, BackoffRate: 0.9 }] })),
      ['/States/X/Retry[0]/BackoffRate: Minimum value is 1'],
    ],
    [
      'MaxDelaySeconds too large',
      one(task({ Retry: [{ ErrorEquals: all, MaxDelaySeconds: 31_622_401 }] })),
      ['/States/X/Retry[0]/MaxDelaySeconds: Maximum value is 31622400'],
    ],
    [
      'IntervalSeconds of 0',
      one(task({ Retry: [{ ErrorEquals: all, IntervalSeconds: 0 }] })),
      ['/States/X/Retry[0]/IntervalSeconds: Minimum value is 1'],
    ],
    [
      'MaxAttempts that is not whole',
      one(task({ Retry: [{ ErrorEquals: all, MaxAttempts: 1.5 }] })),
      ['/States/X/Retry[0]/MaxAttempts: Expected value of type Integer'],
    ],
    [
      'a JitterStrategy that is none',
      one(task({ Retry: [{ ErrorEquals: all, JitterStrategy: 'SOME' }] })),
      ['/States/X/Retry[0]/JitterStrategy: Value should be one of the following: [FULL, NONE]'],
    ],
    [
      'States.ALL with others',
      one(task({ Retry: [{ ErrorEquals: ['E', 'States.ALL'] }] })),
      ["/States/X/Retry[0]/ErrorEquals: 'States.ALL' must appear alone in the ErrorEquals array"],
    ],
    [
      'States.ALL before others',
      machine({
        X: task({
          Catch: [
            { ErrorEquals: all, Next: 'Y' },
            { ErrorEquals: ['E'], Next: 'Y' },
          ],
        }),
        Y: pass,
      }),
      ["/States/X/Catch[0]/ErrorEquals: 'States.ALL' must appear in the last element of the array"],
    ],
    ['no ErrorEquals', one(task({ Retry: [{}] })), ['/States/X/Retry[0]: These fields are required: [ErrorEquals]']],
    [
      'an empty ErrorEquals',
      one(task({ Retry: [{ ErrorEquals: [] }] })),
      ['/States/X/Retry[0]/ErrorEquals: Array must contain at least 1 element'],
    ],
    [
      'a foreign field',
      one(task({ Retry: [{ ErrorEquals: all, Next: 'X' }] })),
      ["/States/X/Retry[0]: Field 'Next' is not supported"],
    ],
    [
      'a catcher without Next',
      one(task({ Catch: [{ ErrorEquals: all }] })),
      ['/States/X/Catch[0]: These fields are required: [Next]'],
    ],
    [
      'a catcher with a wrong ResultPath',
      machine({ X: task({ Catch: [{ ErrorEquals: all, Next: 'Y', ResultPath: '$..a' }] }), Y: pass }),
      ['/States/X/Catch[0]/ResultPath: Value is not a Reference Path'],
    ],
  ],
  'query languages': [
    [
      'JSONata',
      machine({ X: { Type: 'Pass', Output: '{% 1 %}', End: true } }, { QueryLanguage: 'JSONata' }),
      [],
      recorded,
    ],
    [
      'JSONPath in JSONata',
      machine({ Pass: { ...pass, QueryLanguage: 'JSONPath' } }, { QueryLanguage: 'JSONata' }),
      ["/States/Pass: 'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine"],
      recorded,
    ],
    ['JSONata in JSONPath', one({ Type: 'Pass', QueryLanguage: 'JSONata', Output: 1, End: true }), [], Source.measured],
    [
      'Arguments in JSONPath',
      one(task({ Arguments: {} })),
      [
        "/States/X: The QueryLanguage is set to 'JSONPath', but field 'Arguments' is only supported for the 'JSONata' QueryLanguage",
      ],
      Source.measured,
    ],
    [
      'Items in JSONPath',
      one(map({ Items: [1] })),
      [
        "/States/X: The QueryLanguage is set to 'JSONPath', but field 'Items' is only supported for the 'JSONata' QueryLanguage",
      ],
      Source.measured,
    ],
    [
      'InputPath in JSONata',
      one({ ...pass, QueryLanguage: 'JSONata', InputPath: '$.a' }),
      [
        "/States/X: The QueryLanguage is set to 'JSONata', but field 'InputPath' is only supported for the 'JSONPath' QueryLanguage",
      ],
      Source.measured,
    ],
    ['Assign in JSONPath', one({ ...pass, Assign: { counter: 1 } }), [], Source.measured],
    ...jsonataRows,
    [
      'a processor with one of its own',
      one(map({}, { QueryLanguage: 'JSONata' })),
      ["/States/X/ItemProcessor: Field 'QueryLanguage' is not supported"],
      Source.measured,
    ],
  ],
};

describe.each(Object.entries(rows))('validation: %s', (_, group) => {
  it.each(group)('%s', (_name, definition, errors) => {
    const found = validateDefinition(JSON.stringify(definition)).filter(({ severity }) => severity === 'ERROR');
    expect(found.map(({ location = '', message }) => `${location}: ${message}`)).toEqual(errors);
  });
});

describe('validation: texts that are no definition', () => {
  it.each([
    ['', 'SCHEMA_VALIDATION_FAILED', /^Definition must be a valid JSON object$/],
    ['[]', 'SCHEMA_VALIDATION_FAILED', /^Definition must be a valid JSON object$/],
    ['"x"', 'SCHEMA_VALIDATION_FAILED', /^Definition must be a valid JSON object$/],
    ['not a definition', 'INVALID_JSON_DESCRIPTION', /./],
    ['{"StartAt":', 'INVALID_JSON_DESCRIPTION', /./],
  ])(`"%s" (${recorded})`, (text, code, message) => {
    const [problem] = validateDefinition(text);
    expect(problem).toMatchObject({ code, severity: 'ERROR' });
    expect(problem!.message).toMatch(message);
  });
});

describe('validation: Express', () => {
  it.each([
    [
      'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
      "Express state machine does not support '.waitForTaskToken' service integration ",
    ],
    [
      'arn:aws:states:::states:startExecution.sync:2',
      "Express state machine does not support '.sync' service integration",
    ],
    ['arn:aws:states:us-east-1:123456789012:activity:a', 'Express state machine does not support Activity ARN'],
  ])(`%s (${recorded})`, (Resource, message) => {
    const text = JSON.stringify(one(task({ Resource })));
    expect(validateDefinition(text, 'EXPRESS')).toEqual([
      { code: 'SCHEMA_VALIDATION_FAILED', severity: 'ERROR', message, location: '/States/X/Resource' },
    ]);
    expect(validateDefinition(text, 'STANDARD')).toEqual([]);
  });
});

describe('validation: warnings', () => {
  it.each([
    ['NO_DOLLAR', one({ ...pass, Parameters: { a: '$.b' } })],
    ['PASS_RESULT_IS_STATIC', one({ ...pass, Result: { 'a.$': '$.b' } })],
  ])('%s', (code, definition) => {
    expect(validateDefinition(JSON.stringify(definition))).toMatchObject([{ severity: 'WARNING', code }]);
  });
});

describe('validation: the message of InvalidDefinition', () => {
  it('of several problems (localstack/localstack pull request 12487, an answer of AWS)', () => {
    const definition = machine({ pass1: { Type: 'Pass', Next: 'pass3' }, pass2: pass });
    const problems = validateDefinition(JSON.stringify(definition));
    expect(invalidDefinitionMessage(problems)).toBe(
      `Invalid State Machine Definition: 'MISSING_TRANSITION_TARGET: Missing 'Next' target: pass3 at /States/pass1/Next, MISSING_TRANSITION_TARGET: State "pass2" is not reachable. at /States/pass2'`,
    );
  });

  it(`of two Maps with one label (${Source.observed}: the code)`, () => {
    const distributed = {
      Type: 'Map',
      Label: 'Rows',
      ItemProcessor: { ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' }, ...machine({ X: pass }) },
    };
    const branch = machine({
      B: { ...distributed, ItemProcessor: { ...distributed.ItemProcessor, ...machine({ Y: pass }) }, End: true },
    });
    const definition = machine({
      A: { ...distributed, Next: 'P' },
      P: { Type: 'Parallel', Branches: [branch], End: true },
    });
    expect(invalidDefinitionMessage(validateDefinition(JSON.stringify(definition)))).toBe(
      "Invalid State Machine Definition: 'DUPLICATE_LABEL_NAME: Duplicate Label name: Rows at /States/P/Branches[0]/States/B/Label'",
    );
  });

  it(`of a loop (${Source.measured})`, () => {
    const problems = validateDefinition(JSON.stringify(machine({ A: { Type: 'Pass', Next: 'A' } })));
    expect(invalidDefinitionMessage(problems)).toBe(
      "Invalid State Machine Definition: 'MISSING_END_STATE: Workflow has no terminal state at null'",
    );
  });

  it('there is none without errors', () => {
    expect(
      invalidDefinitionMessage(validateDefinition(JSON.stringify(one({ ...pass, Parameters: { a: '$.b' } })))),
    ).toBeUndefined();
  });
});

describe('validation: what $states has, and texts', () => {
  const work = { Type: 'Task', Resource: LAMBDA, Arguments: {}, End: true };
  const jsonataProblems = (state: object) =>
    validateDefinition(JSON.stringify(machine({ S: state, T: { Type: 'Succeed' } }, { QueryLanguage: 'JSONata' })))
      .filter(({ code }) => code !== 'MISSING_TRANSITION_TARGET')
      .map(({ code, location, message }) => [code, location, message]);
  const missing = (location: string, name: string) => [
    ['UNSUPPORTED_JSONATA_EXPRESSION', location, `Field '$states.${name}' does not exist.`],
  ];
  const catching = (fields: object) => ({ ...work, Catch: [{ ErrorEquals: ['States.ALL'], Next: 'T', ...fields }] });
  const choosing = (fields: object) => ({ Type: 'Choice', Choices: [{ Condition: true, Next: 'T', ...fields }] });
  const result = '{% $states.result %}';

  it.each<[state: object, location: string, name: string]>([
    [{ ...pass, Output: result }, 'Output', 'result'],
    [{ ...pass, Output: '{% $states.result.x %}' }, 'Output', 'result'],
    [{ ...pass, Output: '{% $states.result[0] %}' }, 'Output', 'result'],
    [{ ...pass, Output: '{% $states.`result` %}' }, 'Output', 'result'],
    [{ ...pass, Output: ['{% $count([$states.result]) %}'] }, 'Output[0]', 'result'],
    [{ ...pass, Output: '{% $states.foo %}' }, 'Output', 'foo'],
    [{ ...pass, Assign: { v: result } }, 'Assign/v', 'result'],
    [{ Type: 'Wait', Seconds: 0, Output: result, End: true }, 'Output', 'result'],
    [{ Type: 'Succeed', Output: result }, 'Output', 'result'],
    [{ Type: 'Fail', Cause: '{% $states.errorOutput %}' }, 'Cause', 'errorOutput'],
    [{ ...work, Arguments: result }, 'Arguments', 'result'],
    [{ ...work, Output: '{% $states.errorOutput.Error %}' }, 'Output', 'errorOutput'],
    [{ ...work, Assign: { x: '{% $states.errorOutput.Error %}' } }, 'Assign/x', 'errorOutput'],
    [{ ...work, Arguments: '{% $exists($states.errorOutput) %}' }, 'Arguments', 'errorOutput'],
    [catching({ Output: result }), 'Catch[0]/Output', 'result'],
    [choosing({ Output: result }), 'Choices[0]/Output', 'result'],
  ])(`$states of %j lacks %s (${Source.sfnx}; the words: ${Source.quoted})`, (state, location, name) => {
    expect(jsonataProblems(state)).toEqual(missing(`/States/S/${location}`, name));
  });

  it.each<[state: object]>([
    [{ ...work, Output: result, Assign: { v: '{% $states.result.x %}' } }],
    [{ ...work, Output: '{% $map([1], function($v) { $states.result }) %}' }],
    [{ Type: 'Parallel', Branches: [machine({ P: pass })], Output: result, End: true }],
    [{ ...pass, Output: "{% '$states.result' %}" }],
    [{ ...pass, Output: '{% $states.input.result %}' }],
    [{ ...pass, Output: '{% ($states).result %}' }],
    [{ ...pass, Output: '{% $states.input.x.$states.qux %}' }],
    [{ ...pass, Output: '{% [$states, $states.input, $states.context] %}' }],
    [
      catching({
        Output: '{% [$states.errorOutput.Cause, $states.input] %}',
        Assign: { e: '{% $states.errorOutput %}' },
      }),
    ],
    [catching({ Comment: '{% (1 %}' })],
    [choosing({ Comment: '{% (1 %}' })],
  ])(`$states of %j has what it reads (${Source.sfnx})`, (state) => {
    expect(jsonataProblems(state)).toEqual([]);
  });

  it.each<[state: object, location: string, source: string]>([
    [{ ...pass, QueryLanguage: 1 }, '/QueryLanguage', Source.documented],
    [{ ...pass, Comment: 1 }, '/Comment', Source.observed],
    [{ Type: 1 }, '/Type', Source.observed],
    [{ Type: 'Pass', Next: 1 }, '/Next', Source.observed],
    [{ Type: 'Task', Resource: 1, End: true }, '/Resource', Source.observed],
    [{ ...work, Catch: [{ ErrorEquals: ['States.ALL'], Next: 1 }] }, '/Catch[0]/Next', Source.observed],
    [
      { ...work, Retry: [{ ErrorEquals: ['States.ALL'], JitterStrategy: 1 }] },
      '/Retry[0]/JitterStrategy',
      Source.observed,
    ],
    [choosing({ Next: 1 }), '/Choices[0]/Next', Source.observed],
    [{ ...choosing({}), Default: 1 }, '/Default', Source.observed],
  ])('a text that is none: %j at %s (%s)', (state, location) => {
    expect(jsonataProblems(state)).toEqual([
      ['SCHEMA_VALIDATION_FAILED', `/States/S${location}`, 'Expected value of type [STRING]'],
    ]);
  });
});
