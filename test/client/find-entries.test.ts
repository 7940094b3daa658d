import { describe, expect, it } from 'vitest';
import { findEntries } from '../../lib/client/view/find-entries.ts';

const done = { result: { ok: true }, after: [] };

describe('findEntries', () => {
  it('finds each kind of entry, wherever it lies', () => {
    const entries = {
      a: done,
      b: { failure: { caught: { Error: 'E' } } },
      c: { isolated: [] },
      d: { blocked: true },
      e: { skipped: true, after: [] },
    };
    const { a, b, ...others } = entries;
    const data = { task: {}, steps: { a, p_1: { b_0: { b }, b_1: others } } };
    expect(Object.fromEntries(findEntries(data, (name) => name in entries))).toEqual(entries);
  });

  it('takes no member of the state data for an entry, whatever the steps in it are called', () => {
    const names = ['steps', 'result', 'failure', 'isolated', 'blocked', 'skipped', 'after'];
    const data = { task: { wire: 1 }, steps: Object.fromEntries(names.map((name) => [name, done])) };
    expect([...findEntries(data, (name) => names.includes(name)).keys()]).toEqual(names);
  });

  it('searches no entry that lies where containers do, whatever handlers have returned', () => {
    const worker = { result: { result: { failure: 'no' }, more: { result: {} } }, after: ['split'], worker: 'work_1' };
    const batch = { result: { worker_count: 1 }, workers: [worker], after: ['split'] };
    expect([...findEntries(batch, (name) => ['result', 'more', 'work'].includes(name)).keys()]).toEqual([]);
  });
});
