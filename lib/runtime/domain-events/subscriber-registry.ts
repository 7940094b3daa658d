import { logError } from '../log/logger.ts';
import type { InProcessDomainEventPoller } from './domain-event-poller.ts';
import type { BaseSubscriber, SubscriberClass } from './subscriber.ts';

export interface SubscriberStats {
  readonly started: boolean;
  readonly subscriberCount: number;
  readonly activeCount: number;
  readonly subscribers: readonly {
    readonly className: string;
    readonly active: boolean;
    readonly patterns: readonly string[];
  }[];
}

/** The subscribers of a process; started and stopped together. */
export class SubscriberRegistry {
  static #instance: SubscriberRegistry | undefined;
  #classes: SubscriberClass[] = [];
  #subscribers: BaseSubscriber[] = [];
  #started = false;

  static get instance(): SubscriberRegistry {
    return (SubscriberRegistry.#instance ??= new SubscriberRegistry());
  }

  /** The class is instantiated when all are started. */
  register(subscriberClass: SubscriberClass): void {
    this.#classes.push(subscriberClass);
  }

  registerInstance(subscriber: BaseSubscriber): void {
    this.#subscribers.push(subscriber);
  }

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

  stopAll(): void {
    if (!this.#started) return;
    this.#started = false;
    for (const subscriber of this.#subscribers) {
      attempt(`The subscriber "${subscriber.constructor.name}" did not stop`, () => subscriber.stop());
    }
  }

  get isStarted(): boolean {
    return this.#started;
  }

  get count(): number {
    return this.#classes.length + this.#subscribers.length;
  }

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
