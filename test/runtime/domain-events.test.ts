import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  BasePublisher,
  BaseSubscriber,
  createDomainEvent,
  createStepEventContext,
  DefaultPublisher,
  DuplicatePublisherError,
  ffiEventToDomainEvent,
  InProcessDomainEventPoller,
  PublisherNotFoundError,
  PublisherRegistry,
  PublisherValidationError,
  RegistryFrozenError,
  type StepResult,
  SubscriberRegistry,
  type DomainEvent,
} from '../../lib/runtime/index.ts';
import { matchesPattern } from '../../lib/contract/event-pattern.ts';
import { withLog } from '../../lib/runtime/log/log-scope.ts';

const quietly = <T>(run: () => T): T => withLog(() => {}, {}, run);

function eventNamed(eventName: string): DomainEvent {
  return createDomainEvent({
    eventId: 'e1',
    eventName,
    payload: { id: 1 },
    metadata: { taskUuid: 't' },
    executionResult: { success: true },
  });
}

afterEach(() => {
  PublisherRegistry.instance.reset();
  SubscriberRegistry.instance.reset();
  vi.useRealTimers();
});

class Paid extends BasePublisher {
  readonly publisherName = 'Paid';
  readonly seen: unknown[] = [];
  override transformPayload(result: StepResult) {
    return { amount: result.result?.amount };
  }
  override shouldPublish(result: StepResult) {
    return result.success;
  }
  override additionalMetadata() {
    return { region: 'eu' };
  }
  override afterPublish(...args: [string, Record<string, unknown>, Record<string, unknown>]) {
    this.seen.push(args);
  }
}

describe('publishers', () => {
  const stepContext = createStepEventContext({ taskUuid: 't', stepUuid: 's', stepName: 'charge' });

  it('shape an event and run their hooks in order', () => {
    const publisher = new Paid();
    const context = { eventName: 'paid', stepResult: { success: true, result: { amount: 5, card: 'x' } }, stepContext };
    expect(quietly(() => publisher.publish(context))).toBe(true);
    expect(publisher.seen).toEqual([
      [
        'paid',
        { amount: 5 },
        expect.objectContaining({
          publisher: 'Paid',
          region: 'eu',
          taskUuid: 't',
          stepName: 'charge',
          namespace: 'default',
        }),
      ],
    ]);
    expect(publisher.publish({ ...context, stepResult: { success: false } })).toBe(false);
  });

  it('keep an event back when a hook says no or fails', () => {
    const errors: string[] = [];
    class Failing extends DefaultPublisher {
      override beforePublish(eventName: string): boolean {
        if (eventName === 'no') return false;
        throw new Error('hook');
      }
      override onPublishError(eventName: string, error: Error) {
        errors.push(`${eventName}: ${error.message}`);
      }
    }
    const publish = (eventName: string) => new Failing().publish({ eventName, stepResult: { success: true } });
    expect([publish('no'), publish('bad')]).toEqual([false, false]);
    expect(errors).toEqual(['bad: hook']);
  });

  it('are found by name', () => {
    const registry = PublisherRegistry.instance;
    const paid = new Paid();
    registry.register(paid);
    expect(registry.get('Paid')).toBe(paid);
    expect(registry.getOrDefault('Paid')).toBe(paid);
    expect(registry.getOrDefault('Nobody')).toBeInstanceOf(DefaultPublisher);
    expect(registry.getStrict('default')).toBeInstanceOf(DefaultPublisher);
    expect(() => registry.getStrict('Nobody')).toThrow(
      expect.toSatisfy(
        (error) =>
          error instanceof PublisherNotFoundError &&
          error.name === 'PublisherNotFoundError' &&
          error.publisherName === 'Nobody' &&
          error.registeredPublishers.join() === 'Paid' &&
          error.message === 'There is no publisher "Nobody"; registered: Paid.',
      ),
    );
    expect(() => registry.register(new Paid())).toThrow(
      expect.toSatisfy(
        (error) =>
          error instanceof DuplicatePublisherError &&
          error.name === 'DuplicatePublisherError' &&
          error.publisherName === 'Paid' &&
          error.message === 'The publisher "Paid" is registered already.',
      ),
    );
    expect(PublisherRegistry.getInstance()).toBe(registry);
    expect(SubscriberRegistry.getInstance()).toBe(SubscriberRegistry.instance);
    expect(registry).toMatchObject({ registeredNames: ['Paid'], count: 1, isEmpty: false, isFrozen: false });
  });

  it('are all there, or the registry says which are not', () => {
    const registry = PublisherRegistry.instance;
    registry.register(new Paid());
    expect(() => registry.validateRequired(['Paid', 'Nobody'])).toThrow(
      expect.toSatisfy(
        (error) =>
          error instanceof PublisherValidationError &&
          error.name === 'PublisherValidationError' &&
          error.missingPublishers.join() === 'Nobody' &&
          error.registeredPublishers.join() === 'Paid' &&
          error.message === 'Missing publishers: Nobody; registered: Paid.',
      ),
    );
    expect(registry.isFrozen).toBe(false);
    registry.validateRequired(['Paid', 'default']);
    expect(registry.isFrozen).toBe(true);
    for (const change of [
      () => registry.register(new Paid()),
      () => registry.unregister('Paid'),
      () => registry.clear(),
    ]) {
      expect(change).toThrow(RegistryFrozenError);
    }
  });
});

describe('subscribers', () => {
  it.each([
    ['paid', '*', true],
    ['payment.done', 'payment.*', true],
    ['payments', 'payment.*', false],
    ['paymentXdone', 'payment.done', false],
    ['a.b.c', '*.c', true],
  ])('%s matches %s: %s', (name, pattern, matches) => {
    expect(matchesPattern(name, pattern)).toBe(matches);
  });

  it('get their events from a poller, and their failures stay their own', async () => {
    vi.useFakeTimers();
    const seen: string[] = [];
    class Payments extends BaseSubscriber {
      static override subscribesTo() {
        return ['payment.*'];
      }
      handle(event: DomainEvent) {
        seen.push(event.eventName);
        if (event.eventName === 'payment.bad') throw new Error('no');
      }
      override onHandleError(event: DomainEvent, error: Error) {
        seen.push(`${event.eventName} failed: ${error.message}`);
      }
    }
    class Broken extends BaseSubscriber {
      constructor() {
        super();
        throw new Error('cannot be made');
      }
      handle() {}
    }
    const queue = ['payment.bad', 'order.done', 'payment.done'].map(eventNamed);
    const poller = new InProcessDomainEventPoller({ maxEventsPerPoll: 2 });
    poller.setPollFunction(() => queue.shift() ?? null);
    const registry = SubscriberRegistry.instance;
    registry.register(Broken);
    registry.register(Payments);
    quietly(() => registry.startAll(poller));
    poller.start();
    await vi.advanceTimersByTimeAsync(50);
    expect(seen).toEqual(['payment.bad', 'payment.bad failed: no', 'payment.done']);
    expect(registry.stats).toMatchObject({ started: true, activeCount: 1, subscribers: [{ patterns: ['payment.*'] }] });
    expect(poller.stats).toMatchObject({ eventsProcessed: 3, eventsLagged: 1, running: true });

    registry.stopAll();
    queue.push(eventNamed('payment.late'));
    await vi.advanceTimersByTimeAsync(50);
    expect(seen).not.toContain('payment.late');
    poller.stop();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('and the poller reports what its callbacks throw', async () => {
    vi.useFakeTimers();
    const errors: string[] = [];
    const poller = new InProcessDomainEventPoller();
    const heard: string[] = [];
    poller.subscribe('*', () => Promise.reject(new Error('callback')));
    poller.subscribe('*', ({ eventName }) => void heard.push(eventName));
    poller.onError((error) => errors.push(error.message));
    let given = false;
    poller.setPollFunction(() => {
      if (given) throw new Error('source');
      given = true;
      return eventNamed('a');
    });
    poller.start();
    await vi.advanceTimersByTimeAsync(10);
    poller.stop();
    expect(errors).toEqual(['callback', 'source']);
    expect(heard).toEqual(['a']);
  });
});

describe('the native form of an event', () => {
  it('becomes a domain event', () => {
    const metadata = {
      taskUuid: 't',
      stepName: 'charge',
      namespace: 'shop',
      correlationId: 'c',
      firedAt: '2026-01-02T03:04:05Z',
    };
    const event = { eventId: 'e', eventName: 'paid', eventVersion: '1.0', metadata, payload: { id: 1 } };
    expect(ffiEventToDomainEvent(event)).toEqual({
      eventId: 'e',
      eventName: 'paid',
      payload: { id: 1 },
      metadata: {
        taskUuid: 't',
        stepUuid: '',
        stepName: 'charge',
        namespace: 'shop',
        correlationId: 'c',
        firedAt: '2026-01-02T03:04:05Z',
        eventVersion: '1.0',
      },
      executionResult: { success: true, result: { id: 1 } },
    });
  });
});
