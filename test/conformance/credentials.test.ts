import { describe, expect, it } from 'vitest';
import { validateDefinition } from '../../lib/local/index.ts';
import { detailsOf, LAMBDA, machine, runMachine } from './run-machine.ts';
import { Source } from './sources.ts';

const FUNCTION = 'arn:aws:lambda:us-east-1:123456789012:function:f';
const ACTIVITY = 'arn:aws:states:us-east-1:123456789012:activity:a';
const ROLE = 'arn:aws:iam::123456789012:role/other';
const recorded = (test: string) => Source.recorded(`test_credentials_base.py ${test}`);
const cross = (name: string) => recorded(`test_cross_account_states_start_sync_execution[${name}]`);

const task = (more: object) => ({ Type: 'Task', Resource: LAMBDA, End: true, ...more });
const run = (more: object, input: unknown = { role: ROLE }, whole: object = {}) =>
  runMachine(machine({ T: task(more) }, whole), input);
const JSONATA = { QueryLanguage: 'JSONata' };

describe('Credentials', () => {
  it(`that are known (${Source.guide}/concepts-access-cross-acct-resources.html)`, async () => {
    const { history, status } = await run({ Credentials: { RoleArn: ROLE }, Parameters: { FunctionName: 'f' } });
    expect(status).toBe('SUCCEEDED');
    expect(detailsOf(history[2])).toEqual({
      parameters: '{"FunctionName":"f"}',
      region: 'us-east-1',
      resource: 'invoke',
      resourceType: 'lambda',
      taskCredentials: { roleArn: ROLE },
    });
    expect(detailsOf(history[3])).toEqual({ resource: 'invoke', resourceType: 'lambda' });
  });

  it.each<[string, object, object, string]>([
    ['a path', { 'RoleArn.$': '$.role' }, {}, cross('SFN_START_EXECUTION_SYNC_ROLE_ARN_PATH')],
    [
      'a path of $$',
      { 'RoleArn.$': '$$.Execution.Input.role' },
      {},
      cross('SFN_START_EXECUTION_SYNC_ROLE_ARN_PATH_CONTEXT'),
    ],
    [
      'a function',
      { 'RoleArn.$': "States.Format('{}', $.role)" },
      {},
      cross('SFN_START_EXECUTION_SYNC_ROLE_ARN_INTRINSIC'),
    ],
    [
      'an expression',
      { RoleArn: '{% $states.input.role %}' },
      JSONATA,
      cross('SFN_START_EXECUTION_SYNC_ROLE_ARN_JSONATA'),
    ],
    ['a text in JSONata', { RoleArn: ROLE }, JSONATA, cross('SFN_START_EXECUTION_SYNC_ROLE_ARN_JSONATA')],
  ])('by %s: %j %j (%s)', async (_name, Credentials, whole) => {
    const { history } = await run({ Credentials }, { role: ROLE }, whole);
    expect(detailsOf(history[2])['taskCredentials']).toEqual({ roleArn: ROLE });
  });

  it(`by a variable (${cross('SFN_START_EXECUTION_SYNC_ROLE_ARN_VARIABLE')})`, async () => {
    const { history } = await runMachine(
      machine({
        Set: { Type: 'Pass', Assign: { 'roleArn.$': '$.role' }, Next: 'T' },
        T: task({ Credentials: { 'RoleArn.$': '$roleArn' } }),
      }),
      { role: ROLE },
    );
    expect(detailsOf(history[4])['taskCredentials']).toEqual({ roleArn: ROLE });
  });

  it(`read what InputPath has selected (${Source.unknown})`, async () => {
    const { history } = await run({ InputPath: '$.a', Credentials: { 'RoleArn.$': '$.role' } }, { a: { role: ROLE } });
    expect(detailsOf(history[2])['taskCredentials']).toEqual({ roleArn: ROLE });
  });

  it(`of a function ARN (${recorded('test_cross_account_lambda_task')})`, async () => {
    const { history } = await run({ Resource: FUNCTION, Credentials: { 'RoleArn.$': '$.role' } });
    expect(detailsOf(history[2])).toEqual({
      input: `{"role":"${ROLE}"}`,
      inputDetails: { truncated: false },
      resource: FUNCTION,
      taskCredentials: { roleArn: ROLE },
    });
    expect(detailsOf(history[3])).toEqual({});
  });

  it(`of an activity, whose event has no place for them (${Source.unknown})`, async () => {
    const { history, status } = await run({ Resource: ACTIVITY, Credentials: { RoleArn: ROLE } });
    expect(status).toBe('SUCCEEDED');
    expect(detailsOf(history[2])).not.toHaveProperty('taskCredentials');
  });

  it(`are told with each try (${recorded('test_cross_account_service_lambda_invoke_retry')})`, async () => {
    const { history } = await runMachine(
      machine({ T: task({ Credentials: { RoleArn: ROLE }, Retry: [{ ErrorEquals: ['E'], MaxAttempts: 2 }] }) }),
      {},
      { T: [{ error: 'E' }] },
    );
    const scheduled = history.filter(({ type }) => type === 'TaskScheduled').map(detailsOf);
    expect(scheduled.map((details) => details['taskCredentials'])).toEqual(Array(3).fill({ roleArn: ROLE }));
  });

  it(`a path that finds nothing (${Source.unknown})`, async () => {
    const { error, cause, events } = await run({ Credentials: { 'RoleArn.$': '$.nope' } }, { a: 1 });
    expect([error, events.length]).toEqual(['States.Runtime', 3]);
    expect(cause).toBe(
      `An error occurred while executing the state 'T' (entered at the event id #2). The JSONPath '$.nope' specified for the field 'RoleArn.$' could not be found in the input '{"a":1}'`,
    );
  });

  it(`a path to what is no text (${Source.unknown})`, async () => {
    const { error, cause, events } = await run({ Credentials: { 'RoleArn.$': '$.role' } }, { role: 1 });
    expect([error, events.length]).toEqual(['States.Runtime', 3]);
    expect(cause).toContain('The RoleArn parameter does not reference a string value: "$.role"');
  });

  it(`an expression that fails (${Source.recorded('test_base_evaluate_expressions.py')}; of this field: ${Source.unknown})`, async () => {
    const { error, history, events } = await run({ Credentials: { RoleArn: '{% $nope() %}' } }, {}, JSONATA);
    expect([error, events[2]]).toEqual(['States.QueryEvaluationError', '3<2 EvaluationFailed']);
    expect(detailsOf(history[2])).toMatchObject({ location: 'Credentials/RoleArn', state: 'T' });
  });

  it(`an expression of another type (${Source.unknown})`, async () => {
    const { error, cause } = await run({ Credentials: { RoleArn: '{% 1 %}' } }, {}, JSONATA);
    expect(error).toBe('States.QueryEvaluationError');
    expect(cause).toContain(
      "The JSONata expression '1' specified for the field 'Credentials/RoleArn' returned an unexpected result type. Expected 'string', but was 'number' for value: 1",
    );
  });
});

describe('validation: Credentials and activities', () => {
  const missing = "/States/X/Credentials: The field 'RoleArn' is required but was missing";
  const invalid = '/States/X/Resource: Value is not a valid resource ARN';
  const of = (more: object, whole: object = {}) => machine({ X: task(more) }, whole);
  const activity = (Resource: string) => of({ Resource });
  const rows: readonly (readonly [string, object, readonly string[], string])[] = [
    ['none', of({ Credentials: {} }), [missing], recorded('test_invalid_credentials_field[EMPTY_CREDENTIALS]')],
    [
      'another field',
      of({ Credentials: { InvalidField: 'invalid' } }, JSONATA),
      [missing],
      recorded('test_invalid_credentials_field[INVALID_CREDENTIALS_FIELD]'),
    ],
    ['another field in JSONPath', of({ Credentials: { Role: 'r' } }), [missing], Source.unknown],
    ['a path in JSONata', of({ Credentials: { 'RoleArn.$': '$.r' } }, JSONATA), [missing], Source.unknown],
    ['a text', of({ Credentials: { RoleArn: ROLE } }), [], Source.guide],
    ['a path', of({ Credentials: { 'RoleArn.$': '$.role' } }), [], Source.guide],
    ['a function', of({ Credentials: { 'RoleArn.$': "States.Format('{}', $.r)" } }), [], Source.guide],
    ['an expression', of({ Credentials: { RoleArn: '{% $r %}' } }, JSONATA), [], Source.guide],
    [
      'a wrong path',
      of({ Credentials: { 'RoleArn.$': 'role' } }),
      [
        "/States/X/Credentials: The value for the field 'RoleArn.$' must be a valid JSONPath or a valid intrinsic function call",
      ],
      Source.unknown,
    ],
    [
      'no text',
      of({ Credentials: { RoleArn: 1 } }),
      ['/States/X/Credentials/RoleArn: Expected value of type [STRING]'],
      Source.unknown,
    ],
    ['no object', of({ Credentials: ROLE }), ['/States/X/Credentials: Expected value of type Object'], Source.unknown],
    [
      'of a Pass',
      machine({ X: { Type: 'Pass', Credentials: { RoleArn: ROLE }, End: true } }),
      ["/States/X: Field 'Credentials' is not supported"],
      Source.spec,
    ],
    ['an activity', activity(ACTIVITY), [], Source.guide],
    ['an activity of China', activity(ACTIVITY.replace('aws', 'aws-cn')), [], Source.guide],
    ['an activity without a name', activity(ACTIVITY.slice(0, -1)), [invalid], Source.unknown],
    ['an activity with two names', activity(`${ACTIVITY}:b`), [invalid], Source.unknown],
    ['an activity without a Region', activity('arn:aws:states::123456789012:activity:a'), [invalid], Source.unknown],
    ['an activity without an account', activity('arn:aws:states:us-east-1::activity:a'), [invalid], Source.unknown],
    ['an activity with a long name', activity(ACTIVITY.replace(/a$/, 'a'.repeat(81))), [invalid], Source.unknown],
    ['an activity with a pattern', activity(`${ACTIVITY}.sync`), [], Source.unknown],
  ];

  it.each(rows)('%s', (_name, definition, errors) => {
    const found = validateDefinition(JSON.stringify(definition)).map(
      ({ location, message }) => `${location!}: ${message}`,
    );
    expect(found).toEqual(errors);
  });
});
