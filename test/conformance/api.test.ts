import type { SFN } from '@aws-sdk/client-sfn';
import { describe, expect, it } from 'vitest';
import { ended, hang, roleArn, serveLocally } from '../support/serve-locally.ts';
import { machine } from './run-machine.ts';
import { Source } from './sources.ts';

const arn = 'arn:aws:states:us-east-1:123456789012:stateMachine:m';
const executionArn = 'arn:aws:states:us-east-1:123456789012:execution:m:e';
const logGroupArn = 'arn:aws:logs:us-east-1:123456789012:log-group:g:*';
const destination = { cloudWatchLogsLogGroup: { logGroupArn } };
const pass = machine({ State_1: { Type: 'Pass', Result: { Arg1: 'argument1' }, End: true } });
const definition = JSON.stringify(pass);
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The answer of a call without what the SDK adds, or its refusal as `name: message`. */
async function told(call: Promise<object>): Promise<unknown> {
  try {
    return { ...(await call), $metadata: undefined };
  } catch (error) {
    return String(error);
  }
}

const create = (sfn: SFN, more: object = {}) => sfn.createStateMachine({ name: 'm', definition, roleArn, ...more });

/** Creates a machine, runs it, and gives its description as its execution has ended. */
async function run(sfn: SFN, more: object = {}) {
  await create(sfn, more);
  await sfn.startExecution({ stateMachineArn: arn, name: 'e' });
  return ended(sfn, executionArn);
}

type Row = readonly [title: string, source: string, act: (sfn: SFN) => Promise<unknown>, expected: unknown];

const settings = {
  encryptionConfiguration: { type: 'AWS_OWNED_KEY' },
  loggingConfiguration: { includeExecutionData: false, level: 'OFF' },
  tracingConfiguration: { enabled: false },
};
const LOGGING = 'InvalidLoggingConfiguration: Invalid Logging Configuration: Must specify exactly one Log Destination.';
const logs = (test: string) => Source.recorded(`test_sfn_api_logs.py ${test}`);
const api = (test: string) => Source.recorded(`test_sfn_api.py ${test}`);
const versioning = (test: string) => Source.recorded(`test_sfn_api_versioning.py ${test}`);
const aliasing = (test: string) => Source.recorded(`test_sfn_api_aliasing.py ${test}`);

/** The logging of a machine that is created with this one. */
const logged = async (sfn: SFN, loggingConfiguration: object) => {
  const refused = await told(create(sfn, { loggingConfiguration }));
  if (typeof refused === 'string') return refused;
  return (await sfn.describeStateMachine({ stateMachineArn: arn })).loggingConfiguration;
};

const groups: Readonly<Record<string, readonly Row[]>> = {
  'state machines': [
    [
      'describe their settings with the defaults',
      Source.recorded('test_sfn_api_variable_references.py'),
      async (sfn) => {
        await create(sfn);
        return told(sfn.describeStateMachine({ stateMachineArn: arn }));
      },
      {
        ...settings,
        creationDate: expect.any(Date),
        definition,
        name: 'm',
        roleArn,
        stateMachineArn: arn,
        status: 'ACTIVE',
        type: 'STANDARD',
      },
    ],
    [
      'leave out the definition of metadata alone',
      'https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeStateMachine.html',
      async (sfn) => {
        await create(sfn, { definition: JSON.stringify(machine(readsVariable)) });
        const { definition: left, variableReferences } = await sfn.describeStateMachine({
          stateMachineArn: arn,
          includedData: 'METADATA_ONLY',
        });
        return { left, variableReferences };
      },
      { left: '{}', variableReferences: undefined },
    ],
    [
      'have no revision before an update, and the same one after the same update',
      api('test_create_update_state_machine_same_parameters'),
      async (sfn) => {
        await create(sfn);
        const { revisionId: none } = await sfn.describeStateMachine({ stateMachineArn: arn });
        const first = await sfn.updateStateMachine({ stateMachineArn: arn, roleArn: `${roleArn}2` });
        const second = await sfn.updateStateMachine({ stateMachineArn: arn, roleArn: `${roleArn}2` });
        return [none, first.revisionId, first.revisionId === second.revisionId];
      },
      [undefined, expect.stringMatching(UUID), true],
    ],
    [
      'are deleted without being there',
      api('test_delete_nonexistent_sm'),
      (sfn) => told(sfn.deleteStateMachine({ stateMachineArn: arn })),
      {},
    ],
    [
      'are listed by their names, ten of thirteen',
      api('test_list_sms_pagination'),
      async (sfn) => {
        for (let n = 0; n < 13; n++) await create(sfn, { name: `m${String(n)}` });
        const first = await sfn.listStateMachines({ maxResults: 10 });
        const second = await sfn.listStateMachines({ maxResults: 10, nextToken: first.nextToken });
        return [first, second].map(({ stateMachines }) => stateMachines?.map(({ name }) => name));
      },
      [
        ['m0', 'm1', 'm10', 'm11', 'm12', 'm2', 'm3', 'm4', 'm5', 'm6'],
        ['m7', 'm8', 'm9'],
      ],
    ],
    [
      'are listed by the thousand at most',
      api('test_list_sms_pagination'),
      (sfn) => told(sfn.listStateMachines({ maxResults: 1001 })),
      "ValidationException: 1 validation error detected: Value '1001' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 1000",
    ],
    [
      'are listed on with a token of 1024 characters at most',
      api('test_list_sms_pagination'),
      (sfn) => told(sfn.listStateMachines({ nextToken: 'x'.repeat(1025) })),
      `ValidationException: 1 validation error detected: Value '${'x'.repeat(1025)}' at 'nextToken' failed to satisfy constraint: Member must have length less than or equal to 1024`,
    ],
  ],
  logging: [
    [
      'may be left to the defaults',
      logs('test_incomplete_logging_configuration'),
      (sfn) => logged(sfn, {}),
      { includeExecutionData: false, level: 'OFF' },
    ],
    [
      'may go nowhere when there is none',
      logs('test_incomplete_logging_configuration'),
      (sfn) => logged(sfn, { destinations: [] }),
      { includeExecutionData: false, level: 'OFF', destinations: [] },
    ],
    ...(['ALL', 'FATAL', 'ERROR'] as const).flatMap((level): Row[] => [
      [
        `of ${level} goes to one place`,
        logs('test_logging_configuration'),
        (sfn) => logged(sfn, { level, includeExecutionData: true, destinations: [destination] }),
        { level, includeExecutionData: true, destinations: [destination] },
      ],
      [
        `of ${level} goes somewhere`,
        logs('test_invalid_logging_configuration'),
        (sfn) => logged(sfn, { level }),
        LOGGING,
      ],
    ]),
    [
      'goes to one place only',
      logs('test_multiple_destinations'),
      (sfn) => logged(sfn, { level: 'ALL', destinations: [destination, destination] }),
      LOGGING,
    ],
    [
      'is checked by an update as well, and makes a revision when it changes',
      logs('test_update_logging_configuration'),
      async (sfn) => {
        const full = { level: 'ALL', includeExecutionData: true, destinations: [destination] } as const;
        await create(sfn, { loggingConfiguration: full });
        const update = async (loggingConfiguration: object) => {
          await sfn.updateStateMachine({ stateMachineArn: arn, loggingConfiguration });
          return (await sfn.describeStateMachine({ stateMachineArn: arn })).revisionId;
        };
        const ids = [
          await update({ ...full, level: 'FATAL' }),
          await update({ ...full, level: 'FATAL' }),
          await update({ ...full, level: 'FATAL', includeExecutionData: false }),
        ];
        return [
          ids.map((id) => ids.indexOf(id)),
          await told(sfn.updateStateMachine({ stateMachineArn: arn, loggingConfiguration: { level: 'ALL' } })),
        ];
      },
      [[0, 0, 2], LOGGING],
    ],
  ],
  versions: [
    [
      'are published again only after a change, and need no revision',
      versioning('test_empty_revision_with_publish_and_no_publish_on_creation'),
      async (sfn) => {
        await create(sfn);
        const first = await told(sfn.updateStateMachine({ stateMachineArn: arn, publish: true }));
        return [first, await told(sfn.updateStateMachine({ stateMachineArn: arn, publish: true }))];
      },
      Array(2).fill({ stateMachineVersionArn: `${arn}:1`, updateDate: expect.any(Date) }),
    ],
    [
      'are published on creation, and by an update of nothing not again',
      versioning('test_empty_revision_with_publish_and_publish_on_creation'),
      async (sfn) => {
        const created = await told(create(sfn, { publish: true }));
        return [created, await told(sfn.updateStateMachine({ stateMachineArn: arn, publish: true }))];
      },
      [
        { creationDate: expect.any(Date), stateMachineArn: arn, stateMachineVersionArn: `${arn}:1` },
        { stateMachineVersionArn: `${arn}:1`, updateDate: expect.any(Date) },
      ],
    ],
    [
      'are described like machines, with their own description',
      versioning('test_create_publish_describe_with_version_description'),
      async (sfn) => {
        await create(sfn, { publish: true, versionDescription: 'HelloWorld!' });
        const version = await sfn.describeStateMachine({ stateMachineArn: `${arn}:1` });
        const whole = await sfn.describeStateMachine({ stateMachineArn: arn });
        return [version, whole].map(({ stateMachineArn, description }) => [stateMachineArn, description]);
      },
      [
        [`${arn}:1`, 'HelloWorld!'],
        [arn, undefined],
      ],
    ],
    [
      'cannot be updated',
      versioning('test_update_state_machine'),
      async (sfn) => {
        await create(sfn, { publish: true });
        return told(sfn.updateStateMachine({ stateMachineArn: `${arn}:1`, definition }));
      },
      `StateMachineDoesNotExist: State Machine Does Not Exist: '${arn}:1'`,
    ],
    [
      'are those of the executions that run them',
      versioning('test_describe_state_machine_for_execution_of_version_with_revision'),
      async (sfn) => {
        await create(sfn);
        const second = JSON.stringify({ ...pass, Comment: 'R2' });
        const { revisionId } = await sfn.updateStateMachine({
          stateMachineArn: arn,
          definition: second,
          publish: true,
        });
        await sfn.startExecution({ stateMachineArn: `${arn}:1`, name: 'e' });
        await sfn.updateStateMachine({ stateMachineArn: arn, definition });
        const of = await sfn.describeStateMachineForExecution({ executionArn });
        return [of.definition === second, of.revisionId === revisionId, of.stateMachineArn];
      },
      [true, true, arn],
    ],
    [
      'have no tags',
      Source.recorded('test_sfn_api_tagging.py test_tag_state_machine_version'),
      async (sfn) => {
        await create(sfn, { publish: true });
        return told(sfn.tagResource({ resourceArn: `${arn}:1`, tags: [] }));
      },
      `ResourceNotFound: Resource not found: '${arn}:1'`,
    ],
  ],
  aliases: [
    [
      'lead an execution to a version, which it names',
      aliasing('test_base_lifecycle_create_invoke_describe_list'),
      async (sfn) => {
        await create(sfn, { publish: true });
        const routingConfiguration = [{ stateMachineVersionArn: `${arn}:1`, weight: 100 }];
        await sfn.createStateMachineAlias({ name: 'live', routingConfiguration });
        await sfn.startExecution({ stateMachineArn: `${arn}:live`, name: 'e' });
        await ended(sfn, executionArn);
        return (await sfn.listExecutions({ stateMachineArn: arn })).executions;
      },
      [
        {
          executionArn,
          name: 'e',
          redriveCount: 0,
          startDate: expect.any(Date),
          stateMachineAliasArn: `${arn}:live`,
          stateMachineArn: arn,
          stateMachineVersionArn: `${arn}:1`,
          status: 'SUCCEEDED',
          stopDate: expect.any(Date),
        },
      ],
    ],
    [
      'have weights of 100 at most',
      aliasing('test_error_create_alias_invalid_router_configs'),
      async (sfn) => {
        await create(sfn, { publish: true });
        const routingConfiguration = [{ stateMachineVersionArn: `${arn}:1`, weight: 101 }];
        return told(sfn.createStateMachineAlias({ name: 'live', routingConfiguration }));
      },
      "ValidationException: 1 validation error detected: Value '101' at 'routingConfiguration.1.member.weight' failed to satisfy constraint: Member must have value less than or equal to 100",
    ],
    ...['123', 'INVALID ALIAS', '!INVALID', 'ALIAS@'].map((name): Row => [
      `are not named ${name}`,
      aliasing('test_error_create_alias_invalid_name'),
      (sfn) =>
        told(
          sfn.createStateMachineAlias({
            name,
            routingConfiguration: [{ stateMachineVersionArn: `${arn}:1`, weight: 100 }],
          }),
        ),
      `ValidationException: 1 validation error detected: Value '${name}' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: ^(?=.*[a-zA-Z_\\-\\.])[a-zA-Z0-9_\\-\\.]+$`,
    ]),
    [
      'that are not there can be deleted',
      aliasing('test_delete_no_such_alias_arn'),
      async (sfn) => {
        await create(sfn, { publish: true });
        return told(sfn.deleteStateMachineAlias({ stateMachineAliasArn: `${arn}:none` }));
      },
      {},
    ],
    [
      'that are not there cannot be changed',
      aliasing('test_update_no_such_alias_arn'),
      async (sfn) => {
        await create(sfn, { publish: true });
        return told(sfn.updateStateMachineAlias({ stateMachineAliasArn: `${arn}:none`, description: 'x' }));
      },
      'ResourceNotFound: Request references a resource that does not exist.',
    ],
  ],
  executions: [
    [
      'are described with all that is known',
      api('test_describe_execution'),
      (sfn) => told(run(sfn)),
      {
        executionArn,
        input: '{}',
        inputDetails: { included: true },
        name: 'e',
        output: '{"Arg1":"argument1"}',
        outputDetails: { included: true },
        redriveCount: 0,
        redriveStatus: 'NOT_REDRIVABLE',
        redriveStatusReason: 'Execution is SUCCEEDED and cannot be redriven',
        startDate: expect.any(Date),
        stateMachineArn: arn,
        status: 'SUCCEEDED',
        stopDate: expect.any(Date),
      },
    ],
    [
      'know their machine as it was',
      api('test_describe_state_machine_for_execution'),
      async (sfn) => {
        await run(sfn);
        return told(sfn.describeStateMachineForExecution({ executionArn }));
      },
      { ...settings, definition, name: 'm', roleArn, stateMachineArn: arn, updateDate: expect.any(Date) },
    ],
    [
      'show their input as it was given in their first event alone',
      Source.recorded('test_base_scenarios.py test_map_state_label'),
      async (sfn) => {
        await create(sfn);
        await sfn.startExecution({ stateMachineArn: arn, name: 'e', input: '["Hello", "World"]' });
        const { input } = await ended(sfn, executionArn);
        const { events = [] } = await sfn.getExecutionHistory({ executionArn });
        return [input, events[0]?.executionStartedEventDetails?.input, events[1]?.stateEnteredEventDetails?.input];
      },
      ['["Hello", "World"]', '["Hello", "World"]', '["Hello","World"]'],
    ],
    [
      'are aborted without a reason, after the first event',
      api('test_stop_execution'),
      async (sfn) => {
        await create(sfn, {
          definition: JSON.stringify(machine({ A: { Type: 'Task', Resource: LAMBDA, End: true } })),
        });
        await sfn.startExecution({ stateMachineArn: arn, name: 'e' });
        await sfn.stopExecution({ executionArn });
        return (await sfn.getExecutionHistory({ executionArn })).events?.at(-1);
      },
      {
        id: expect.any(Number),
        previousEventId: 0,
        type: 'ExecutionAborted',
        timestamp: expect.any(Date),
        executionAbortedEventDetails: {},
      },
    ],
    [
      'tell their history backwards',
      api('test_get_execution_history_reversed'),
      async (sfn) => {
        await run(sfn);
        const { events } = await sfn.getExecutionHistory({ executionArn, reverseOrder: true });
        return events?.map(
          ({ id, previousEventId, type }) => `${String(id)}<${String(previousEventId)} ${String(type)}`,
        );
      },
      ['4<3 ExecutionSucceeded', '3<2 PassStateExited', '2<0 PassStateEntered', '1<0 ExecutionStarted'],
    ],
    [
      'are listed the newest first, ten of thirteen',
      api('test_list_executions_pagination'),
      async (sfn) => {
        await create(sfn);
        for (let n = 0; n < 13; n++) await sfn.startExecution({ stateMachineArn: arn, name: `e${String(n)}` });
        const first = await sfn.listExecutions({ stateMachineArn: arn, maxResults: 10 });
        const second = await sfn.listExecutions({ stateMachineArn: arn, maxResults: 10, nextToken: first.nextToken });
        return [first, second].map(({ executions }) => executions?.map(({ name }) => name));
      },
      [
        ['e12', 'e11', 'e10', 'e9', 'e8', 'e7', 'e6', 'e5', 'e4', 'e3'],
        ['e2', 'e1', 'e0'],
      ],
    ],
    [
      'are listed on with a token of 3096 characters at most',
      api('test_list_executions_pagination'),
      async (sfn) => {
        await create(sfn);
        return told(sfn.listExecutions({ stateMachineArn: arn, nextToken: 'x'.repeat(3097) }));
      },
      `ValidationException: 1 validation error detected: Value '${'x'.repeat(3097)}' at 'nextToken' failed to satisfy constraint: Member must have length less than or equal to 3096`,
    ],
    [
      'are listed by states that there are',
      api('test_state_machine_status_filter'),
      async (sfn) => {
        await create(sfn);
        return told(sfn.listExecutions({ stateMachineArn: arn, statusFilter: 'succeeded' as 'SUCCEEDED' }));
      },
      "ValidationException: 1 validation error detected: Value 'succeeded' at 'statusFilter' failed to satisfy constraint: Member must satisfy enum value set: [SUCCEEDED, TIMED_OUT, PENDING_REDRIVE, ABORTED, FAILED, RUNNING]",
    ],
    [
      'of Express machines answer with no output when they fail',
      Source.recorded('test_express_sync.py test_base[BASE_RAISE_FAILURE]'),
      async (sfn) => {
        const failing = machine({ F: { Type: 'Fail', Error: 'SomeFailure', Cause: 'It fails.' } });
        await create(sfn, { type: 'EXPRESS', definition: JSON.stringify(failing) });
        return told(sfn.startSyncExecution({ stateMachineArn: arn, name: 'e' }));
      },
      {
        billingDetails: { billedDurationInMilliseconds: 100, billedMemoryUsedInMB: 64 },
        cause: 'It fails.',
        error: 'SomeFailure',
        executionArn: expect.stringMatching(/:express:m:e:[-0-9a-f]{36}$/),
        input: '{}',
        inputDetails: { included: true },
        name: 'e',
        outputDetails: { included: true },
        startDate: expect.any(Date),
        stateMachineArn: arn,
        status: 'FAILED',
        stopDate: expect.any(Date),
      },
    ],
    [
      'of Express machines are not redriven, and the context object does not speak of it',
      Source.recorded('test_express_sync.py test_query_runtime_memory'),
      async (sfn) => {
        const asking = machine({ A: { Type: 'Pass', Parameters: { 'all.$': '$$.Execution' }, End: true } });
        await create(sfn, { type: 'EXPRESS', definition: JSON.stringify(asking) });
        const { output = '' } = await sfn.startSyncExecution({ stateMachineArn: arn, name: 'e' });
        return Object.keys((JSON.parse(output) as { all: object }).all).sort();
      },
      ['Id', 'Input', 'Name', 'RoleArn', 'StartTime'],
    ],
  ],
};

const LAMBDA = 'arn:aws:states:::lambda:invoke';
const readsVariable = {
  A: { Type: 'Pass', Assign: { v: 1 }, Next: 'B' },
  B: { Type: 'Pass', InputPath: '$v', End: true },
};

describe.each(Object.entries(groups))('API: %s', (_, rows) => {
  it.each(rows)('%s (%s)', async (_title, _source, act, expected) => {
    const { sfn } = await serveLocally({ invoke: hang });
    expect(await act(sfn)).toEqual(expected);
  });
});
