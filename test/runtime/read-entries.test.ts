import { describe, expect, it } from 'vitest';
import { readEntries } from '../../lib/runtime/adapter/read-entries.ts';
import { readCompleted, readGivenUp } from '../../lib/runtime/adapter/read-settled.ts';

const caught = { Error: 'PermanentError', Cause: '{"errorType":"PermanentError","errorMessage":"never"}' };
const done = { worker: 'load_000', cursor: {}, result: { rows: 1 }, after: [] };
const failed = { worker: 'load_001', cursor: {}, failure: { caught } };

/** After a redrive, what a batch left lies anywhere below `steps`. */
const entriesOf = (entry: object) => readEntries({ steps: { p_1: { b0: { p_1_kept: { load: entry } } } } });

describe('what a worker left before its task was redriven', () => {
  it.each([
    [
      'a batch that went on without those that failed',
      { result: { worker_count: 2 }, workers: [done, failed], after: [] },
    ],
    ['a batch that isolated them', { isolated: [done, failed] }],
  ])('is found in %s', (_, entry) => {
    const entries = entriesOf(entry);
    expect(readCompleted(entries, { name: 'load', worker: 'load_000' })).toBe(done);
    expect(readCompleted(entries, { name: 'load', worker: 'load_001' })).toBeUndefined();
    expect(readCompleted(entries, { name: 'load', worker: 'load_002' })).toBeUndefined();
  });

  it('is its failure only where the batch is done: an isolated one runs again', () => {
    const name = { name: 'load', worker: 'load_001' };
    expect(readGivenUp(entriesOf({ result: {}, workers: [done, failed], after: [] }), name)).toEqual(caught);
    expect(readGivenUp(entriesOf({ isolated: [done, failed] }), name)).toBeUndefined();
    expect(
      readGivenUp(entriesOf({ result: {}, workers: [done, failed], after: [] }), { ...name, worker: 'load_000' }),
    ).toBeUndefined();
  });
});
