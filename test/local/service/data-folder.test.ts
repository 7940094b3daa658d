import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { ended, hang, refusal, roleArn, serveLocally, sfnAt } from '../../support/serve-locally.ts';

const arn = 'arn:aws:states:us-east-1:123456789012:stateMachine:orders';
const executionArn = (name: string) => `arn:aws:states:us-east-1:123456789012:execution:orders:${name}`;
const task = (comment: string) =>
  JSON.stringify({
    Comment: comment,
    StartAt: 'Do',
    States: { Do: { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', End: true } },
  });

const folders: string[] = [];
let dataFolder = '';
beforeEach(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), 'tasker-sfn-data-'));
  folders.push(dataFolder);
});
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));

describe('a data folder', () => {
  it('keeps machines and finished executions over a restart', async () => {
    const first = await serveLocally({ dataFolder, invoke: async () => ({ done: true }) });
    await first.sfn.createStateMachine({
      name: 'orders',
      definition: task('1'),
      roleArn,
      tags: [{ key: 'a', value: 'b' }],
    });
    await first.sfn.startExecution({ stateMachineArn: arn, name: 'old', input: '{"n":1}' });
    await ended(first.sfn, executionArn('old'));
    await first.sfn.updateStateMachine({ stateMachineArn: arn, definition: task('2'), publish: true });
    await first.sfn.createStateMachineAlias({
      name: 'live',
      routingConfiguration: [{ stateMachineVersionArn: `${arn}:1`, weight: 100 }],
    });
    await first.sfn.startExecution({ stateMachineArn: `${arn}:live`, name: 'new' });
    const before = await ended(first.sfn, executionArn('new'));
    const history = await first.sfn.getExecutionHistory({ executionArn: executionArn('new') });
    const machine = await first.sfn.describeStateMachine({ stateMachineArn: arn });
    await first.close();

    const second = await serveLocally({ dataFolder, invoke: async () => null });
    const { sfn } = second;
    const plain = (answer: object) => ({ ...answer, $metadata: undefined });
    expect(plain(await sfn.describeStateMachine({ stateMachineArn: arn }))).toEqual(plain(machine));
    expect(plain(await sfn.describeExecution({ executionArn: executionArn('new') }))).toEqual(plain(before));
    expect(plain(await sfn.getExecutionHistory({ executionArn: executionArn('new') }))).toEqual(plain(history));
    expect((await sfn.describeStateMachineForExecution({ executionArn: executionArn('old') })).definition).toBe(
      task('1'),
    );
    expect((await sfn.listTagsForResource({ resourceArn: arn })).tags).toEqual([{ key: 'a', value: 'b' }]);
    expect((await refusal(sfn.startExecution({ stateMachineArn: arn, name: 'old' }))).name).toBe(
      'ExecutionAlreadyExists',
    );
    // The published version still shows the current revision.
    expect((await sfn.publishStateMachineVersion({ stateMachineArn: arn })).stateMachineVersionArn).toBe(`${arn}:1`);
    await sfn.startExecution({ stateMachineArn: `${arn}:live`, name: 'newest' });
    const { executions } = await sfn.listExecutions({ stateMachineArn: arn });
    expect(executions?.map(({ name }) => name)).toEqual(['newest', 'new', 'old']);
    expect(second.problems).toEqual([]);
  });

  it('keeps activities', async () => {
    const resourceArn = 'arn:aws:states:us-east-1:123456789012:activity:b';
    const first = await serveLocally({ dataFolder });
    for (const name of ['a', 'b']) await first.sfn.createActivity({ name, tags: [{ key: 'of', value: name }] });
    await first.sfn.tagResource({ resourceArn, tags: [{ key: 'more', value: '1' }] });
    await first.sfn.deleteActivity({ activityArn: resourceArn.replace(/b$/, 'a') });
    const before = (await first.sfn.listActivities({})).activities;
    await first.close();
    const { sfn, problems } = await serveLocally({ dataFolder });
    expect((await sfn.listActivities({})).activities).toEqual(before);
    expect(before?.map(({ name }) => name)).toEqual(['b']);
    expect((await sfn.listTagsForResource({ resourceArn })).tags).toEqual([
      { key: 'of', value: 'b' },
      { key: 'more', value: '1' },
    ]);
    expect(problems).toEqual([]);
  });

  it('lists kept executions in the order of their starts', async () => {
    const answers = new Map<string, () => void>();
    const invoke = ({ executionArn: of }: { executionArn: string }) =>
      new Promise<null>((resolve) => answers.set(of, () => resolve(null)));
    const first = await serveLocally({ dataFolder, invoke });
    await first.sfn.createStateMachine({ name: 'orders', definition: task('1'), roleArn });
    for (const name of ['a', 'b', 'c']) await first.sfn.startExecution({ stateMachineArn: arn, name });
    await expect.poll(() => answers.size).toBe(3);
    for (const name of ['c', 'a', 'b']) {
      answers.get(executionArn(name))?.();
      await ended(first.sfn, executionArn(name));
    }
    await first.close();
    const { sfn } = await serveLocally({ dataFolder });
    const page = await sfn.listExecutions({ stateMachineArn: arn, maxResults: 2 });
    const rest = await sfn.listExecutions({ stateMachineArn: arn, maxResults: 2, nextToken: page.nextToken });
    expect([page, rest].map(({ executions }) => executions?.map(({ name }) => name))).toEqual([['c', 'b'], ['a']]);
  });

  it('tells of executions that the end of the service aborted', async () => {
    const first = await serveLocally({ dataFolder, invoke: hang });
    await first.sfn.createStateMachine({ name: 'orders', definition: task('1'), roleArn });
    await first.sfn.startExecution({ stateMachineArn: arn, name: 'cut' });
    await first.close();
    const { sfn } = await serveLocally({ dataFolder });
    expect(await sfn.describeExecution({ executionArn: executionArn('cut') })).toMatchObject({
      status: 'ABORTED',
      error: 'LocalServiceStopped',
    });
  });

  it('forgets what the service forgets', async () => {
    const served = await serveLocally({ dataFolder, invoke: async () => null, retention: { executions: 1 } });
    const { sfn } = served;
    await sfn.createStateMachine({ name: 'orders', definition: task('1'), roleArn });
    for (const name of ['a', 'b']) {
      await sfn.startExecution({ stateMachineArn: arn, name });
      await ended(sfn, executionArn(name));
    }
    await served.close();
    expect(await readdir(join(dataFolder, 'executions'))).toHaveLength(1);
  });

  it('goes on without a file that it cannot read, and says so', async () => {
    const first = await serveLocally({ dataFolder, invoke: async () => null });
    await first.sfn.createStateMachine({ name: 'orders', definition: task('1'), roleArn });
    await first.sfn.startExecution({ stateMachineArn: arn, name: 'good' });
    await ended(first.sfn, executionArn('good'));
    await first.close();
    await writeFile(join(dataFolder, 'executions', 'broken.json'), '{"half');
    const { sfn, problems } = await serveLocally({ dataFolder });
    expect((await sfn.listExecutions({ stateMachineArn: arn })).executions).toHaveLength(1);
    expect(problems).toEqual([expect.stringMatching(/broken\.json cannot be read, and is kept as /)]);
  });

  it('has on the disk what was answered, when the service is killed', { timeout: 90_000 }, async () => {
    const script = join(import.meta.dirname, '../../support/serve-data-folder.ts');
    const child = spawn(process.execPath, ['--import', 'tsx', script, dataFolder], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const url = await new Promise<string>((resolve) =>
      child.stdout.setEncoding('utf8').once('data', (text: string) => resolve(text.trim())),
    );
    const sfn = sfnAt(url);
    await sfn.createStateMachine({ name: 'orders', definition: task('1'), roleArn });
    await sfn.createStateMachine({ name: 'gone', definition: task('1'), roleArn });
    await sfn.deleteStateMachine({ stateMachineArn: arn.replace('orders', 'gone') });
    const names = Array.from({ length: 60 }, (_, index) => `n${index}`);
    await Promise.all(names.map((name) => sfn.startExecution({ stateMachineArn: arn, name })));
    await sfn.startExecution({ stateMachineArn: arn, name: 'running', input: '{"hang":true}' });
    await sfn.startExecution({ stateMachineArn: arn, name: 'stopped', input: '{"hang":true}' });
    await sfn.stopExecution({ executionArn: executionArn('stopped'), error: 'Mine' });
    await sfn.updateStateMachine({ stateMachineArn: arn, definition: task('2') });
    const done = await Promise.all(names.map(async (name) => (await ended(sfn, executionArn(name))).status));
    child.kill('SIGKILL');
    expect(new Set(done)).toEqual(new Set(['SUCCEEDED']));

    const second = await serveLocally({ dataFolder, invoke: hang });
    const { executions = [] } = await second.sfn.listExecutions({ stateMachineArn: arn, maxResults: 100 });
    const statusOf = new Map(executions.map(({ name, status }) => [name, status]));
    expect(names.filter((name) => statusOf.get(name) !== 'SUCCEEDED')).toEqual([]);
    expect([statusOf.get('running'), statusOf.get('stopped')]).toEqual(['ABORTED', 'ABORTED']);
    const history = await second.sfn.getExecutionHistory({ executionArn: executionArn('running') });
    expect(history.events?.at(-1)).toMatchObject({ type: 'ExecutionAborted' });
    expect((await second.sfn.describeStateMachine({ stateMachineArn: arn })).definition).toBe(task('2'));
    expect((await second.sfn.listStateMachines({})).stateMachines?.map(({ name }) => name)).toEqual(['orders']);
    expect(second.problems).toEqual([]);
  });

  it('is an error when it cannot be written, and forgets nothing meanwhile', async () => {
    const { sfn, problems } = await serveLocally({ dataFolder, invoke: async () => null });
    await sfn.createStateMachine({ name: 'orders', definition: task('1'), roleArn });
    await rm(join(dataFolder, 'executions'), { recursive: true });
    expect((await refusal(sfn.startExecution({ stateMachineArn: arn, name: 'a' }))).name).toBe('InternalFailure');
    expect(problems[0]).toMatch(/cannot be written: ENOENT/);
    await mkdir(join(dataFolder, 'executions'));
    expect((await ended(sfn, executionArn('a'))).status).toBe('SUCCEEDED');
    expect((await sfn.getExecutionHistory({ executionArn: executionArn('a') })).events?.length).toBeGreaterThan(3);
  });

  it('tells of a history that is lost, and no empty one', async () => {
    const { sfn } = await serveLocally({ dataFolder, invoke: async () => null });
    await sfn.createStateMachine({ name: 'orders', definition: task('1'), roleArn });
    await sfn.startExecution({ stateMachineArn: arn, name: 'a' });
    await ended(sfn, executionArn('a'));
    await rm(join(dataFolder, 'executions'), { recursive: true });
    const lost = sfn.getExecutionHistory({ executionArn: executionArn('a') });
    expect((await refusal(lost)).name).toBe('InternalFailure');
  });

  it('keeps a damaged file aside, and writes nothing over it', async () => {
    const first = await serveLocally({ dataFolder });
    await first.sfn.createStateMachine({ name: 'orders', definition: task('1'), roleArn });
    await first.close();
    const file = join(dataFolder, 'state-machines.json');
    const damaged = (await readFile(file, 'utf8')).slice(0, -20);
    await writeFile(file, damaged);
    const { sfn, problems } = await serveLocally({ dataFolder });
    await sfn.createStateMachine({ name: 'other', definition: task('1'), roleArn });
    const aside = (await readdir(dataFolder)).filter((name) => name.startsWith('state-machines.json.damaged-'));
    expect(problems).toEqual([expect.stringMatching(/state-machines\.json cannot be read, and is kept as .*damaged/)]);
    expect(await readFile(join(dataFolder, aside[0]!), 'utf8')).toBe(damaged);
  });
});
