/* eslint-disable @typescript-eslint/no-unused-vars -- the hooks have their parameters for those who override them */
import { createLogger, type Logger } from '../log/logger.ts';
import type { DomainEvent } from './domain-event.ts';
import type { InProcessDomainEventPoller } from './domain-event-poller.ts';
import { matchesPattern } from '../../contract/event-pattern.ts';

/** A subscriber's class, as registries take it. */
export interface SubscriberClass {
  /** The names of its events, where `*` stands for any text. */
  subscribesTo(): string[];
  new (): BaseSubscriber;
}

/**
 * Acts on events within the process. Tasker: "Domain events".
 *
 * @example
 * ```ts
 * import { BaseSubscriber, type DomainEvent } from 'tasker-sfn/runtime';
 *
 * export class PaymentLog extends BaseSubscriber {
 *   static override subscribesTo() {
 *     return ['payment.*'];
 *   }
 *
 *   handle(event: DomainEvent) {
 *     this.logger.info('A payment', { event: event.eventName });
 *   }
 * }
 * ```
 */
export abstract class BaseSubscriber {
  /** A logger whose lines say that they are about domain events. */
  protected readonly logger: Logger = createLogger({ component: 'domain-events' });
  #active = false;
  #subscriptions: string[] = [];

  /** The names of its events, where `*` stands for any text. */
  static subscribesTo(): string[] {
    return ['*'];
  }

  /** Acts on an event. What it throws goes to {@link onHandleError}. */
  abstract handle(event: DomainEvent): void | Promise<void>;

  /** Whether it has been started and not stopped. */
  get active(): boolean {
    return this.#active;
  }

  /** The patterns that it has subscribed to; none while it is stopped. */
  get subscriptions(): readonly string[] {
    return this.#subscriptions;
  }

  /** False skips the event. */
  beforeHandle(_event: DomainEvent): boolean {
    return true;
  }

  /** Runs after an event was handled without an error. */
  afterHandle(_event: DomainEvent): void {}

  /** Runs when {@link handle} throws; logs the error unless a subclass says otherwise. */
  onHandleError(event: DomainEvent, error: Error): void {
    this.logger.error('A subscriber failed', {
      subscriber: this.constructor.name,
      event: event.eventName,
      error: error.message,
    });
  }

  /** Whether an event of this name is one of its own. */
  matches(eventName: string): boolean {
    return this.#patterns().some((pattern) => matchesPattern(eventName, pattern));
  }

  /** Subscribes to its events; a second call changes nothing. */
  start(poller: InProcessDomainEventPoller): void {
    if (this.#active) return;
    this.#active = true;
    this.#subscriptions = this.#patterns();
    for (const pattern of this.#subscriptions) poller.subscribe(pattern, (event) => this.#take(event));
  }

  /** Takes no more events. */
  stop(): void {
    this.#active = false;
    this.#subscriptions = [];
  }

  #patterns(): string[] {
    return [...(this.constructor as unknown as SubscriberClass).subscribesTo()];
  }

  async #take(event: DomainEvent): Promise<void> {
    if (!this.#active || !this.beforeHandle(event)) return;
    try {
      await this.handle(event);
      this.afterHandle(event);
    } catch (error) {
      this.onHandleError(event, error instanceof Error ? error : new Error(String(error)));
    }
  }
}
