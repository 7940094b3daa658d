import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SFN } from '@aws-sdk/client-sfn';
import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../../lib/json.ts';
import type { TaskInvoker } from '../../../lib/local/index.ts';
import { StatesError, virtualClock } from '../../../lib/local/index.ts';
import { ended, refusal, roleArn, serveLocally } from '../../support/serve-locally.ts';

const stateMachineArn = 'arn:aws:states:us-east-1:123456789012:stateMachine:orders';
const executionArn = 'arn:aws:states:us-east-1:123456789012:execution:orders:one';
const gone = 'arn:aws:states:us-east-1:123456789012:mapRun:orders/L:00000000-0000-4000-8000-000000000000';

const processor = (states: object) => ({ StartAt: Object.keys(states)[0], States: states });
const work = { A: { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', End: true } };
const each = (more: object = {}, states: object = work) => ({
  Type: 'Map',
  Label: 'L',
  ItemProcessor: { ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' }, ...processor(states) },
  End: true,
  ...more,
});
const machine = (more: object = {}, states: object = work) => ({
  StartAt: 'Each',
  States: { Each: each(more, states) },
});

/** Tasks that do what they are told for each item; after that they give the item back. */
function items(told: Readonly<Record<string, readonly ('fail' | 'hang')[]>>): TaskInvoker {
  const asked = new Map<string, number>();
  return async ({ parameters }) => {
    const item = JSON.stringify(parameters);
    const time = asked.get(item) ?? 0;
    asked.set(item, time + 1);
    const step = told[item]?.[time];
    if (step === 'hang') return new Promise<never>(() => undefined);
    if (step === 'fail') throw new StatesError('Refused');
    return parameters;
  };
}

async function begin(sfn: SFN, definition: object, input: JsonValue) {
  await sfn.createStateMachine({ name: 'orders', definition: JSON.stringify(definition), roleArn });
  await sfn.startExecution({ stateMachineArn, name: 'one', input: JSON.stringify(input) });
}

async function runOf(sfn: SFN): Promise<string> {
  for (;;) {
    const { mapRuns = [] } = await sfn.listMapRuns({ executionArn });
    const [run] = mapRuns;
    if (run?.mapRunArn !== undefined) return run.mapRunArn;
  }
}

/** Describes a Map Run once so many children run. */
async function running(sfn: SFN, mapRunArn: string, count: number) {
  for (;;) {
    const description = await sfn.describeMapRun({ mapRunArn });
    if (description.executionCounts?.running === count) return description;
  }
}

describe('DescribeMapRun and ListMapRuns', () => {
  it('tell of a run while it goes on, and of its end', async () => {
    const clock = virtualClock();
    const { sfn } = await serveLocally({ clock, invoke: items({ '2': ['hang'] }) });
    await begin(sfn, machine({ MaxConcurrency: 2, ToleratedFailurePercentage: 33.5 }), [1, 2, 3]);
    const mapRunArn = await runOf(sfn);
    const { startDate, ...description } = await running(sfn, mapRunArn, 1);
    expect(description).toMatchObject({
      mapRunArn,
      executionArn,
      status: 'RUNNING',
      maxConcurrency: 2,
      toleratedFailurePercentage: 33.5,
      toleratedFailureCount: 0,
      redriveCount: 0,
      itemCounts: { pending: 0, running: 1, succeeded: 2, total: 3, resultsWritten: 0 },
      executionCounts: { pending: 0, running: 1, succeeded: 2, total: 3, pendingRedrive: 0, failuresNotRedrivable: 0 },
    });
    expect([description.stopDate, description.redriveDate]).toEqual([undefined, undefined]);
    expect((await sfn.listMapRuns({ executionArn })).mapRuns).toEqual([
      { executionArn, mapRunArn, startDate, stateMachineArn: `${stateMachineArn}/L` },
    ]);
    await sfn.stopExecution({ executionArn });
    const { stopDate, ...stopped } = await sfn.describeMapRun({ mapRunArn });
    expect(stopped).toMatchObject({
      status: 'ABORTED',
      executionCounts: { aborted: 1, succeeded: 2, resultsWritten: 3 },
    });
    expect((await sfn.listMapRuns({ executionArn })).mapRuns).toMatchObject([{ stopDate }]);
  });

  it('list runs newest first, page by page', async () => {
    const { sfn } = await serveLocally({ invoke: items({ '1': ['fail', 'fail'] }) });
    await begin(sfn, machine({ Retry: [{ ErrorEquals: ['States.ALL'] }] }), [1]);
    await ended(sfn, executionArn);
    const all = (await sfn.listMapRuns({ executionArn })).mapRuns?.map(({ mapRunArn }) => mapRunArn);
    expect(all).toHaveLength(3);
    expect((await sfn.describeMapRun({ mapRunArn: all?.[0] })).status).toBe('SUCCEEDED');
    expect((await sfn.describeMapRun({ mapRunArn: all?.[2] })).status).toBe('FAILED');
    const first = await sfn.listMapRuns({ executionArn, maxResults: 2 });
    const second = await sfn.listMapRuns({ executionArn, maxResults: 2, nextToken: first.nextToken });
    expect([...(first.mapRuns ?? []), ...(second.mapRuns ?? [])].map(({ mapRunArn }) => mapRunArn)).toEqual(all);
    expect(second.nextToken).toBeUndefined();
  });

  it('an execution without a distributed Map has none', async () => {
    const { sfn } = await serveLocally();
    await begin(sfn, { StartAt: 'A', States: { A: { Type: 'Succeed' } } }, {});
    expect((await sfn.listMapRuns({ executionArn })).mapRuns).toEqual([]);
  });

  it('refuse what is not there', async () => {
    const { sfn } = await serveLocally();
    expect(await refusal(sfn.describeMapRun({ mapRunArn: gone }))).toMatchObject({ name: 'ResourceNotFound' });
    expect(await refusal(sfn.describeMapRun({ mapRunArn: executionArn }))).toMatchObject({ name: 'InvalidArn' });
    expect(await refusal(sfn.describeMapRun({ mapRunArn: gone.replace('/L', '') }))).toMatchObject({
      name: 'InvalidArn',
    });
    expect(await refusal(sfn.listMapRuns({ executionArn }))).toMatchObject({ name: 'ExecutionDoesNotExist' });
    expect(await refusal(sfn.listExecutions({ mapRunArn: gone }))).toMatchObject({ name: 'ResourceNotFound' });
  });

  it('know runs of a run of the service before', async () => {
    const dataFolder = await mkdtemp(join(tmpdir(), 'map-runs-'));
    const first = await serveLocally({ dataFolder, invoke: items({ '2': ['fail', 'fail'] }) });
    await begin(first.sfn, machine(), [1, 2]);
    await ended(first.sfn, executionArn);
    const mapRunArn = await runOf(first.sfn);
    const before = await first.sfn.describeMapRun({ mapRunArn });
    await first.close();
    const second = await serveLocally({ dataFolder, invoke: items({}) });
    const description = await second.sfn.describeMapRun({ mapRunArn });
    expect({ ...description, $metadata: undefined }).toEqual({ ...before, $metadata: undefined });
    await second.sfn.redriveExecution({ executionArn });
    expect((await ended(second.sfn, executionArn)).output).toBe('[1,2]');
    expect(await second.sfn.describeMapRun({ mapRunArn })).toMatchObject({ status: 'SUCCEEDED', redriveCount: 1 });
    expect(
      (await second.sfn.listExecutions({ mapRunArn })).executions?.map(({ redriveCount }) => redriveCount),
    ).toEqual([1, 0]);
    await second.close();
    await rm(dataFolder, { recursive: true });
  });
});

describe('UpdateMapRun', () => {
  it('changes a run that goes on', async () => {
    const { sfn } = await serveLocally({ invoke: items({ '1': ['hang'], '2': ['hang'], '3': ['hang'] }) });
    await begin(sfn, machine({ MaxConcurrency: 1 }), [1, 2, 3]);
    const mapRunArn = await runOf(sfn);
    await running(sfn, mapRunArn, 1);
    await sfn.updateMapRun({
      mapRunArn,
      maxConcurrency: 3,
      toleratedFailureCount: 2,
      toleratedFailurePercentage: 12.5,
    });
    expect(await running(sfn, mapRunArn, 3)).toMatchObject({
      maxConcurrency: 3,
      toleratedFailureCount: 2,
      toleratedFailurePercentage: 12.5,
    });
  });

  it('refuses what it cannot do', async () => {
    const { sfn } = await serveLocally({ invoke: items({}) });
    await begin(sfn, machine(), [1]);
    await ended(sfn, executionArn);
    const mapRunArn = await runOf(sfn);
    const rows: readonly (readonly [object, string, string | undefined])[] = [
      [{ maxConcurrency: 1 }, 'ValidationException', 'CANNOT_UPDATE_COMPLETED_MAP_RUN'],
      [{}, 'ValidationException', 'MISSING_REQUIRED_PARAMETER'],
      [{ maxConcurrency: -1 }, 'ValidationException', undefined],
      [{ toleratedFailureCount: -1 }, 'ValidationException', undefined],
      [{ toleratedFailurePercentage: 100.5 }, 'ValidationException', undefined],
      [{ mapRunArn: gone, maxConcurrency: 1 }, 'ResourceNotFound', undefined],
    ];
    for (const [changes, name, reason] of rows) {
      const error = await sfn.updateMapRun({ mapRunArn, ...changes }).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ name, ...(reason !== undefined && { reason }) });
    }
  });
});

describe('the child executions of a Map Run', () => {
  it('are listed with their items, and tell whose they are', async () => {
    const { sfn } = await serveLocally({ invoke: items({}) });
    await begin(sfn, machine({ ItemBatcher: { MaxItemsPerBatch: 2 } }), [1, 2, 3]);
    await ended(sfn, executionArn);
    const mapRunArn = await runOf(sfn);
    const { executions = [] } = await sfn.listExecutions({ mapRunArn });
    expect(executions.map(({ itemCount, mapRunArn: of }) => [itemCount, of])).toEqual([
      [1, mapRunArn],
      [2, mapRunArn],
    ]);
    const child = executions[0]?.executionArn;
    expect(await sfn.describeStateMachineForExecution({ executionArn: child })).toMatchObject({
      stateMachineArn: `${stateMachineArn}/L`,
      name: 'orders',
      label: 'L',
      mapRunArn,
      definition: JSON.stringify(processor(work)),
    });
    expect(await sfn.describeExecution({ executionArn: child })).toMatchObject({
      redriveStatus: 'NOT_REDRIVABLE',
      redriveStatusReason: 'Execution is SUCCEEDED and cannot be redriven',
    });
  });

  it('are found in the definition when the Map has no label, and lies in other states', async () => {
    const { sfn } = await serveLocally({ invoke: items({}) });
    const inner = { ...each(), Label: undefined };
    const outer = each(
      { Label: 'Outer' },
      { In: { Type: 'Map', ItemProcessor: processor({ Deep: inner }), End: true } },
    );
    await begin(
      sfn,
      { StartAt: 'P', States: { P: { Type: 'Parallel', Branches: [processor({ Each: outer })], End: true } } },
      [[[1]]],
    );
    expect((await ended(sfn, executionArn)).output).toBe('[[[[1]]]]');
    const mapRunArn = await runOf(sfn);
    const [child] = (await sfn.listExecutions({ mapRunArn })).executions ?? [];
    const { mapRuns } = await sfn.listMapRuns({ executionArn: child?.executionArn });
    const [grandchild] = (await sfn.listExecutions({ mapRunArn: mapRuns?.[0]?.mapRunArn })).executions ?? [];
    const description = await sfn.describeStateMachineForExecution({ executionArn: grandchild?.executionArn });
    expect(description).toMatchObject({ name: 'orders', definition: JSON.stringify(processor(work)) });
    expect(description.label).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('are redriven with their parent, and started when they never were', async () => {
    const { sfn } = await serveLocally({ invoke: items({ '2': ['fail', 'hang'], '3': ['hang', 'hang'] }) });
    await begin(sfn, machine({ MaxConcurrency: 2 }), [2, 3, 1, 4]);
    expect((await ended(sfn, executionArn)).error).toBe('States.ExceedToleratedFailureThreshold');
    const mapRunArn = await runOf(sfn);
    const list = async (more: object = {}) => {
      const { executions = [] } = await sfn.listExecutions({ mapRunArn, ...more });
      return executions.map(({ status, redriveCount }) => `${String(status)} ${String(redriveCount)}`);
    };
    expect(await list()).toEqual(['ABORTED 0', 'FAILED 0']);
    const [aborted] = (await sfn.listExecutions({ mapRunArn })).executions ?? [];
    expect(await sfn.describeExecution({ executionArn: aborted?.executionArn })).toMatchObject({
      cause: `The map run execution [${mapRunArn}] which was managing this resource was aborted`,
      redriveStatus: 'REDRIVABLE_BY_MAP_RUN',
    });
    await sfn.redriveExecution({ executionArn });
    expect(await running(sfn, mapRunArn, 2)).toMatchObject({
      status: 'RUNNING',
      redriveCount: 1,
      executionCounts: { pending: 2, running: 2, total: 4 },
    });
    expect(await list()).toEqual(['RUNNING 1', 'RUNNING 1']);
    expect(await list({ redriveFilter: 'REDRIVEN' })).toHaveLength(2);
    expect(await list({ redriveFilter: 'NOT_REDRIVEN' })).toHaveLength(0);
    const failed = sfn.listExecutions({ stateMachineArn, redriveFilter: 'REDRIVEN' });
    expect((await refusal(failed)).name).toBe('ValidationException');
    await sfn.stopExecution({ executionArn });
    await sfn.redriveExecution({ executionArn });
    expect((await ended(sfn, executionArn)).output).toBe('[2,3,1,4]');
    expect(await list()).toEqual(['SUCCEEDED 0', 'SUCCEEDED 0', 'SUCCEEDED 2', 'SUCCEEDED 2']);
    expect(await list({ redriveFilter: 'NOT_REDRIVEN' })).toEqual(['SUCCEEDED 0', 'SUCCEEDED 0']);
    expect(await sfn.describeMapRun({ mapRunArn })).toMatchObject({ status: 'SUCCEEDED', redriveCount: 2 });
  });

  it('wait for their turn as PENDING_REDRIVE', async () => {
    const { sfn } = await serveLocally({ invoke: items({ '1': ['fail', 'hang'], '2': ['fail'] }) });
    await begin(sfn, machine({ MaxConcurrency: 1, ToleratedFailureCount: 1 }), [1, 2, 3]);
    await ended(sfn, executionArn);
    const mapRunArn = await runOf(sfn);
    await sfn.redriveExecution({ executionArn });
    const description = await running(sfn, mapRunArn, 1);
    expect(description.executionCounts).toMatchObject({ pendingRedrive: 1, pending: 1, failed: 0 });
    const { executions = [] } = await sfn.listExecutions({ mapRunArn, statusFilter: 'PENDING_REDRIVE' });
    expect(executions).toMatchObject([{ status: 'PENDING_REDRIVE' }]);
    const waiting = executions[0]?.executionArn;
    expect((await sfn.describeExecution({ executionArn: waiting })).status).toBe('PENDING_REDRIVE');
    expect((await sfn.listExecutions({ mapRunArn, statusFilter: 'FAILED' })).executions).toEqual([]);
    await sfn.stopExecution({ executionArn });
    expect((await sfn.describeExecution({ executionArn: waiting })).status).toBe('FAILED');
  });
});
