import { describe, expect, it } from 'vitest';
import { checkpointKey } from '../../lib/contract/parked-key.ts';
import type { StepEvent } from '../../lib/contract/step-event.ts';
import {
  BatchableStepHandler,
  createStepFunction,
  memoryResultStore,
  StepHandlerResult,
  type StepContext,
} from '../../lib/runtime/index.ts';
import { handlerOf, invoke } from './invoke.ts';
import { sampleEvent, type EventChanges } from './sample-event.ts';

const yieldAt = (cursor: unknown, items: unknown, more: Record<string, unknown> = {}) =>
  StepHandlerResult.success({ cursor, items_processed: items, ...more }, { checkpoint_yield: true });

/** The event of an invocation after others, of which the state machine says so. */
const again = (changes: EventChanges = {}): StepEvent => {
  const event = sampleEvent(changes);
  return { ...event, execution: { ...event.execution, State: { RetryCount: 1 } } };
};

/** Counts to ten, and yields after each number. */
class Counter extends BatchableStepHandler {
  static override handlerName = 'Shop.ChargeHandler';

  async call(context: StepContext) {
    const sum = ((context.accumulatedResults?.sum as number | undefined) ?? 0) + 1;
    return sum < 10 ? this.checkpointYield({ row: sum }, sum * 100, { sum }) : this.success({ sum });
  }
}

/** Lambda's context of an invocation that has some time, of which each run takes a part. */
function clockOf(total: number) {
  let left = total;
  return {
    context: { getRemainingTimeInMillis: () => left },
    take: (ms: number) => {
      left -= ms;
    },
  };
}

describe('a handler that yields', () => {
  it('runs again from its checkpoint, in the same invocation while there is time', async () => {
    const { reply } = await invoke(Counter, sampleEvent(), { results: memoryResultStore() });
    expect(reply).toEqual({ result: { sum: 10 }, after: [] });
  });

  it('ends the invocation when the next run might not fit, and goes on in the next one', async () => {
    const results = memoryResultStore();
    const ran: unknown[] = [];
    const invocation = async (event: StepEvent) => {
      const { context, take } = clockOf(10_000);
      const run = createStepFunction(
        handlerOf(({ context: { checkpointCursor, checkpointItemsProcessed } }) => {
          ran.push(checkpointCursor);
          take(3_000);
          return ran.length < 6 ? yieldAt(ran.length, checkpointItemsProcessed + 5) : { done: true };
        }),
        { results, logger: () => {} },
      );
      return run(event, context).catch((error: unknown) => error as Error);
    };
    const first = await invocation(sampleEvent());
    expect(first).toMatchObject({ name: 'CheckpointYield' });
    expect(JSON.parse((first as Error).message)).toEqual({
      step: 'charge',
      items_processed: 10,
      yields: 2,
      cursor: 2,
      timestamp: expect.any(String),
    });
    expect(ran).toEqual([null, 1]);
    expect(await invocation(again())).toMatchObject({ name: 'CheckpointYield' });
    expect(await invocation(again())).toEqual({ result: { done: true }, after: [] });
    expect(ran).toEqual([null, 1, 2, 3, 4, 5]);
  });

  it.each([
    ['the step may take no longer', 900_000, { timeout_seconds: 10 }, 3_000, 2],
    ['a minute has passed, so that the history tells how far it is', 900_000, {}, 25_000, 3],
    ['Lambda ends it', 10_000, { timeout_seconds: 600 }, 3_000, 2],
  ])('ends the invocation before %s', async (_, total, step, each, runs) => {
    const { context, take } = clockOf(total);
    let ran = 0;
    const run = createStepFunction(
      handlerOf(() => {
        take(each);
        return yieldAt((ran += 1), ran);
      }),
      { results: memoryResultStore(), logger: () => {} },
    );
    await expect(run(sampleEvent({ step }), context)).rejects.toThrow('"yields"');
    expect(ran).toBe(runs);
  });

  it('may take longer the more invocations there were, since an execution has no events without end', async () => {
    const results = memoryResultStore();
    const runsOf = async (event: StepEvent) => {
      const { context, take } = clockOf(900_000);
      let ran = 0;
      const handler = handlerOf(({ context: { checkpointItemsProcessed: items } }) => {
        take(20_000);
        return yieldAt((ran += 1), items + 1);
      });
      const run = createStepFunction(handler, { results, logger: () => {} });
      await expect(run(event, context)).rejects.toThrow('"yields"');
      return ran;
    };
    const runs = [await runsOf(sampleEvent())];
    for (let more = 0; more < 20; more++) runs.push(await runsOf(again()));
    expect(runs.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => 3));
    expect([runs[10], runs[20]]).toEqual([6, 9]);
  });

  it('knows the time that it has left', async () => {
    const { context, take } = clockOf(20_000);
    const left: number[] = [];
    const run = createStepFunction(
      handlerOf(({ context: own }) => {
        left.push(own.getRemainingTimeInMillis());
        take(4_000);
        left.push(own.getRemainingTimeInMillis());
        return {};
      }),
    );
    await run(sampleEvent({ step: { timeout_seconds: 10 } }), context);
    expect(left).toEqual([10_000, 6_000]);
  });

  it('goes on from its checkpoint after a failure', async () => {
    const results = memoryResultStore();
    let runs = 0;
    const handler = handlerOf(({ context }) => {
      runs += 1;
      if (runs === 2) throw new Error('once');
      return runs === 1 ? yieldAt('b', 7) : { from: context.checkpointCursor, items: context.checkpointItemsProcessed };
    });
    const failed = await invoke(handler, sampleEvent(), { results });
    expect(failed).toMatchObject({ error: 'RetryAfterError', details: { attempts: 1 } });
    const { reply } = await invoke(handler, sampleEvent({ attempt: 2 }), { results });
    expect(reply?.result).toEqual({ from: 'b', items: 7 });
  });

  it('goes on from its checkpoint after a redrive, and never from that of another execution', async () => {
    const results = memoryResultStore();
    const event = sampleEvent();
    const { Execution } = event.execution;
    const checkpoint = { cursor: 9, items_processed: 9, timestamp: '2026-01-02T03:04:06.000Z', history: [] };
    const kept = { execution: Execution.StartTime, yields: 1, resumed: 0, checkpoint };
    await results.put(checkpointKey(Execution.Id, 'charge'), JSON.stringify(kept));
    const handler = handlerOf(({ context }) => ({ from: context.checkpointCursor }));
    const from = async (changed: StepEvent) => (await invoke(handler, changed, { results })).reply?.result.from;
    expect(await from({ ...event, execution: { Execution: { ...Execution, RedriveCount: 1 } } })).toBe(9);
    expect(await from(event)).toBeNull();
    const State = { RetryCount: 1 };
    const later = { Execution: { ...Execution, StartTime: '2026-02-02T03:04:05.000Z' }, State };
    expect(await from({ ...event, execution: later })).toBeNull();
  });

  it('finds in each run what it was given, whatever the last one has made of it', async () => {
    const seen: unknown[] = [];
    const handler = handlerOf(({ context }) => {
      const cart = context.getDependencyResult('cart') as { items: number[] };
      const [first] = cart.items.splice(0, 1);
      seen.push(first, context.stepConfig.rate, context.inputData.order);
      context.stepConfig.rate = 0;
      context.inputData.order = 0;
      return context.hasCheckpoint() ? {} : yieldAt(1, 1);
    });
    const event = sampleEvent({
      step: { config: { rate: 3 } },
      task: { request: { context: { order: 7 } } },
      dependencies: { cart: { result: { items: [1, 2] } } },
    });
    await invoke(handler, event, { results: memoryResultStore() });
    expect(seen).toEqual([1, 3, 7, 1, 3, 7]);
  });

  it('is told of its last yields, and not of all', async () => {
    let history: unknown;
    const handler = handlerOf(({ context }) => {
      history = context.checkpoint?.history;
      const { checkpointItemsProcessed: items } = context;
      return items < 500 ? yieldAt(items < 400 ? items + 1 : { at: 'x'.repeat(5_000) }, items + 1) : {};
    });
    await invoke(handler, sampleEvent(), { results: memoryResultStore() });
    expect((history as unknown[]).length).toBeLessThan(4);
    expect((history as unknown[]).length).toBeGreaterThan(0);
  });

  it.each([
    ['no cursor', yieldAt(undefined, 1), 'no "cursor"'],
    ['no number of items', yieldAt(1, 'many'), '"items_processed" is "many"'],
    ['results that are no object', yieldAt(1, 1, { accumulated_results: [1] }), '"accumulated_results" are [1]'],
  ])('fails for good with %s', async (_, result, message) => {
    const { error, details } = await invoke(
      handlerOf(() => result),
      sampleEvent(),
      { results: memoryResultStore() },
    );
    expect(error).toBe('PermanentError');
    expect(details).toMatchObject({ code: 'CHECKPOINT_INVALID', message: expect.stringContaining(message) });
  });

  it('fails for good where nothing can keep its checkpoint, and is tried again where that is down', async () => {
    const handler = handlerOf(() => yieldAt(1, 1));
    const without = await invoke(handler);
    expect(without).toMatchObject({ error: 'PermanentError', details: { code: 'CHECKPOINT_STORE_MISSING' } });
    const down = { ...memoryResultStore(), put: () => Promise.reject(new Error('503')) };
    const failed = await invoke(handler, sampleEvent(), { results: down });
    expect(failed).toMatchObject({ error: 'RetryAfterError', details: { code: 'RESULT_STORE_FAILED' } });
    const unread = { ...memoryResultStore(), find: () => Promise.reject(new Error('503')) };
    expect(await invoke(handler, again(), { results: unread })).toMatchObject({ error: 'RetryAfterError' });
  });

  it('says so in the log, and not as a failure', async () => {
    const { log } = await invoke(
      handlerOf(() => yieldAt(1, 5)),
      sampleEvent({ step: { timeout_seconds: 0.1 } }),
      { results: memoryResultStore() },
    );
    expect(log.at(-1)).toMatchObject({ level: 'INFO', message: 'Step yielded', items_processed: 5, yields: 1 });
  });
});
