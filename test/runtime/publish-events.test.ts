import { describe, expect, it } from 'vitest';
import { PARKED } from '../../lib/contract/parked-result.ts';
import {
  BasePublisher,
  BaseSubscriber,
  createPublishingFunction,
  type BusEvent,
  type DomainEvent,
  memoryResultStore,
  PermanentError,
  type PublishedEvent,
  RetryableError,
  type EventSetup,
  type LogRecord,
  type LogSink,
  type StepFunctionOptions,
  type StepResult,
} from '../../lib/runtime/index.ts';
import { handlerOf, invokeFunction } from './invoke.ts';
import { sampleEvent, type EventChanges } from './sample-event.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const CONDITIONS = ['success', 'failure', 'retryable_failure', 'permanent_failure', 'always'] as const;

const ok = (): boolean => true;
const declare = (...events: readonly Partial<PublishedEvent>[]): EventSetup['declared'] => ({
  'shop/checkout/1.0.0': { charge: events.map((each) => ({ name: 'order.charged', check: ok, ...each })) },
});

interface Published {
  readonly sent: readonly BusEvent[];
  readonly log: readonly Record<string, unknown>[];
  readonly error?: string;
}

async function publish(
  handler: Parameters<typeof handlerOf>[0],
  setup: EventSetup,
  changes: EventChanges = {},
  options: StepFunctionOptions = {},
): Promise<Published> {
  const sent: BusEvent[] = [];
  const bus = { put: async (event: BusEvent) => void sent.push(event) };
  const make = (logger: LogSink) => createPublishingFunction(handlerOf(handler), setup, { bus, logger, ...options });
  const { error, log } = await invokeFunction(make, sampleEvent(changes));
  return { sent, log, ...(error !== undefined && { error }) };
}

const fail = (error: Error) => async () => {
  throw error;
};

describe('the condition of an event', () => {
  it.each([
    ['success', async () => ({ ok: true }), 1, ['success', 'always']],
    ['a failure that is tried again', fail(new RetryableError('busy')), 1, ['failure', 'retryable_failure', 'always']],
    ['the last failure of all', fail(new RetryableError('busy')), 3, ['failure', 'permanent_failure', 'always']],
    ['a permanent failure', fail(new PermanentError('no')), 1, ['failure', 'permanent_failure', 'always']],
  ] as const)('is met by %s', async (_, handler, attempt, expected) => {
    const declared = declare(...CONDITIONS.map((condition) => ({ name: `order.${condition}`, condition })));
    const { sent } = await publish(handler, { declared }, { attempt });
    expect(sent.map(({ detailType }) => detailType)).toEqual(expected.map((each) => `order.${each}`));
  });
});

describe('a published event', () => {
  it("has Tasker's envelope, without the steps before it", async () => {
    const { sent } = await publish(async () => ({ total: 7 }), { declared: declare({}) });
    const [{ detail, ...entry } = { detail: {} }] = sent;
    expect(entry).toEqual({
      source: 'tasker.shop',
      detailType: 'order.charged',
      time: expect.any(String),
      resources: ['arn:aws:states:us-east-1:123456789012:execution:shop-checkout-1_0_0:task-1'],
      delivery: 'durable',
    });
    expect(detail).toEqual({
      event_id: expect.stringMatching(UUID),
      event_name: 'order.charged',
      event_version: '1.0',
      payload: {
        execution_result: {
          step_uuid: expect.stringMatching(UUID),
          success: true,
          status: 'completed',
          result: { total: 7 },
          metadata: { completed_at: expect.any(String) },
        },
        payload: { total: 7 },
      },
      metadata: {
        task_uuid: 'task-1',
        step_uuid: expect.stringMatching(UUID),
        step_name: 'charge',
        namespace: 'shop',
        correlation_id: 'corr-1',
        attempt: 1,
        fired_at: expect.any(String),
        fired_by: 'default',
        task: { name: 'checkout', version: '1.0.0' },
      },
    });
  });

  it('tells what the request says of the task', async () => {
    const said = {
      priority: 5,
      tags: ['vip'],
      initiator: 'i',
      source_system: 's',
      reason: 'r',
      parent_correlation_id: 'p',
    };
    const request = { context: {}, ...said };
    const { sent } = await publish(async () => ({}), { declared: declare({}) }, { task: { request } });
    expect(sent).toMatchObject([{ detail: { metadata: { task: { name: 'checkout', version: '1.0.0', ...said } } } }]);
  });

  it('tells what a failure is', async () => {
    const handler = fail(new PermanentError('No card.', { errorCode: 'NO_CARD' }));
    const { sent, error } = await publish(handler, { declared: declare({ condition: 'failure' }) });
    expect(error).toBe('PermanentError');
    expect(sent).toMatchObject([
      {
        detail: {
          payload: {
            payload: {
              error_code: 'NO_CARD',
              reason: 'No card.',
              error_type: 'permanent_error',
              retryable: false,
              attempts: 1,
            },
            execution_result: { success: false, status: 'failed', error: { message: 'No card.' } },
          },
        },
      },
    ]);
    const coded = await publish(fail(new Error('x')), { declared: declare({ condition: 'failure' }) });
    expect(coded.sent).toMatchObject([{ detail: { payload: { payload: { error_code: 'handler_error' } } } }]);
  });

  it('is told from others by its id: the same of the same attempt, another of any other', async () => {
    const idOf = async (name: string, changes: EventChanges) => {
      const { sent } = await publish(
        fail(new Error('x')),
        { declared: declare({ name, condition: 'always' }) },
        changes,
      );
      return (sent[0]?.detail as { event_id: string }).event_id;
    };
    const first = await idOf('a.b', {});
    expect(await idOf('a.b', {})).toBe(first);
    const others = [
      await idOf('a.c', {}),
      await idOf('a.b', { attempt: 2 }),
      await idOf('a.b', {
        task: { arn: 'arn:aws:states:us-east-1:123456789012:execution:shop-checkout-1_0_0:task-2' },
      }),
    ];
    expect(new Set([first, ...others]).size).toBe(4);
  });

  it('leaves its payload in the store when it is larger than the bus takes', async () => {
    const results = memoryResultStore();
    const big = { text: 'x'.repeat(300_000) };
    const { sent } = await publish(async () => big, { declared: declare({}) }, {}, { results });
    const { payload } = sent[0]?.detail as { payload: { [PARKED]: { uri: string; bytes: number } } };
    expect(Buffer.byteLength(JSON.stringify(sent[0]))).toBeLessThan(262_144);
    expect(JSON.parse(await results.get(payload[PARKED].uri))).toMatchObject({ payload: big });
  });

  it('is published for each worker of a batch, under its own name', async () => {
    const declared = declare({});
    const event = sampleEvent({ step: { batch: { cursor_field: 'id', failure_strategy: 'isolate' } } });
    const batch = { worker: 'charge_001', cursor: { batch_id: '001' }, is_no_op: false };
    const sent: BusEvent[] = [];
    const bus = { put: async (each: BusEvent) => void sent.push(each) };
    const data = { ...(event.data as object), batch } as never;
    const make = (logger: LogSink) =>
      createPublishingFunction(
        handlerOf(async () => ({})),
        { declared },
        { bus, logger },
      );
    await invokeFunction(make, { ...event, data });
    expect(sent).toMatchObject([{ detail: { metadata: { step_name: 'charge_001' } } }]);
  });
});

class Orders extends BasePublisher {
  readonly publisherName = 'Orders';
  override shouldPublish({ success }: StepResult) {
    return success;
  }
  override transformPayload() {
    return { shaped: true };
  }
}

describe('a publisher', () => {
  it('shapes the payload, and may keep the event back', async () => {
    const setup: EventSetup = {
      declared: declare({ publisher: 'Orders', condition: 'always' }),
      publishers: [Orders],
    };
    const { sent } = await publish(async () => ({}), setup);
    expect(sent).toMatchObject([
      { detail: { payload: { payload: { shaped: true } }, metadata: { fired_by: 'Orders' } } },
    ]);
    expect((await publish(fail(new Error('x')), setup)).sent).toEqual([]);
  });

  it('fails no step, whatever it throws, and is told of it', async () => {
    const told: string[] = [];
    class Broken extends BasePublisher {
      readonly publisherName = 'Broken';
      override transformPayload(): never {
        throw new Error('cannot shape it');
      }
      override onPublishError(event: string, error: Error) {
        told.push(`${event}: ${error.message}`);
        throw new Error('nor report it');
      }
    }
    const { sent, log, error } = await publish(async () => ({}), {
      declared: declare({ publisher: 'Broken' }, { name: 'order.other' }),
      publishers: [Broken],
    });
    expect(error).toBeUndefined();
    expect(sent.map(({ detailType }) => detailType)).toEqual(['order.other']);
    expect(told).toEqual(['order.charged: cannot shape it']);
    expect(log.filter((each) => each.event_errors === 1)).toHaveLength(1);
  });
});

describe('a bus', () => {
  it('that refuses or never answers fails no step', async () => {
    const refusing = { put: () => Promise.reject(new Error('no bus for you')) };
    const silent = { put: () => new Promise<never>(() => undefined) };
    for (const [bus, reason] of [
      [refusing, 'no bus for you'],
      [silent, 'it took more than the 0 ms that there were for it'],
    ] as const) {
      const log: Record<string, unknown>[] = [];
      const handler = handlerOf(async () => ({}));
      const logger = (record: LogRecord) => void log.push(record);
      const run = createPublishingFunction(handler, { declared: declare({}) }, { bus, logger });
      const reply = await run(sampleEvent(), { getRemainingTimeInMillis: () => (bus === silent ? 100 : 60_000) });
      expect(reply.result).toEqual({});
      expect(log).toContainEqual(expect.objectContaining({ error: reason, event_errors: 1 }));
    }
  });

  it('that is not there is said', async () => {
    const { log } = await publish(async () => ({}), { declared: declare({}) }, {}, { bus: undefined as never });
    expect(log).toContainEqual(expect.objectContaining({ error: 'there is no bus: TASKER_SFN_EVENT_BUS is not set' }));
  });
});

describe('a subscriber', () => {
  const handled: DomainEvent[] = [];
  class Taker extends BaseSubscriber {
    static override subscribesTo() {
      return ['order.*'];
    }
    handle(event: DomainEvent) {
      handled.push(event);
    }
  }

  it('takes fast events alone, and broadcast ones that go to the bus, too', async () => {
    const declared = declare(
      { name: 'order.durable' },
      { name: 'order.fast', deliveryMode: 'fast' },
      { name: 'order.both', deliveryMode: 'broadcast' },
      { name: 'mail.fast', deliveryMode: 'fast' },
    );
    const { sent } = await publish(async () => ({ total: 7 }), { declared, subscribers: [Taker] });
    expect(sent.map(({ detailType }) => detailType).sort()).toEqual(['order.both', 'order.durable']);
    expect(handled.map(({ eventName }) => eventName).sort()).toEqual(['order.both', 'order.fast']);
    expect(handled[0]).toMatchObject({
      eventId: expect.stringMatching(UUID),
      payload: { total: 7 },
      metadata: { taskUuid: 'task-1', stepName: 'charge', namespace: 'shop', correlationId: 'corr-1' },
      executionResult: { success: true, result: { total: 7 } },
    });
  });
});

describe('a run that gave no answer', () => {
  const declared = declare(...CONDITIONS.map((condition) => ({ name: `order.${condition}`, condition })));
  const unanswered = async (caught: { Error: string; Cause?: string }, changes: EventChanges = {}) => {
    const sent: BusEvent[] = [];
    const bus = { put: async (event: BusEvent) => void sent.push(event) };
    const { step, data, execution } = sampleEvent(changes);
    const event = { unanswered: step, caught, data, execution };
    const never = handlerOf(async () => {
      throw new Error('The handler must not run.');
    });
    const make = (logger: LogSink) => createPublishingFunction(never, { declared }, { bus, logger });
    return { sent, ...(await invokeFunction(make, event as never)) };
  };
  const names = (sent: readonly BusEvent[]) => sent.map(({ detailType }) => detailType.slice('order.'.length));
  const crash = { Error: 'Runtime.ExitError', Cause: JSON.stringify({ errorMessage: 'signal: killed' }) };

  it('fails as a failure of its handler would', async () => {
    const { sent, error, details } = await unanswered(crash);
    expect(names(sent)).toEqual(['failure', 'retryable_failure', 'always']);
    expect(error).toBe('RetryAfterError');
    expect(details).toMatchObject({
      message: 'signal: killed',
      type: 'Runtime.ExitError',
      retryable: true,
      attempts: 1,
    });
  });

  it('is the last one where no attempt is left, or Lambda has failed as often as it may', async () => {
    for (const { sent, error } of [
      await unanswered(crash, { attempt: 3 }),
      await unanswered({ Error: 'Lambda.TooManyRequestsException', Cause: 'Rate Exceeded.' }),
    ]) {
      expect(names(sent)).toEqual(['failure', 'permanent_failure', 'always']);
      expect(error).toBe('AttemptsExhaustedError');
    }
  });

  it('says how long it was waited for', async () => {
    const { details } = await unanswered({ Error: 'States.Timeout' }, { step: { timeout_seconds: 30 } });
    expect(details).toMatchObject({
      message: 'The function gave no answer within 30 s (States.Timeout).',
      type: 'timeout',
    });
  });

  it('has the ids of the events that its function may have published before it ended', async () => {
    const idsOf = (sent: readonly BusEvent[]) => sent.map(({ detail }) => (detail as { event_id: string }).event_id);
    const { sent } = await publish(fail(new RetryableError('busy')), { declared });
    expect(idsOf((await unanswered(crash)).sent)).toEqual(idsOf(sent));
  });
});

it('has other ids once the task was redriven, when attempts begin anew', async () => {
  const declared = declare({ condition: 'always' });
  const sent: BusEvent[] = [];
  const bus = { put: async (event: BusEvent) => void sent.push(event) };
  const run = createPublishingFunction(
    handlerOf(async () => ({})),
    { declared },
    { bus, logger: () => undefined },
  );
  for (const RedriveCount of [0, 1, 1, 2]) {
    const event = sampleEvent();
    await run({ ...event, execution: { Execution: { ...event.execution.Execution, RedriveCount } } });
  }
  const ids = sent.map(({ detail }) => (detail as { event_id: string }).event_id);
  expect(ids[1]).toBe(ids[2]);
  expect(new Set(ids).size).toBe(3);
});
