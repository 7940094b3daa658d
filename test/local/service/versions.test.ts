import { describe, expect, it } from 'vitest';
import { ended, refusal, roleArn, serveLocally } from '../../support/serve-locally.ts';

const pass = (value: number) =>
  JSON.stringify({ StartAt: 'Only', States: { Only: { Type: 'Pass', Result: value, End: true } } });
const arn = 'arn:aws:states:us-east-1:123456789012:stateMachine:orders';

describe('versions', () => {
  it('are published on creation, by update, and by themselves', async () => {
    const { sfn } = await serveLocally();
    const created = await sfn.createStateMachine({ name: 'orders', definition: pass(1), roleArn, publish: true });
    expect(created.stateMachineVersionArn).toBe(`${arn}:1`);
    const updated = await sfn.updateStateMachine({ stateMachineArn: arn, definition: pass(2), publish: true });
    expect(updated.stateMachineVersionArn).toBe(`${arn}:2`);
    await sfn.updateStateMachine({ stateMachineArn: arn, definition: pass(3) });
    const published = await sfn.publishStateMachineVersion({ stateMachineArn: arn, description: 'third' });
    expect(published.stateMachineVersionArn).toBe(`${arn}:3`);
    const again = await sfn.publishStateMachineVersion({ stateMachineArn: arn });
    expect(again.stateMachineVersionArn).toBe(`${arn}:3`);
    const { stateMachineVersions } = await sfn.listStateMachineVersions({ stateMachineArn: arn });
    expect(stateMachineVersions?.map((each) => each.stateMachineVersionArn)).toEqual([
      `${arn}:3`,
      `${arn}:2`,
      `${arn}:1`,
    ]);
    expect(await sfn.describeStateMachine({ stateMachineArn: `${arn}:3` })).toMatchObject({
      stateMachineArn: `${arn}:3`,
      name: 'orders',
      description: 'third',
      definition: pass(3),
    });
    expect((await sfn.describeStateMachine({ stateMachineArn: `${arn}:1` })).definition).toBe(pass(1));
  });

  it('run what they hold, and are listed by it', async () => {
    const { sfn } = await serveLocally();
    await sfn.createStateMachine({ name: 'orders', definition: pass(1), roleArn, publish: true });
    await sfn.updateStateMachine({ stateMachineArn: arn, definition: pass(2) });
    const old = await sfn.startExecution({ stateMachineArn: `${arn}:1` });
    const current = await sfn.startExecution({ stateMachineArn: arn });
    expect(await ended(sfn, old.executionArn)).toMatchObject({
      output: '1',
      stateMachineArn: arn,
      stateMachineVersionArn: `${arn}:1`,
    });
    expect((await ended(sfn, current.executionArn)).output).toBe('2');
    const { executions } = await sfn.listExecutions({ stateMachineArn: `${arn}:1` });
    expect(executions?.map(({ executionArn }) => executionArn)).toEqual([old.executionArn]);
    expect((await sfn.listExecutions({ stateMachineArn: arn })).executions).toHaveLength(2);
    const of = await sfn.describeStateMachineForExecution({ executionArn: old.executionArn });
    expect(of).toMatchObject({ definition: pass(1), stateMachineArn: arn });
  });

  it('keep their numbers to themselves', async () => {
    const { sfn } = await serveLocally();
    await sfn.createStateMachine({ name: 'orders', definition: pass(1), roleArn, publish: true });
    await sfn.updateStateMachine({ stateMachineArn: arn, definition: pass(2), publish: true });
    await sfn.deleteStateMachineVersion({ stateMachineVersionArn: `${arn}:2` });
    await sfn.deleteStateMachineVersion({ stateMachineVersionArn: `${arn}:2` });
    const { stateMachineVersionArn } = await sfn.publishStateMachineVersion({ stateMachineArn: arn });
    expect(stateMachineVersionArn).toBe(`${arn}:3`);
  });

  it('are refused where they cannot be meant', async () => {
    const { sfn } = await serveLocally();
    expect(
      await refusal(sfn.createStateMachine({ name: 'a', definition: pass(1), roleArn, versionDescription: 'first' })),
    ).toMatchObject({
      name: 'ValidationException',
      message: 'Version description can only be set when publish is true',
    });
    await sfn.createStateMachine({ name: 'orders', definition: pass(1), roleArn });
    const { revisionId } = await sfn.updateStateMachine({ stateMachineArn: arn, definition: pass(2) });
    expect(await refusal(sfn.publishStateMachineVersion({ stateMachineArn: arn, revisionId: 'old' }))).toMatchObject({
      name: 'ConflictException',
      message: `Failed to publish the State Machine version for revision old. The current State Machine revision is ${revisionId}.`,
    });
    expect((await refusal(sfn.deleteStateMachineVersion({ stateMachineVersionArn: arn }))).name).toBe('InvalidArn');
    expect((await refusal(sfn.deleteStateMachine({ stateMachineArn: `${arn}:1` }))).name).toBe('ValidationException');
  });
});

describe('aliases', () => {
  const setUp = async () => {
    const { sfn } = await serveLocally({ seed: 0 });
    await sfn.createStateMachine({ name: 'orders', definition: pass(1), roleArn, publish: true });
    await sfn.updateStateMachine({ stateMachineArn: arn, definition: pass(2), publish: true });
    const route = (...weights: number[]) =>
      weights.map((weight, index) => ({ stateMachineVersionArn: `${arn}:${index + 1}`, weight }));
    return { sfn, route };
  };

  it('lead to a version', async () => {
    const { sfn, route } = await setUp();
    const { stateMachineAliasArn } = await sfn.createStateMachineAlias({
      name: 'live',
      description: 'what customers get',
      routingConfiguration: route(100),
    });
    expect(stateMachineAliasArn).toBe(`${arn}:live`);
    const { executionArn } = await sfn.startExecution({ stateMachineArn: stateMachineAliasArn });
    expect(await ended(sfn, executionArn)).toMatchObject({
      output: '1',
      stateMachineArn: arn,
      stateMachineVersionArn: `${arn}:1`,
      stateMachineAliasArn,
    });
    expect((await sfn.listExecutions({ stateMachineArn: stateMachineAliasArn })).executions).toHaveLength(1);
    await sfn.updateStateMachineAlias({ stateMachineAliasArn, routingConfiguration: route(0, 100) });
    expect(await sfn.describeStateMachineAlias({ stateMachineAliasArn })).toMatchObject({
      name: 'live',
      description: 'what customers get',
      routingConfiguration: route(0, 100),
    });
    const second = await sfn.startExecution({ stateMachineArn: stateMachineAliasArn });
    expect((await ended(sfn, second.executionArn)).output).toBe('2');
    expect(await refusal(sfn.deleteStateMachineVersion({ stateMachineVersionArn: `${arn}:2` }))).toMatchObject({
      name: 'ConflictException',
      message:
        'Version to be deleted must not be referenced by an alias. Current list of aliases referencing this version: [live]',
    });
    await sfn.deleteStateMachineAlias({ stateMachineAliasArn });
    expect((await sfn.listStateMachineAliases({ stateMachineArn: arn })).stateMachineAliases).toEqual([]);
  });

  it('share executions by weight', async () => {
    const { sfn, route } = await setUp();
    await sfn.createStateMachineAlias({ name: 'canary', routingConfiguration: route(90, 10) });
    const outputs: (string | undefined)[] = [];
    for (let n = 0; n < 50; n++) {
      const { executionArn } = await sfn.startExecution({ stateMachineArn: `${arn}:canary` });
      outputs.push((await ended(sfn, executionArn)).output);
    }
    expect(new Set(outputs)).toEqual(new Set(['1', '2']));
  });

  // Recorded from AWS.
  it.each([
    [
      [{ stateMachineVersionArn: arn, weight: 100 }],
      `Routing configuration must contain state machine version ARNs. Received: [${arn}]`,
    ],
    [
      [
        { stateMachineVersionArn: `${arn}:1`, weight: 50 },
        { stateMachineVersionArn: `${arn}:1`, weight: 50 },
      ],
      `Routing configuration must contain distinct state machine version ARNs. Received: [${arn}:1, ${arn}:1]`,
    ],
    [
      [
        { stateMachineVersionArn: `${arn}:1`, weight: 70 },
        { stateMachineVersionArn: `${arn}:2`, weight: 29 },
      ],
      'Sum of routing configuration weights must equal 100. Received: [70, 29]',
    ],
  ])('refuse the routes %j', async (routingConfiguration, message) => {
    const { sfn } = await setUp();
    expect(await refusal(sfn.createStateMachineAlias({ name: 'live', routingConfiguration }))).toMatchObject({
      name: 'ValidationException',
      message,
    });
  });

  it('refuse a second meaning, and a bad name', async () => {
    const { sfn, route } = await setUp();
    await sfn.createStateMachineAlias({ name: 'live', routingConfiguration: route(100) });
    await sfn.createStateMachineAlias({ name: 'live', routingConfiguration: route(100) });
    expect(
      await refusal(sfn.createStateMachineAlias({ name: 'live', routingConfiguration: route(0, 100) })),
    ).toMatchObject({
      name: 'ConflictException',
      message:
        'Failed to create alias because an alias with the same name and a different routing configuration already exists.',
    });
    expect(
      (await refusal(sfn.createStateMachineAlias({ name: '123', routingConfiguration: route(100) }))).message,
    ).toContain("Value '123' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern");
    expect(
      await refusal(sfn.updateStateMachineAlias({ stateMachineAliasArn: `${arn}:x`, description: '' })),
    ).toMatchObject({
      name: 'ResourceNotFound',
      message: 'Request references a resource that does not exist.',
    });
  });
});
