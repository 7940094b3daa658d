import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { TaskFailure } from '../../lib/contract/errors.ts';
import type { JsonObject } from '../../lib/json.ts';
import {
  aggregateBatchResults,
  BatchableStepHandler,
  Decision,
  defineDecisionHandler,
  defineHandler,
  PermanentError,
  RetryableError,
  type StepContext,
} from '../../lib/runtime/index.ts';
import { describeRun, failsForGood, runTask } from '../../lib/testing/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'tasker-sfn-batches-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

interface Batch {
  readonly strategy?: 'continue_on_failure' | 'fail_fast' | 'isolate';
  readonly parallelism?: number;
  /** `initialization` of the batchable step. */
  readonly placeholder?: boolean;
  /** Other steps of the template. */
  readonly more?: readonly object[];
  readonly withoutJoin?: boolean;
  /** Dependencies of the batchable step. */
  readonly after?: readonly string[];
}

function template({
  strategy = 'isolate',
  parallelism = 10,
  placeholder,
  more = [],
  withoutJoin,
  after = [],
}: Batch): string {
  const file = join(folder, 'import.yaml');
  const batch_config = {
    batch_size: 10,
    parallelism,
    cursor_field: 'row',
    worker_template: 'work',
    failure_strategy: strategy,
  };
  const retry = { max_attempts: 2, backoff: 'none' };
  const steps = [
    {
      name: 'split',
      type: 'batchable',
      dependencies: after,
      handler: { callable: 'Split', ...(placeholder && { initialization: { worker_template_name: 'work' } }) },
    },
    {
      name: 'work',
      type: 'batch_worker',
      handler: { callable: 'Work', initialization: { speed: 3 } },
      dependencies: ['split'],
      batch_config,
      retry,
    },
    ...(withoutJoin
      ? []
      : [
          {
            name: 'join',
            type: 'deferred_convergence',
            handler: { callable: 'Join' },
            dependencies: ['split', 'work'],
          },
        ]),
    ...more,
  ];
  writeFileSync(file, JSON.stringify({ name: 'import', namespace_name: 'batches', version: '1.0.0', steps }));
  return file;
}

class Split extends BatchableStepHandler {
  static override handlerName = 'Split';
  call = async (context: StepContext) => {
    const count = context.getInputOr<number>('workers', 3);
    if (count === 0) return this.noBatchesResult('nothing to do');
    return this.batchSuccess('work', this.createCursorConfigs(count * 10, count));
  };
}

class Work extends BatchableStepHandler {
  static override handlerName = 'Work';
  call = async (context: StepContext) => {
    const noOp = this.handleNoOpWorker(context);
    if (noOp !== null) return noOp;
    const { name, attempts, templateStepName, inputs } = context.event.workflowStep;
    const batch = this.getBatchContext(context)!;
    if ((context.getInputOr('poisoned', []) as string[]).includes(batch.batchId)) {
      throw new PermanentError(context.getInputOr('reason', 'A poisoned row'), 'POISONED');
    }
    if (context.getInputOr('flaky', '') === batch.batchId && attempts === 0) throw new RetryableError('not yet');
    return this.success({
      name,
      templateStepName,
      inputs,
      items_processed: batch.endCursor - batch.startCursor,
      items_succeeded: batch.endCursor - batch.startCursor,
      split: context.getDependencyField('split', 'batch_processing_outcome', 'worker_count') as number,
    });
  };
}

const Join = defineHandler('Join', {}, ({ context }) => {
  const workers = Object.keys(context.dependencyResults).filter((name) => name !== 'split');
  const results = workers.map((name) => context.getDependencyResult(name) as JsonObject);
  return { workers, sum: aggregateBatchResults(results) };
});

const After = defineHandler('After', {}, ({ context }) => ({ saw: Object.keys(context.dependencyResults).sort() }));

const handlers = [Split, Work, Join, After];
const run = (batch: Batch, context: JsonObject = {}) => runTask(template(batch), { handlers, context });

describe('a batch', () => {
  it('runs a worker for each part of the work, each a step of the task, and then what joins them', async () => {
    const task = await run({}, { flaky: '002' });
    expect(task.cause).toBeUndefined();
    expect(task.status).toBe('SUCCEEDED');
    expect(Object.keys(task.steps).sort()).toEqual(['join', 'split', 'work_001', 'work_002', 'work_003']);
    expect(task.steps.work_002).toMatchObject({ state: 'complete', attempts: 2, dependencies: ['split'] });
    expect(task.steps.work_001?.result).toEqual({
      name: 'work_001',
      templateStepName: 'work',
      inputs: {
        speed: 3,
        cursor: { batch_id: '001', start_cursor: 0, end_cursor: 10, batch_size: 10 },
        batch_metadata: { cursor_field: 'row', failure_strategy: 'isolate' },
        is_no_op: false,
      },
      items_processed: 10,
      items_succeeded: 10,
      split: 3,
    });
    expect(task.output?.join).toMatchObject({
      workers: ['work_001', 'work_002', 'work_003'],
      sum: { total_processed: 30, batch_count: 3 },
    });
    expect(Object.keys(task.output ?? {}).sort()).toEqual(['join', 'split', 'work_001', 'work_002', 'work_003']);
    expect(task.steps.join?.dependencies).toEqual(['split', 'work_001', 'work_002', 'work_003']);
  });

  it.each([1, 40, 41, 200])('may have %i workers', async (workers) => {
    const task = await run({ parallelism: 50 }, { workers });
    expect(task.status).toBe('SUCCEEDED');
    expect(task.output?.join).toMatchObject({ sum: { batch_count: workers, total_processed: 10 * workers } });
  });

  describe.each([201, 1_000])('of %i workers, which run in child executions', (workers) => {
    it('hands all results to what joins them', async () => {
      const task = await run({ parallelism: 100 }, { workers, flaky: '150' });
      expect(task.cause).toBeUndefined();
      expect(task.status).toBe('SUCCEEDED');
      expect(Object.keys(task.steps)).toHaveLength(workers + 2);
      expect(task.steps.work_150).toMatchObject({ state: 'complete', attempts: 2, dependencies: ['split'] });
      expect(task.steps.work_001?.result).toMatchObject({
        name: 'work_001',
        templateStepName: 'work',
        split: workers,
        inputs: { cursor: { batch_id: '001', start_cursor: 0, end_cursor: 10 }, is_no_op: false },
      });
      expect(task.output?.join).toMatchObject({ sum: { batch_count: workers, total_processed: 10 * workers } });
      // There is no room for them.
      expect(Object.keys(task.output ?? {}).sort()).toEqual(['join', 'split']);
    });

    it('isolate: lets the others finish, tells of the first failure in each execution, and counts all', async () => {
      const task = await run({ parallelism: 100 }, { workers, poisoned: ['002', '003', '090'] });
      expect(task.status).toBe('FAILED');
      expect(Object.values(task.steps).filter((step) => step?.state === 'complete')).toHaveLength(workers - 2);
      expect(task.steps.work_003).toMatchObject({ state: 'error', error: { code: 'POISONED' } });
      expect(task.steps.join).toMatchObject({ state: 'pending', blockedBy: ['work_002', 'work_003', 'work_090'] });
      expect(JSON.parse(task.cause ?? '')).toMatchObject({
        failed: [
          { step: 'work_002', code: 'POISONED' },
          { step: 'work_090', code: 'POISONED' },
        ],
        failed_steps: 3,
        blocked: ['join'],
      });
    });

    it('fail_fast: starts no more workers, and names the one that failed', async () => {
      const task = await run({ strategy: 'fail_fast', parallelism: 1 }, { workers, poisoned: ['050'] });
      expect(task.status).toBe('FAILED');
      expect(task.steps.work_050).toMatchObject({ state: 'error', error: { code: 'POISONED' } });
      expect(Object.keys(task.steps)).toHaveLength(52);
      expect(task.steps.join?.blockedBy).toEqual(['work_050']);
      expect(JSON.parse(task.cause ?? '')).toMatchObject({
        failed: [{ step: 'work_050', code: 'POISONED', message: 'A poisoned row' }],
        blocked: ['join'],
      });
    });

    it('continue_on_failure: hands what joins them an entry in place of each failed worker', async () => {
      const task = await run({ strategy: 'continue_on_failure', parallelism: 50 }, { workers, poisoned: ['002'] });
      expect(task.status).toBe('SUCCEEDED');
      expect(task.steps.work_002).toMatchObject({ state: 'error', error: { code: 'POISONED' } });
      expect(task.output?.join).toMatchObject({
        sum: { total_processed: 10 * workers, total_failed: 10, error_count: 1, batch_count: workers },
      });
    });
  });

  it('isolate: lets the others finish, and blocks what joins them', async () => {
    const task = await run({ strategy: 'isolate' }, { poisoned: ['001'] });
    expect(task.status).toBe('FAILED');
    expect(task.steps.work_001).toMatchObject({ state: 'error', attempts: 1, error: { code: 'POISONED' } });
    expect(task.steps.work_003?.state).toBe('complete');
    expect(task.steps.join).toMatchObject({ state: 'pending', blockedBy: ['work_001'] });
    expect(JSON.parse(task.cause ?? '')).toMatchObject({
      failed: [{ step: 'work_001', code: 'POISONED' }],
      blocked: ['join'],
    });
  });

  it('isolate: tells of each worker that failed', async () => {
    const task = await run({ strategy: 'isolate' }, { workers: 200, poisoned: ['002', '007'], flaky: '009' });
    const { failed, blocked } = JSON.parse(task.cause ?? '') as TaskFailure;
    expect(failed).toMatchObject([
      { step: 'work_002', code: 'POISONED', attempts: 1 },
      { step: 'work_007', code: 'POISONED', attempts: 1 },
    ]);
    expect(blocked).toEqual(['join']);
  });

  it('isolate: tells of as many failures as there is room for, and counts them all', async () => {
    const poisoned = Array.from({ length: 200 }, (_, index) => String(index + 1).padStart(3, '0'));
    const task = await run({ strategy: 'isolate' }, { workers: 200, poisoned, reason: 'é"'.repeat(3_000) });
    const cause = JSON.parse(task.cause ?? '') as TaskFailure;
    expect(task.cause!.length).toBeLessThanOrEqual(32_768);
    expect(cause.failed.length).toBeGreaterThan(40);
    expect(cause.failed_steps).toBe(200);
    expect(Object.values(task.steps).filter((step) => step?.state === 'error')).toHaveLength(200);
  });

  it('gives the failure of each worker more room, the fewer there are', async () => {
    const reason = 'x'.repeat(10_000);
    const lengthOf = async (workers: number) => {
      const task = await run({ strategy: 'isolate' }, { workers, poisoned: ['001'], reason });
      return (JSON.parse(task.cause ?? '') as TaskFailure).failed[0]!.message!.length;
    };
    expect(await lengthOf(1)).toBeGreaterThan(7_000);
    expect(await lengthOf(8)).toBeGreaterThan(800);
  });

  it('fail_fast: starts no more workers, and blocks what joins them', async () => {
    const task = await run({ strategy: 'fail_fast', parallelism: 1 }, { poisoned: ['001'] });
    expect(task.status).toBe('FAILED');
    expect(task.steps.work_001).toMatchObject({ state: 'error', error: { code: 'POISONED' } });
    expect(Object.keys(task.steps).sort()).toEqual(['join', 'split', 'work_001']);
    expect(task.steps.join?.blockedBy).toEqual(['work_001']);
    expect(JSON.parse(task.cause ?? '')).toMatchObject({ failed: [{ code: 'POISONED' }], blocked: ['join'] });
  });

  it('continue_on_failure: hands what joins them an entry in place of each failed worker', async () => {
    const task = await run({ strategy: 'continue_on_failure' }, { poisoned: ['002'] });
    expect(task.status).toBe('SUCCEEDED');
    expect(task.steps.work_002).toMatchObject({ state: 'error', error: { code: 'POISONED' } });
    expect(task.output?.join).toMatchObject({
      workers: ['work_001', 'work_002', 'work_003'],
      sum: { total_processed: 30, total_succeeded: 20, total_failed: 10, error_count: 1 },
    });
    expect(task.output).not.toHaveProperty('work_002');
  });

  it('without work skips its workers, and what joins them', async () => {
    const task = await run(
      { more: [{ name: 'after', handler: { callable: 'After' }, dependencies: ['join'] }] },
      { workers: 0 },
    );
    expect(task.status).toBe('SUCCEEDED');
    expect(Object.keys(task.output ?? {})).toEqual(['split']);
    for (const name of ['work', 'join', 'after']) {
      expect(task.steps[name]).toMatchObject({ skipped: true, skippedBy: ['split'], emptyBatches: ['split'] });
    }
    expect(describeRun(task)).toContain('skipped: no work in split');
    task.report(join(folder, 'report.html'));
    const report = readFileSync(join(folder, 'report.html'), 'utf8');
    expect(report).toMatch(/<dd>1 of 1 complete<\/dd><dt>Skipped<\/dt><dd>[a-z, ]+: no work in split<\/dd>/);
  });

  it('without work runs a placeholder where the batchable step asks for one', async () => {
    const task = await run({ placeholder: true }, { workers: 0 });
    expect(task.status).toBe('SUCCEEDED');
    expect(task.steps.work_000?.result).toMatchObject({ batch_id: '000', no_op: true });
    expect(task.output?.join).toMatchObject({ workers: ['work_000'] });
  });

  it('needs nothing that joins it, and others may follow', async () => {
    const more = [{ name: 'after', handler: { callable: 'After' }, dependencies: ['work'] }];
    const task = await run({ withoutJoin: true, more });
    expect(task.status).toBe('SUCCEEDED');
    expect(task.output?.after).toEqual({ saw: ['split', 'work_001', 'work_002', 'work_003'] });
  });

  const other = {
    name: 'other',
    type: 'batch_worker',
    handler: { callable: 'Work' },
    dependencies: ['split', 'side'],
    batch_config: {
      batch_size: 10,
      parallelism: 5,
      cursor_field: 'row',
      worker_template: 'other',
      failure_strategy: 'isolate',
    },
  };
  const side = { name: 'side', handler: { callable: 'After' }, dependencies: [] };

  it('runs the workers of the template that was asked for, whatever the other one follows', async () => {
    const more = [other, side, { name: 'after', handler: { callable: 'After' }, dependencies: ['split', 'other'] }];
    const task = await run({ more });
    expect(task.cause).toBeUndefined();
    expect(task.steps.other).toMatchObject({ skipped: true, skippedBy: ['split'] });
    expect(task.steps.other?.emptyBatches).toBeUndefined();
    // What is skipped drops out; the batchable step is left.
    expect(task.output?.after).toEqual({ saw: ['side', 'split'] });
  });

  it('hides no failure behind workers that nobody asked for', async () => {
    const after = (name: string, type: string, dependencies: readonly string[]) => ({
      ...{ name, type, dependencies },
      handler: { callable: 'After' },
    });
    // The last step depends on the one that fails by way of workers that are skipped, and by itself.
    const more = [
      other,
      side,
      after('beside', 'standard', ['split']),
      after('joined', 'deferred_convergence', ['other', 'beside']),
      after('last', 'standard', ['side', 'joined']),
    ];
    const task = await runTask(template({ more }), { handlers, mocks: { side: failsForGood() } });
    expect(task.steps.other?.skipped).toBe(true);
    expect(task.steps.joined?.state).toBe('complete');
    expect(task.steps.last).toMatchObject({ blocked: true, blockedBy: ['side'], attempts: 0 });
  });

  it('may come first in a branch', async () => {
    const beside = { ...side, name: 'beside', dependencies: ['split'] };
    const task = await run({ more: [beside] });
    expect(task.cause).toBeUndefined();
    expect(task.output?.join).toMatchObject({ workers: ['work_001', 'work_002', 'work_003'] });
  });

  it('lets steps of any type follow what joins it', async () => {
    const more = [
      { name: 'next', handler: { callable: 'After' }, dependencies: ['join'] },
      { name: 'last', handler: { callable: 'After' }, dependencies: ['next', 'split'] },
    ];
    const { output } = await run({ more }, { workers: 2 });
    const saw = ['join', 'split', 'work_001', 'work_002'];
    expect(output).toMatchObject({ next: { saw }, last: { saw: [...saw, 'next'].sort() } });
  });

  describe('may stand in a template with another:', () => {
    const second = (after: readonly string[]) => [
      { name: 'cut', type: 'batchable', handler: { callable: 'Cut' }, dependencies: after },
      {
        ...other,
        name: 'pack',
        dependencies: ['cut'],
        batch_config: { ...other.batch_config, worker_template: 'pack' },
      },
      { name: 'packed', type: 'deferred_convergence', handler: { callable: 'After' }, dependencies: ['cut', 'pack'] },
    ];
    class Cut extends BatchableStepHandler {
      static override handlerName = 'Cut';
      call = () => Promise.resolve(this.batchSuccess('pack', this.createCursorConfigs(20, 2)));
    }
    const all = { handlers: [...handlers, Cut], context: { workers: 2 } };

    it('side by side', async () => {
      const { output, status } = await runTask(template({ more: second([]) }), all);
      expect(status).toBe('SUCCEEDED');
      expect(output).toMatchObject({
        join: { workers: ['work_001', 'work_002'] },
        packed: { saw: ['cut', 'pack_001', 'pack_002'] },
      });
    });

    it('one after the other', async () => {
      const { output, status } = await runTask(template({ more: second(['join']) }), all);
      expect(status).toBe('SUCCEEDED');
      expect(output?.packed).toEqual({
        saw: ['cut', 'join', 'pack_001', 'pack_002', 'split', 'work_001', 'work_002'],
      });
    });
  });

  it('may lie in a branch of a decision, and runs where that is chosen', async () => {
    const Choose = defineDecisionHandler('Choose', {}, ({ context }) =>
      Decision.route([context.getInputOr('branch', 'split')]),
    );
    const more = [
      { name: 'begin', handler: { callable: 'After' } },
      { name: 'choose', type: 'decision', handler: { callable: 'Choose' }, dependencies: ['begin'] },
      { name: 'by_hand', handler: { callable: 'After' }, dependencies: ['choose'] },
      { name: 'end', type: 'deferred_convergence', handler: { callable: 'After' }, dependencies: ['join', 'by_hand'] },
    ];
    const choose = (context: JsonObject) =>
      runTask(template({ more, after: ['choose'] }), { handlers: [...handlers, Choose], context });
    const chosen = await choose({ workers: 2 });
    expect(chosen.cause).toBeUndefined();
    expect(chosen.output).toMatchObject({
      end: { saw: ['begin', 'choose', 'join', 'split', 'work_001', 'work_002'] },
    });
    const passedOver = await choose({ branch: 'by_hand' });
    expect(passedOver.status).toBe('SUCCEEDED');
    expect(passedOver.output).toMatchObject({ end: { saw: ['begin', 'by_hand', 'choose'] } });
    for (const name of ['split', 'work', 'join']) {
      expect(passedOver.steps[name]).toMatchObject({ skipped: true, skippedBy: ['choose'] });
    }
    // A branch without work has nothing that the last step could join.
    const idle = await choose({ workers: 0 });
    expect(Object.keys(idle.output ?? {}).sort()).toEqual(['begin', 'choose', 'split']);
  });

  it('has no worker of the name of another step', async () => {
    const more = [{ name: 'work_002', handler: { callable: 'After' }, dependencies: [] }];
    const task = await run({ more });
    expect(task.steps.split).toMatchObject({ state: 'error', attempts: 1, error: { code: 'INVALID_BATCH_OUTCOME' } });
    expect(task.steps.split?.error?.message).toContain(
      'a worker would have the name of another step, "work_002". Rename one of them.',
    );
    expect((await run({ more }, { workers: 1 })).output).toMatchObject({ join: { workers: ['work_001'] } });
  });

  it('has no worker whose name one of another batch may have', async () => {
    const other = {
      name: 'work_again',
      type: 'batch_worker',
      handler: { callable: 'After' },
      dependencies: ['split_again'],
      batch_config: {
        batch_size: 10,
        parallelism: 1,
        cursor_field: 'row',
        worker_template: 'work_again',
        failure_strategy: 'isolate',
      },
    };
    const file = template({
      more: [{ name: 'split_again', type: 'batchable', handler: { callable: 'Split' } }, other],
    });
    const cut = (batch_id: string) => ({
      batch_processing_outcome: { type: 'create_batches', cursor_configs: [{ batch_id }] },
    });
    const both = (id: string, idAgain: string) =>
      runTask(file, { handlers, mocks: { split: cut(id), split_again: cut(idAgain), work: {}, join: {} } });
    const same = await both('again_1', '1');
    expect(same.steps.split).toMatchObject({ state: 'error', attempts: 1, error: { code: 'INVALID_BATCH_OUTCOME' } });
    expect(same.steps.split?.error?.message).toContain(
      'a worker would be called "work_again_1", as one of the batch worker "work_again" may be. Give it another "batch_id", or rename one of the two batch workers.',
    );
    expect(same.steps).toMatchObject({ work_again_1: { state: 'complete', dependencies: ['split_again'] } });
    expect((await both('again1', 'again_1')).output).toMatchObject({ work_again1: {}, work_again_again_1: {} });
  });

  it('fail_fast: names the worker whose function broke', async () => {
    const task = await run({ strategy: 'fail_fast', parallelism: 1 }, { poisoned: ['001'] });
    expect(JSON.parse(task.cause ?? '')).toMatchObject({ failed: [{ step: 'work_001' }] });
  });
});
