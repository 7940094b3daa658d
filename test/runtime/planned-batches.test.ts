import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../lib/json.ts';
import { plannedBatches } from '../../lib/runtime/batch/planned-batches.ts';

const batches = { workers: ['work', 'other'], most: 3 };
const cursor = (batch_id: string) => ({ batch_id, start_cursor: 'a', end_cursor: 'b', batch_size: 1 });
const create = (changes: object = {}): JsonObject => ({
  batch_processing_outcome: {
    type: 'create_batches',
    worker_template_name: 'work',
    worker_count: 1,
    cursor_configs: [cursor('x')],
    total_items: 1,
    ...changes,
  },
});

describe('the outcome of a batchable step', () => {
  it('asks for a worker per cursor, which may hold any JSON', () => {
    const odd = { batch_id: 'y 1', start_cursor: { page: [1] }, end_cursor: null, shard: 7 };
    expect(plannedBatches(create({ worker_count: 2, cursor_configs: [cursor('x'), odd] }), {}, batches)).toEqual({
      template: 'work',
      instances: [
        { worker: 'work_x', cursor: cursor('x'), of: 2, is_no_op: false },
        { worker: 'work_y 1', cursor: odd, of: 2, is_no_op: false },
      ],
    });
  });

  it('may come from batchAnalyzerSuccess, which names no template and numbers nothing', () => {
    const analysed = {
      batch_analyzer_outcome: { cursor_configs: [{ start_cursor: 0 }, { start_cursor: 5 }], total_items: 9 },
    };
    const { template, instances } = plannedBatches(analysed, { worker_template_name: 'other' }, batches);
    expect(template).toBe('other');
    expect(instances.map(({ worker }) => worker)).toEqual(['other_001', 'other_002']);
    expect(plannedBatches(analysed, {}, { workers: ['only'], most: 3 }).template).toBe('only');
    expect(() => plannedBatches(analysed, {}, batches)).toThrow('it names no worker template');
  });

  it('may say that there is nothing to do', () => {
    const none = { batch_processing_outcome: { type: 'no_batches' } };
    expect(plannedBatches(none, {}, batches)).toEqual({ instances: [] });
    expect(plannedBatches(none, { worker_template_name: 'work' }, batches)).toEqual({
      template: 'work',
      instances: [
        {
          worker: 'work_000',
          cursor: { batch_id: '000', start_cursor: 0, end_cursor: 0, batch_size: 0 },
          of: 1,
          is_no_op: true,
        },
      ],
    });
  });

  it.each([
    ['is missing', {}, 'there is no "batch_processing_outcome"'],
    ['is a text', { batch_processing_outcome: 'yes' }, '"batch_processing_outcome" is no object'],
    ['has another type', create({ type: 'create' }), 'its "type" is neither'],
    ['names a stranger', create({ worker_template_name: 'nobody' }), '"nobody" is none of its worker templates'],
    ['has no cursors', create({ cursor_configs: [] }), 'has no "cursor_configs"'],
    ['counts wrong', create({ worker_count: 2 }), 'its "worker_count" is 2, and there are 1 "cursor_configs"'],
    ['has a cursor that is none', create({ cursor_configs: [1] }), '"cursor_configs[0]" is no object'],
    ['has a cursor without an id', create({ cursor_configs: [{}] }), '"cursor_configs[0]" has no "batch_id"'],
    [
      'has a very long id',
      create({ cursor_configs: [cursor('"'.repeat(33))] }),
      '"cursor_configs[0]" has a "batch_id" of 66 characters; 64 are allowed',
    ],
    [
      'has an id twice',
      create({ worker_count: 2, cursor_configs: [cursor('x'), cursor('x')] }),
      'the "batch_id" "x" is given twice',
    ],
    [
      'has too many',
      create({ worker_count: 4, cursor_configs: ['1', '2', '3', '4'].map(cursor) }),
      'it asks for 4 workers, and this state machine runs 3 at most',
    ],
    [
      'has cursors that are too large',
      create({ cursor_configs: [{ ...cursor('x'), rows: 'r'.repeat(40_000) }] }),
      'and 32768 at most travel',
    ],
  ])('is refused when it %s', (_, result, message) => {
    expect(() => plannedBatches(result, {}, batches)).toThrow(message);
  });

  describe('of more workers than run in one execution', () => {
    const large = { workers: ['work'], most: 200, each: 200 };
    const asked = (count: number, more: object = {}) =>
      plannedBatches(
        create({
          worker_count: count,
          cursor_configs: Array.from({ length: count }, (_, n) => ({ ...cursor(`${n}`), ...more })),
        }),
        {},
        large,
      );

    it.each([
      ['as many as run at once in each execution', 1_000, {}, 40],
      ['more in each, where there would be too many executions', 50_000, {}, 100],
      ['fewer in each, whose cursors are large', 250, { rows: 'r'.repeat(3_000) }, 10],
      ['also fewer workers, whose cursors are too large for one', 100, { rows: 'r'.repeat(1_000) }, 28],
    ])('has %s', (_, count, more, each) => {
      expect(asked(count, more)).toMatchObject({ template: 'work', each });
    });

    it('is refused when it has too many, or a cursor that is too large', () => {
      expect(() => asked(20_000, { rows: 'r'.repeat(1_000) })).toThrow('a batch has 14000 at most');
      expect(() => asked(300, { rows: 'r'.repeat(40_000) })).toThrow('and 32768 at most travel');
    });
  });
});
