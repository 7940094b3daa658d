/* eslint-disable @typescript-eslint/no-unused-vars -- the hooks have their parameters for those who override them */
import { createLogger, type Logger } from '../log/logger.ts';
import type { DomainEvent } from './domain-event.ts';
import type { InProcessDomainEventPoller } from './domain-event-poller.ts';
import { matchesPattern } from './event-pattern.ts';

/** A subscriber's class, as registries take it. */
export interface SubscriberClass {
  subscribesTo(): string[];
  new (): BaseSubscriber;
}

/** Acts on events within the process. */
export abstract class BaseSubscriber {
  protected readonly logger: Logger = createLogger({ component: 'domain-events' });
  #active = false;
  #subscriptions: string[] = [];

  /** The names of its events, where `*` stands for any text. */
  static subscribesTo(): string[] {
    return ['*'];
  }

  abstract handle(event: DomainEvent): void | Promise<void>;

  get active(): boolean {
    return this.#active;
  }

  get subscriptions(): readonly string[] {
    return this.#subscriptions;
  }

  /** False skips the event. */
  beforeHandle(_event: DomainEvent): boolean {
    return true;
  }

  afterHandle(_event: DomainEvent): void {}

  onHandleError(event: DomainEvent, error: Error): void {
    this.logger.error('A subscriber failed', {
      subscriber: this.constructor.name,
      event: event.eventName,
      error: error.message,
    });
  }

  matches(eventName: string): boolean {
    return this.#patterns().some((pattern) => matchesPattern(eventName, pattern));
  }

  start(poller: InProcessDomainEventPoller): void {
    if (this.#active) return;
    this.#active = true;
    this.#subscriptions = this.#patterns();
    for (const pattern of this.#subscriptions) poller.subscribe(pattern, (event) => this.#take(event));
  }

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
