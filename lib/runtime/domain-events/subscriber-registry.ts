import { logError } from '../log/logger.ts';
import type { InProcessDomainEventPoller } from './domain-event-poller.ts';
import type { BaseSubscriber, SubscriberClass } from './subscriber.ts';

/** The state of the subscribers in a {@link SubscriberRegistry}. */
export interface SubscriberStats {
  /** Whether the registry has been started. */
  readonly started: boolean;
  /** How many subscribers there are; classes count once they are started. */
  readonly subscriberCount: number;
  /** How many of them take events. */
  readonly activeCount: number;
  /** Each subscriber, in the order of registration. */
  readonly subscribers: readonly {
    /** The name of the subscriber's class. */
    readonly className: string;
    /** Whether it takes events. */
    readonly active: boolean;
    /** The names of its events, where `*` stands for any text. */
    readonly patterns: readonly string[];
  }[];
}

/** The subscribers of a process; started and stopped together. */
export class SubscriberRegistry {
  static #instance: SubscriberRegistry | undefined;
  #classes: SubscriberClass[] = [];
  #subscribers: BaseSubscriber[] = [];
  #started = false;

  /** The registry of this process. */
  static get instance(): SubscriberRegistry {
    return (SubscriberRegistry.#instance ??= new SubscriberRegistry());
  }

  /** The same as {@link SubscriberRegistry.instance}. */
  static getInstance(): SubscriberRegistry {
    return SubscriberRegistry.instance;
  }

  /** The class is instantiated when all are started. */
  register(subscriberClass: SubscriberClass): void {
    this.#classes.push(subscriberClass);
  }

  /** Registers a subscriber. */
  registerInstance(subscriber: BaseSubscriber): void {
    this.#subscribers.push(subscriber);
  }

  /** Starts all subscribers; what one of them throws is logged and does not keep the others from starting. */
  startAll(poller: InProcessDomainEventPoller): void {
    if (this.#started) return;
    this.#started = true;
    for (const Class of this.#classes.splice(0)) {
      attempt(`The subscriber "${Class.name}" could not be made`, () => this.#subscribers.push(new Class()));
    }
    for (const subscriber of this.#subscribers) {
      attempt(`The subscriber "${subscriber.constructor.name}" did not start`, () => subscriber.start(poller));
    }
  }

  /** Stops all subscribers; what one of them throws is logged. */
  stopAll(): void {
    if (!this.#started) return;
    this.#started = false;
    for (const subscriber of this.#subscribers) {
      attempt(`The subscriber "${subscriber.constructor.name}" did not stop`, () => subscriber.stop());
    }
  }

  /** Whether the subscribers have been started. */
  get isStarted(): boolean {
    return this.#started;
  }

  /** How many subscribers and classes of subscribers are registered. */
  get count(): number {
    return this.#classes.length + this.#subscribers.length;
  }

  /** The state of every subscriber. */
  get stats(): SubscriberStats {
    return {
      started: this.#started,
      subscriberCount: this.#subscribers.length,
      activeCount: this.#subscribers.filter(({ active }) => active).length,
      subscribers: this.#subscribers.map((subscriber) => ({
        className: subscriber.constructor.name,
        active: subscriber.active,
        patterns: (subscriber.constructor as unknown as SubscriberClass).subscribesTo(),
      })),
    };
  }

  /** Stops and forgets all subscribers, for tests. */
  reset(): void {
    this.stopAll();
    this.#classes = [];
    this.#subscribers = [];
  }
}

/** One broken subscriber does not keep the others from starting or stopping. */
function attempt(failure: string, action: () => void): void {
  try {
    action();
  } catch (error) {
    logError(failure, { component: 'domain-events', error: String(error) });
  }
}
