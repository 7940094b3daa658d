import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { runName } from '../../lib/contract/run-name.ts';
import { ChangeFeed } from '../../lib/console/live/change-feed.ts';
import type { Changes } from '../../lib/console/live/changes.ts';
import { liveStream } from '../../lib/console/live/live-stream.ts';
import { PolledChanges } from '../../lib/console/live/polled-changes.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Watches a run, and keeps what is told. */
function watch(changes: Changes, run: string | undefined, since?: string) {
  const told: string[] = [];
  const ended = vi.fn();
  const stop = changes.watch({ run, since, tell: (version) => void told.push(version), end: ended });
  return { told, ended, stop };
}

describe('ChangeFeed', () => {
  it('tells the first change at once, and those that follow it together', () => {
    const feed = new ChangeFeed();
    const { told } = watch(feed, 'a', feed.versionOf('a'));
    feed.changed('a');
    expect(told).toEqual([feed.versionOf('a')]);
    feed.changed('a');
    feed.changed('a');
    expect(told).toHaveLength(1);
    vi.advanceTimersByTime(100);
    expect(told).toEqual([told[0], feed.versionOf('a')]);
    vi.advanceTimersByTime(1000);
    expect(told).toHaveLength(2);
  });

  it('tells of one run, or of any', () => {
    const feed = new ChangeFeed();
    const [one, any] = [watch(feed, 'a', feed.versionOf('a')), watch(feed, undefined, feed.versionOf(undefined))];
    feed.changed('b');
    expect([one.told.length, any.told.length]).toEqual([0, 1]);
  });

  it('tells who comes back what has changed meanwhile, and nothing where nothing has', () => {
    const feed = new ChangeFeed();
    feed.changed('a');
    const known = feed.versionOf('a');
    expect(watch(feed, 'a', known).told).toEqual([]);
    feed.changed('a');
    expect(watch(feed, 'a', known).told).toEqual([feed.versionOf('a')]);
    // A version of an earlier process says nothing here.
    expect(watch(new ChangeFeed(), 'a', known).told).toHaveLength(1);
  });

  it('tells nothing any more once it is stopped or closed', () => {
    const feed = new ChangeFeed();
    const [stopped, closed] = [watch(feed, 'a', feed.versionOf('a')), watch(feed, 'a', feed.versionOf('a'))];
    stopped.stop();
    feed.close();
    feed.changed('a');
    vi.advanceTimersByTime(1000);
    expect([stopped.told, closed.told]).toEqual([[], []]);
    expect([stopped.ended, closed.ended].map((end) => end.mock.calls.length)).toEqual([0, 1]);
    expect(watch(feed, 'a').ended).toHaveBeenCalledOnce();
  });
});

describe('PolledChanges', () => {
  it('looks at a run while it is watched, and tells what is new', async () => {
    const versionOf = vi.fn<(run: string) => Promise<string>>().mockResolvedValue('1');
    const changes = new PolledChanges({ versionOf });
    const { told, stop } = watch(changes, 'a', '1');
    await vi.advanceTimersByTimeAsync(2000);
    expect([versionOf.mock.calls, told]).toEqual([[['a']], []]);
    versionOf.mockResolvedValue('2');
    await vi.advanceTimersByTimeAsync(4000);
    expect(told).toEqual(['2']);
    stop();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(versionOf).toHaveBeenCalledTimes(3);
  });

  it('asks again after a failure', async () => {
    const versionOf = vi.fn<(run: string) => Promise<string>>().mockRejectedValueOnce(new Error('throttled'));
    versionOf.mockResolvedValue('2');
    const { told } = watch(new PolledChanges({ versionOf }), 'a', '1');
    await vi.advanceTimersByTimeAsync(4000);
    expect(told).toEqual(['2']);
  });

  it('lets the list be read again and again', async () => {
    const changes = new PolledChanges({ versionOf: async () => '1', listEveryMs: 1000 });
    const { told, ended } = watch(changes, undefined);
    await vi.advanceTimersByTimeAsync(3000);
    expect(new Set(told).size).toBe(3);
    changes.close();
    await vi.advanceTimersByTimeAsync(3000);
    expect([told.length, ended.mock.calls.length]).toEqual([3, 1]);
  });
});

describe('liveStream', () => {
  it('stops watching when the browser leaves', async () => {
    const stop = vi.fn();
    const stream = liveStream({ versionOf: () => undefined, watch: () => stop }, 'a', undefined);
    await stream.cancel();
    expect(stop).toHaveBeenCalledOnce();
  });

  it('writes to a connection that is idle', async () => {
    const reader = liveStream({ versionOf: () => undefined, watch: () => () => undefined }, 'a', undefined).getReader();
    await reader.read();
    await vi.advanceTimersByTimeAsync(15_000);
    expect(new TextDecoder().decode((await reader.read()).value as Uint8Array)).toBe(':\n\n');
    await reader.cancel();
  });
});

it.each(['3d960456-fa63-80b5-b62d-d94232aee5c9', 'n'.repeat(80)])(
  'a repaired task changes with its later executions: %s',
  (id) => {
    const feed = new ChangeFeed();
    const told: string[] = [];
    feed.watch({ run: id, since: feed.versionOf(id), tell: (version) => told.push(version), end: () => undefined });
    feed.changed(runName(id, 2));
    expect(told).toEqual([feed.versionOf(id)]);
    const arn = `arn:aws:states:us-east-1:123456789012:execution:m:${id}`;
    const before = feed.versionOf(arn);
    feed.changed(`arn:aws:states:us-east-1:123456789012:execution:m:${runName(id, 2)}`);
    expect(feed.versionOf(arn)).not.toBe(before);
    feed.changed('another');
    expect(told).toHaveLength(1);
    feed.close();
  },
);

it('a task changes with the executions that do a part of its work, and with those that they start', () => {
  const feed = new ChangeFeed();
  const arnOf = (name: string) => `arn:aws:states:us-east-1:123456789012:execution:m:${name}`;
  const told: string[] = [];
  feed.begun({ name: 'task', arn: arnOf('task') });
  const child = feed.begun({ name: 'child', arn: arnOf('child'), startedBy: arnOf('task') });
  const part = feed.begun({ name: 'part', arn: arnOf('part'), startedBy: arnOf('child') });
  feed.watch({
    run: 'task',
    since: feed.versionOf('task'),
    tell: (version) => told.push(version),
    end: () => undefined,
  });
  const versions = () => ['task', arnOf('task'), arnOf('child'), arnOf('part')].map((run) => feed.versionOf(run));
  const before = versions();
  part();
  const after = versions();
  expect(after.map((version, index) => version !== before[index])).toEqual([true, true, true, true]);
  expect(told).toHaveLength(1);
  child();
  vi.advanceTimersByTime(100);
  expect(told).toHaveLength(2);
  expect(feed.versionOf(arnOf('part'))).toBe(after[3]);
  // One whose beginning is not known, as after a restart, is told to what has started it.
  feed.begun({ name: 'other', arn: arnOf('other'), startedBy: arnOf('old') })();
  expect(feed.versionOf('old')).toBe(feed.versionOf(undefined));
  feed.close();
});
