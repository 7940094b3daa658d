import { describe, expect, it } from 'vitest';
import { makeContext } from '../../lib/runtime/adapter/make-context.ts';
import {
  aggregateBatchResults,
  applyBatchable,
  BatchableMixin,
  BatchableStepHandler,
  createBatches,
  createBatchWorkerContext,
  defineBatchAnalyzer,
  defineBatchWorker,
  detectAggregationScenario,
  isCreateBatches,
  isNoBatches,
  noBatches,
  StepContext,
  StepHandler,
} from '../../lib/runtime/index.ts';
import { invoke } from './invoke.ts';
import { sampleCall, sampleEvent } from './sample-event.ts';

class Handler extends BatchableStepHandler {
  async call() {
    return this.noBatchesResult();
  }
}
const handler = new Handler();

function workerContext(inputs: unknown, changes = {}): StepContext {
  const { event } = makeContext(sampleCall(changes), [], { handlerName: 'X' });
  return StepContext.fromFfiEvent({ ...event, workflowStep: { ...event.workflowStep, inputs } }, 'X');
}

const cursor = { batch_id: '002', start_cursor: 10, end_cursor: 20, batch_size: 10 };
const inputs = { cursor, batch_metadata: { cursor_field: 'id', failure_strategy: 'fail_fast' }, is_no_op: false };

describe('ranges', () => {
  it('are of the batch size, the last one shorter', () => {
    expect(handler.createCursorRanges(25, 10).map((range) => [range.startCursor, range.endCursor])).toEqual([
      [0, 10],
      [10, 20],
      [20, 25],
    ]);
    expect(handler.createCursorRanges(0, 10)).toEqual([]);
    expect(() => handler.createCursorRanges(1, 0)).toThrow('greater than 0');
  });

  it('grow when there would be too many', () => {
    expect(handler.createCursorRanges(100, 10, 1, 3).map((range) => range.endCursor)).toEqual([34, 68, 100]);
    expect(handler.createCursorRanges(100, 50, 1, 3)).toHaveLength(2);
  });

  it('are shared out to workers', () => {
    expect(handler.createCursorConfigs(1000, 3)).toMatchObject([
      { batch_id: '001', cursor_start: 0, cursor_end: 334, row_count: 334, worker_index: 0, total_workers: 3 },
      { batch_id: '002', cursor_start: 334, cursor_end: 668 },
      { batch_id: '003', cursor_start: 668, cursor_end: 1000, row_count: 332 },
    ]);
    expect(handler.createCursorConfigs(2, 5)).toHaveLength(2);
    expect(handler.createCursorConfigs(0, 5)).toEqual([]);
    expect(() => handler.createCursorConfigs(1, 0)).toThrow('at least one worker');
  });

  it('stand alone', () => {
    expect(handler.createCursorConfig(1, 5)).toEqual({ startCursor: 1, endCursor: 5, stepSize: 1, metadata: {} });
  });
});

describe('a batchable step', () => {
  it('creates a worker per range', () => {
    const { result } = handler.batchSuccess('work', handler.createCursorConfigs(10, 2), { note: 'n' });
    expect(result).toEqual({
      batch_processing_outcome: {
        type: 'create_batches',
        worker_template_name: 'work',
        worker_count: 2,
        total_items: 10,
        cursor_configs: [
          { batch_id: '001', start_cursor: 0, end_cursor: 5, batch_size: 5 },
          { batch_id: '002', start_cursor: 5, end_cursor: 10, batch_size: 5 },
        ],
      },
      note: 'n',
    });
  });

  it('or none', () => {
    expect(handler.noBatchesResult('empty').result).toEqual({
      batch_processing_outcome: { type: 'no_batches' },
      reason: 'empty',
    });
  });

  it('must count its workers right', () => {
    expect(() => createBatches('work', 2, [cursor], 10)).toThrow('1 cursor configs for 2 batch workers');
    expect(isCreateBatches(createBatches('work', 1, [cursor], 10))).toBe(true);
    expect([isNoBatches(noBatches()), isCreateBatches(noBatches())]).toEqual([true, false]);
  });

  it('can be a function', async () => {
    const analyse = (totalItems: number) =>
      invoke(
        defineBatchAnalyzer('Shop.ChargeHandler', { workerTemplate: 'work' }, () => ({ totalItems, batchSize: 6 })),
      );
    expect((await analyse(10)).reply?.result.batch_processing_outcome).toMatchObject({
      worker_count: 2,
      cursor_configs: [
        { batch_id: 'batch_000', start_cursor: 0, end_cursor: 6, batch_size: 6 },
        { batch_id: 'batch_001', start_cursor: 6, end_cursor: 10, batch_size: 4 },
      ],
    });
    expect((await analyse(0)).reply?.result).toEqual({ batch_processing_outcome: { type: 'no_batches' } });
  });

  it('reports ranges in the older form too', () => {
    const { result } = handler.batchAnalyzerSuccess(handler.createBatchOutcome(3, 2));
    expect(result).toEqual({
      batch_analyzer_outcome: {
        total_items: 3,
        cursor_configs: [
          { start_cursor: 0, end_cursor: 2, step_size: 1, metadata: {} },
          { start_cursor: 2, end_cursor: 3, step_size: 1, metadata: {} },
        ],
        batch_metadata: {},
      },
    });
    expect(handler.batchAnalyzerSuccess(handler.createBatchOutcome(3, 2), { a: 1 }).metadata).toEqual({
      a: 1,
      batch_analyzer: true,
    });
  });
});

describe('a batch worker', () => {
  it('finds its part of the work', () => {
    expect(handler.getBatchContext(workerContext(inputs))).toMatchObject({
      batchId: '002',
      startCursor: 10,
      endCursor: 20,
      stepSize: 10,
      batchIndex: 0,
      totalBatches: 1,
      batchMetadata: { failure_strategy: 'fail_fast' },
      checkpoint: {},
      checkpointCursor: undefined,
      checkpointItemsProcessed: 0,
      accumulatedResults: undefined,
    });
    expect(handler.getBatchContext(workerContext(inputs))?.hasCheckpoint()).toBe(false);
    expect(handler.getBatchContext(workerContext(null))).toBeNull();
    expect(handler.getBatchWorkerInputs(workerContext(inputs))).toEqual(inputs);
    expect(handler.getBatchWorkerInputs(workerContext(null))).toBeNull();
  });

  it('knows where an earlier run of it stopped', () => {
    const checkpoint = { cursor: 15, items_processed: 5, accumulated_results: { sum: 9 } };
    const { event } = workerContext(inputs);
    const again = StepContext.fromFfiEvent(
      { ...event, workflowStep: { ...event.workflowStep, inputs, checkpoint } },
      'X',
    );
    const batch = handler.getBatchContext(again)!;
    expect(batch).toMatchObject({ checkpointCursor: 15, checkpointItemsProcessed: 5, accumulatedResults: { sum: 9 } });
    expect(batch.hasCheckpoint()).toBe(true);
    expect(batch.checkpoint).toEqual(checkpoint);
  });

  it('yields in both forms', () => {
    const result = { type: 'checkpoint_yield', cursor: { page: 2 }, items_processed: 20 };
    const metadata = { checkpoint_yield: true, batch_worker: true };
    expect(handler.checkpointYield({ page: 2 }, 20)).toMatchObject({ result, metadata });
    expect(handler.checkpointYield({ cursor: { page: 2 }, itemsProcessed: 20 })).toMatchObject({ result, metadata });
    expect(handler.checkpointYield({ cursor: 3, itemsProcessed: 30, accumulatedResults: { sum: 1 } }).result).toEqual({
      type: 'checkpoint_yield',
      cursor: 3,
      items_processed: 30,
      accumulated_results: { sum: 1 },
    });
  });

  it('has nothing to do where its part says nothing', () => {
    expect(createBatchWorkerContext({})).toMatchObject({
      batchId: '',
      cursorConfig: { startCursor: 0, endCursor: 0, stepSize: 1, metadata: {} },
      batchIndex: 0,
      totalBatches: 1,
      batchMetadata: {},
    });
  });

  it('finds it in the older form too', () => {
    const older = { batch_id: 'b', cursor_config: { start_cursor: 1, end_cursor: 2, step_size: 3 }, total_batches: 4 };
    expect(createBatchWorkerContext(older)).toMatchObject({
      batchId: 'b',
      startCursor: 1,
      stepSize: 3,
      totalBatches: 4,
    });
    const context = workerContext(null, { task: { request: { context: { batch_context: older } } } });
    expect(handler.getBatchContext(context)?.batchId).toBe('b');
  });

  it('tells what it did', () => {
    const outcome = handler.createWorkerOutcome(10, 0, 1, 2, [{ id: 1 }], [{ id: 2 }], 20);
    expect(handler.batchWorkerSuccess(outcome).result).toEqual({
      batch_worker_outcome: {
        items_processed: 10,
        items_succeeded: 10,
        items_failed: 1,
        items_skipped: 2,
        results: [{ id: 1 }],
        errors: [{ id: 2 }],
        last_cursor: 20,
        batch_metadata: {},
      },
    });
  });

  it('has nothing to do when it is a placeholder', () => {
    expect(handler.handleNoOpWorker(workerContext(inputs))).toBeNull();
    const { result } = handler.handleNoOpWorker(workerContext({ ...inputs, is_no_op: true }))!;
    expect(result).toMatchObject({ batch_id: '002', no_op: true, processed_count: 0 });
  });

  it('can yield, in a form that the orchestrator knows', () => {
    expect(handler.checkpointYield(5, 50, { sum: 1 })).toMatchObject({
      success: true,
      result: { type: 'checkpoint_yield', cursor: 5, items_processed: 50, accumulated_results: { sum: 1 } },
      metadata: { checkpoint_yield: true, batch_worker: true },
    });
  });

  it('can be a function', async () => {
    const options = { depends: { cart: 'create_order' }, inputs: { number: 'order' } };
    const worker = defineBatchWorker('Shop.ChargeHandler', options, ({ batchContext, cart, number }) => ({
      part: batchContext,
      cart,
      number,
    }));
    const event = sampleEvent({ dependencies: { create_order: { result: { total: 12 } } } });
    expect((await invoke(worker, event)).reply?.result).toEqual({ part: null, cart: { total: 12 }, number: 7 });
  });
});

describe('the step after the workers', () => {
  const dependencies = {
    analyse: { result: { batch_processing_outcome: { type: 'create_batches' } } },
    work_001: { result: { items_processed: 6, items_succeeded: 5, items_failed: 1, errors: [{ id: 1 }] } },
    work_002: { result: { items_processed: 4, items_succeeded: 4 } },
  };

  it('collects their results', () => {
    const scenario = handler.detectAggregationScenario(dependencies, 'analyse', 'work_');
    expect(scenario).toMatchObject({
      isNoBatches: false,
      workerCount: 2,
      batchResults: { work_002: { items_processed: 4 } },
    });
    expect(handler.aggregateBatchWorkerResults(scenario, {}, (all) => ({ names: Object.keys(all) })).result).toEqual({
      names: ['work_001', 'work_002'],
      worker_count: 2,
      scenario: 'with_batches',
    });
    expect(handler.aggregateBatchWorkerResults(scenario).result).toHaveProperty('batch_results.work_001');
  });

  it('knows when there were none', () => {
    const none = { analyse: { batch_processing_outcome: { type: 'no_batches' } } };
    const scenario = detectAggregationScenario(none, 'analyse', 'work_');
    const zero = { worker_count: 0, scenario: 'no_batches', sum: 0 };
    expect(handler.aggregateBatchWorkerResults(scenario, { sum: 0 }).result).toEqual(zero);
    expect(handler.noBatchesAggregationResult({ sum: 0 }).result).toEqual(zero);
  });

  it('says what is missing', () => {
    expect(() => detectAggregationScenario({}, 'analyse', 'work_')).toThrow(
      'Missing batchable step dependency: analyse',
    );
    expect(() => detectAggregationScenario({ analyse: dependencies.analyse }, 'analyse', 'work_')).toThrow('"work_"');
  });

  it('adds up what they did', () => {
    const results = [dependencies.work_001.result, null, dependencies.work_002.result];
    expect(aggregateBatchResults(results)).toEqual({
      total_processed: 10,
      total_succeeded: 9,
      total_failed: 1,
      total_skipped: 0,
      batch_count: 2,
      success_rate: 0.9,
      errors: [{ id: 1 }],
      error_count: 1,
    });
    const nested = results.flatMap((result) => (result ? [{ batch_worker_outcome: result }] : []));
    expect(aggregateBatchResults(nested)).toEqual(aggregateBatchResults(results));
    expect(aggregateBatchResults([])).toMatchObject({ batch_count: 0, success_rate: 0 });
    expect(aggregateBatchResults([{ errors: [{}, {}] }], 1)).toMatchObject({ errors: [{}], error_count: 2 });
  });
});

describe('a handler that extends something else', () => {
  it('takes on the batch methods, all or one by one', () => {
    class Own extends StepHandler {
      readonly batch = applyBatchable(this);
      readonly createCursorConfigs = BatchableMixin.prototype.createCursorConfigs.bind(
        this as unknown as BatchableMixin,
      );
      async call() {
        return this.batch.noBatchesAggregationResult();
      }
    }
    expect(new Own().createCursorConfigs(10, 2)).toEqual(new Own().batch.createCursorConfigs(10, 2));
  });
});
