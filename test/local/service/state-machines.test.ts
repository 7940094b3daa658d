import { describe, expect, it } from 'vitest';
import { refusal, roleArn, serveLocally } from '../../support/serve-locally.ts';

const definition = JSON.stringify({ StartAt: 'Only', States: { Only: { Type: 'Pass', End: true } } });
const other = JSON.stringify({ StartAt: 'Other', States: { Other: { Type: 'Succeed' } } });
const arn = 'arn:aws:states:us-east-1:123456789012:stateMachine:orders';

describe('CreateStateMachine', () => {
  it('makes a machine that can be described', async () => {
    const { sfn } = await serveLocally();
    const logGroupArn = 'arn:aws:logs:us-east-1:123456789012:log-group:orders:*';
    const destinations = [{ cloudWatchLogsLogGroup: { logGroupArn } }];
    const created = await sfn.createStateMachine({
      name: 'orders',
      definition,
      roleArn,
      tags: [{ key: 'team', value: 'shop' }],
      loggingConfiguration: { level: 'ALL', destinations },
      tracingConfiguration: { enabled: true },
    });
    expect(created.stateMachineArn).toBe(arn);
    expect(created.creationDate).toBeInstanceOf(Date);
    expect(created.$metadata.requestId).toMatch(/^[0-9a-f-]{36}$/);
    expect(await sfn.describeStateMachine({ stateMachineArn: arn })).toMatchObject({
      stateMachineArn: arn,
      name: 'orders',
      status: 'ACTIVE',
      definition,
      roleArn,
      type: 'STANDARD',
      creationDate: created.creationDate,
      loggingConfiguration: { level: 'ALL', includeExecutionData: false, destinations },
      tracingConfiguration: { enabled: true },
    });
    expect((await sfn.listTagsForResource({ resourceArn: arn })).tags).toEqual([{ key: 'team', value: 'shop' }]);
  });

  it('takes the Region of the ARNs as it is told', async () => {
    const { sfn } = await serveLocally({ region: 'eu-central-1' });
    const { stateMachineArn } = await sfn.createStateMachine({ name: 'a', definition, roleArn });
    expect(stateMachineArn).toBe('arn:aws:states:eu-central-1:123456789012:stateMachine:a');
    const { executionArn } = await sfn.startExecution({ stateMachineArn, name: 'one' });
    expect(executionArn).toBe('arn:aws:states:eu-central-1:123456789012:execution:a:one');
  });

  it('answers the same call again the same, whatever the role', async () => {
    const { sfn } = await serveLocally();
    const first = await sfn.createStateMachine({ name: 'orders', definition, roleArn });
    const again = await sfn.createStateMachine({ name: 'orders', definition, roleArn: `${roleArn}2` });
    expect(again.creationDate).toEqual(first.creationDate);
    expect((await sfn.describeStateMachine({ stateMachineArn: arn })).roleArn).toBe(roleArn);
  });

  it.each([
    ['definition', { definition: other }],
    ['spacing in the definition', { definition: `${definition} ` }],
    ['type', { type: 'EXPRESS' }],
    ['setting', { tracingConfiguration: { enabled: true } }],
  ] as const)('refuses another %s under the same name', async (_, change) => {
    const { sfn } = await serveLocally();
    await sfn.createStateMachine({ name: 'orders', definition, roleArn });
    expect(await refusal(sfn.createStateMachine({ name: 'orders', definition, roleArn, ...change }))).toEqual({
      name: 'StateMachineAlreadyExists',
      message: `State Machine Already Exists: '${arn}'`,
      status: 400,
    });
  });

  it.each(['two words', 'a/b', 'a:b', 'a$', 'a\u0007', 'tab\t', '😀'])('refuses the name %j', async (name) => {
    const { sfn } = await serveLocally();
    expect(await refusal(sfn.createStateMachine({ name, definition, roleArn }))).toEqual({
      name: 'InvalidName',
      message: `Invalid Name: '${name}'`,
      status: 400,
    });
  });

  // Answers of AWS, as public issues quote them (aws/amazon-sagemaker-examples 2432, localstack/localstack 2027).
  it.each(['nope', '<execution-role-arn>', 'arn:aws:iam::aws:policy/AWSBatchFullAccess'])(
    'refuses the role %j',
    async (role) => {
      const { sfn } = await serveLocally();
      const refused = { name: 'InvalidArn', message: `Invalid Role Arn: '${role}'`, status: 400 };
      expect(await refusal(sfn.createStateMachine({ name: 'orders', definition, roleArn: role }))).toEqual(refused);
      const { stateMachineArn } = await sfn.createStateMachine({ name: 'orders', definition, roleArn });
      expect(await refusal(sfn.updateStateMachine({ stateMachineArn, roleArn: role }))).toEqual(refused);
      expect((await sfn.describeStateMachine({ stateMachineArn })).roleArn).toBe(roleArn);
    },
  );

  it('tells all broken constraints at once', async () => {
    const { sfn } = await serveLocally();
    const { name, message } = await refusal(
      sfn.createStateMachine({ name: 'x'.repeat(81), definition: '', roleArn, type: 'FAST' as 'EXPRESS' }),
    );
    expect(name).toBe('ValidationException');
    expect(message).toBe(
      `3 validation errors detected: Value '${'x'.repeat(81)}' at 'name' failed to satisfy constraint: Member must have length less than or equal to 80; ` +
        "Value '' at 'definition' failed to satisfy constraint: Member must have length greater than or equal to 1; " +
        "Value 'FAST' at 'type' failed to satisfy constraint: Member must satisfy enum value set: [STANDARD, EXPRESS]",
    );
  });

  // Recorded from AWS.
  it.each([
    ['{}', 'SCHEMA_VALIDATION_FAILED: These fields are required: [States, StartAt] at /'],
    ['{"StartAt":"A"}', 'SCHEMA_VALIDATION_FAILED: These fields are required: [States] at /'],
  ])('refuses the definition %s', async (text, reason) => {
    const { sfn } = await serveLocally();
    expect(await refusal(sfn.createStateMachine({ name: 'a', definition: text, roleArn }))).toEqual({
      name: 'InvalidDefinition',
      message: `Invalid State Machine Definition: '${reason}'`,
      status: 400,
    });
  });

  it('refuses what an Express machine cannot do', async () => {
    const { sfn } = await serveLocally();
    const task = (Resource: string) =>
      JSON.stringify({ StartAt: 'Do', States: { Do: { Type: 'Task', Resource, Parameters: {}, End: true } } });
    const create = (resource: string) =>
      refusal(sfn.createStateMachine({ name: 'a', definition: task(resource), roleArn, type: 'EXPRESS' }));
    expect((await create('arn:aws:states:::sqs:sendMessage.waitForTaskToken')).message).toBe(
      "Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: Express state machine does not support '.waitForTaskToken' service integration  at /States/Do/Resource'",
    );
    expect((await create('arn:aws:states:::states:startExecution.sync')).message).toContain(
      "Express state machine does not support '.sync' service integration at /States/Do/Resource",
    );
  });
});

describe('UpdateStateMachine', () => {
  it('gives each change a revision, and the same call again none', async () => {
    const { sfn } = await serveLocally();
    await sfn.createStateMachine({ name: 'orders', definition, roleArn });
    expect((await sfn.describeStateMachine({ stateMachineArn: arn })).revisionId).toBeUndefined();
    const first = await sfn.updateStateMachine({ stateMachineArn: arn, definition: other });
    const again = await sfn.updateStateMachine({ stateMachineArn: arn, definition: other });
    expect(first.updateDate).toBeInstanceOf(Date);
    expect(first.revisionId).toMatch(/^[0-9a-f-]{36}$/);
    expect(again.revisionId).toBe(first.revisionId);
    expect(await sfn.describeStateMachine({ stateMachineArn: arn })).toMatchObject({
      definition: other,
      revisionId: first.revisionId,
    });
  });

  it('refuses to change nothing, a bad definition, or what is not there', async () => {
    const { sfn } = await serveLocally();
    await sfn.createStateMachine({ name: 'orders', definition, roleArn });
    expect(await refusal(sfn.updateStateMachine({ stateMachineArn: arn }))).toEqual({
      name: 'MissingRequiredParameter',
      message:
        'Either the definition, the role ARN, the LoggingConfiguration, or the TracingConfiguration must be specified',
      status: 400,
    });
    expect((await refusal(sfn.updateStateMachine({ stateMachineArn: arn, definition: '{}' }))).name).toBe(
      'InvalidDefinition',
    );
    expect((await refusal(sfn.updateStateMachine({ stateMachineArn: `${arn}2`, roleArn }))).message).toBe(
      `State Machine Does Not Exist: '${arn}2'`,
    );
    expect((await sfn.describeStateMachine({ stateMachineArn: arn })).definition).toBe(definition);
  });
});

describe('DescribeStateMachine', () => {
  it.each([
    ['not_an_arn', 'InvalidArn', "Invalid Arn: 'Invalid ARN prefix: not_an_arn'"],
    ['arn:aws:states:us-east-1:123456789012:execution:a:b', 'InvalidArn', undefined],
    [arn, 'StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`],
    [`${arn}:3`, 'StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}:3'`],
  ])('refuses %s', async (stateMachineArn, name, message) => {
    const { sfn } = await serveLocally();
    const refused = await refusal(sfn.describeStateMachine({ stateMachineArn }));
    expect(refused.name).toBe(name);
    if (message !== undefined) expect(refused.message).toBe(message);
  });
});

describe('DeleteStateMachine', () => {
  it('deletes, and does not mind when there is nothing', async () => {
    const { sfn } = await serveLocally();
    await sfn.createStateMachine({ name: 'orders', definition, roleArn });
    await sfn.deleteStateMachine({ stateMachineArn: arn });
    await sfn.deleteStateMachine({ stateMachineArn: arn });
    expect((await sfn.listStateMachines({})).stateMachines).toEqual([]);
  });

  it('waits for executions that run, and takes no new ones meanwhile', async () => {
    const { sfn } = await serveLocally();
    const hanging = { StartAt: 'A', States: { A: { Type: 'Task', Resource: lambda, Parameters: {}, End: true } } };
    await sfn.createStateMachine({ name: 'orders', definition: JSON.stringify(hanging), roleArn });
    const { executionArn } = await sfn.startExecution({ stateMachineArn: arn });
    await sfn.deleteStateMachine({ stateMachineArn: arn });
    expect((await sfn.describeStateMachine({ stateMachineArn: arn })).status).toBe('DELETING');
    expect((await refusal(sfn.startExecution({ stateMachineArn: arn }))).name).toBe('StateMachineDeleting');
    await sfn.stopExecution({ executionArn });
    expect((await refusal(sfn.describeStateMachine({ stateMachineArn: arn }))).name).toBe('StateMachineDoesNotExist');
  });
});

const lambda = 'arn:aws:states:::lambda:invoke';

describe('ListStateMachines', () => {
  it('pages', async () => {
    const { sfn } = await serveLocally();
    for (const name of ['c', 'a', 'b']) await sfn.createStateMachine({ name, definition, roleArn });
    const first = await sfn.listStateMachines({ maxResults: 2 });
    expect(first.stateMachines?.map(({ name }) => name)).toEqual(['a', 'b']);
    const second = await sfn.listStateMachines({ maxResults: 2, nextToken: first.nextToken });
    expect(second.stateMachines?.map(({ name, type }) => [name, type])).toEqual([['c', 'STANDARD']]);
    expect(second.nextToken).toBeUndefined();
  });

  it.each([
    [
      { maxResults: 1001 },
      "Value '1001' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 1000",
    ],
    [
      { nextToken: 'x'.repeat(1025) },
      "' at 'nextToken' failed to satisfy constraint: Member must have length less than or equal to 1024",
    ],
  ])('refuses a page out of bounds', async (request, message) => {
    const { sfn } = await serveLocally();
    const refused = await refusal(sfn.listStateMachines(request));
    expect(refused.name).toBe('ValidationException');
    expect(refused.message).toContain(message);
  });

  it('refuses a token that it has not given', async () => {
    const { sfn } = await serveLocally();
    expect(await refusal(sfn.listStateMachines({ nextToken: 'made-up' }))).toEqual({
      name: 'InvalidToken',
      message: "Invalid Token: 'Invalid token'",
      status: 400,
    });
  });
});

describe('ValidateStateMachineDefinition', () => {
  // Recorded from AWS.
  it.each([
    ['', [{ code: 'SCHEMA_VALIDATION_FAILED', message: 'Definition must be a valid JSON object', severity: 'ERROR' }]],
    [
      '{}',
      [
        {
          code: 'SCHEMA_VALIDATION_FAILED',
          location: '/',
          message: 'These fields are required: [States, StartAt]',
          severity: 'ERROR',
        },
      ],
    ],
    [definition, []],
  ])('of %j', async (text, diagnostics) => {
    const { sfn } = await serveLocally();
    const answer = await sfn.validateStateMachineDefinition({ definition: text });
    expect(answer).toMatchObject({ result: diagnostics.length === 0 ? 'OK' : 'FAIL', truncated: false });
    expect(answer.diagnostics).toEqual(diagnostics);
  });

  it('tells what is not JSON', async () => {
    const { sfn } = await serveLocally();
    const { result, diagnostics } = await sfn.validateStateMachineDefinition({ definition: 'not a definition' });
    expect(result).toBe('FAIL');
    expect(diagnostics?.[0]?.code).toBe('INVALID_JSON_DESCRIPTION');
    expect(diagnostics?.[0]?.message).toContain("Unrecognized token 'not'");
  });
});

describe('tags', () => {
  it('are added, replaced and removed', async () => {
    const { sfn } = await serveLocally();
    await sfn.createStateMachine({ name: 'orders', definition, roleArn });
    await sfn.tagResource({
      resourceArn: arn,
      tags: [
        { key: 'a', value: '1' },
        { key: 'b', value: '2' },
      ],
    });
    await sfn.tagResource({ resourceArn: arn, tags: [{ key: 'a', value: '3' }] });
    await sfn.untagResource({ resourceArn: arn, tagKeys: ['b', 'unknown'] });
    expect((await sfn.listTagsForResource({ resourceArn: arn })).tags).toEqual([{ key: 'a', value: '3' }]);
  });

  it('belong to machines, not to versions', async () => {
    const { sfn } = await serveLocally();
    await sfn.createStateMachine({ name: 'orders', definition, roleArn, publish: true });
    expect(await refusal(sfn.tagResource({ resourceArn: `${arn}:1`, tags: [] }))).toEqual({
      name: 'ResourceNotFound',
      message: `Resource not found: '${arn}:1'`,
      status: 400,
    });
  });

  it('are at most fifty', async () => {
    const { sfn } = await serveLocally();
    await sfn.createStateMachine({ name: 'orders', definition, roleArn });
    const tags = Array.from({ length: 51 }, (_, index) => ({ key: `k${index}`, value: '' }));
    expect((await refusal(sfn.tagResource({ resourceArn: arn, tags }))).name).toBe('TooManyTags');
  });
});
