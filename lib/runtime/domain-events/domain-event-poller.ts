import type { DomainEvent } from './domain-event.ts';
import { matchesPattern } from './event-pattern.ts';

export type DomainEventCallback = (event: DomainEvent) => void | Promise<void>;
export type DomainEventErrorCallback = (error: Error) => void;

export interface DomainEventPollerConfig {
  /** @default 10 */
  readonly pollIntervalMs?: number;
  /** @default 100 */
  readonly maxEventsPerPoll?: number;
}

export interface PollerStats {
  readonly pollCount: number;
  readonly eventsProcessed: number;
  /** Polls that ended at `maxEventsPerPoll`, so that more events may be waiting. */
  readonly eventsLagged: number;
  readonly running: boolean;
}

/** Takes events from a source again and again and hands them to subscribers. */
export class InProcessDomainEventPoller {
  readonly #pollIntervalMs: number;
  readonly #maxEventsPerPoll: number;
  readonly #subscriptions = new Map<string, DomainEventCallback[]>();
  readonly #errorCallbacks: DomainEventErrorCallback[] = [];
  #poll: () => DomainEvent | null = () => null;
  #timer: NodeJS.Timeout | undefined;
  #running = false;
  #pollCount = 0;
  #eventsProcessed = 0;
  #eventsLagged = 0;

  constructor(config: DomainEventPollerConfig = {}) {
    this.#pollIntervalMs = config.pollIntervalMs ?? 10;
    this.#maxEventsPerPoll = config.maxEventsPerPoll ?? 100;
  }

  /** The source of events; without one there are none. */
  setPollFunction(poll: () => DomainEvent | null): void {
    this.#poll = poll;
  }

  subscribe(pattern: string, callback: DomainEventCallback): void {
    this.#subscriptions.set(pattern, [...(this.#subscriptions.get(pattern) ?? []), callback]);
  }

  unsubscribe(pattern: string): void {
    this.#subscriptions.delete(pattern);
  }

  onError(callback: DomainEventErrorCallback): void {
    this.#errorCallbacks.push(callback);
  }

  start(): void {
    if (this.#running) return;
    this.#running = true;
    this.#schedule();
  }

  stop(): void {
    this.#running = false;
    clearTimeout(this.#timer);
  }

  get isRunning(): boolean {
    return this.#running;
  }

  get stats(): PollerStats {
    return {
      pollCount: this.#pollCount,
      eventsProcessed: this.#eventsProcessed,
      eventsLagged: this.#eventsLagged,
      running: this.#running,
    };
  }

  #schedule(): void {
    if (this.#running) this.#timer = setTimeout(() => void this.#cycle(), this.#pollIntervalMs);
  }

  async #cycle(): Promise<void> {
    this.#pollCount++;
    let taken = 0;
    try {
      for (; taken < this.#maxEventsPerPoll; taken++) {
        const event = this.#poll();
        if (event === null) break;
        await this.#dispatch(event);
        this.#eventsProcessed++;
      }
    } catch (error) {
      this.#report(error);
    }
    if (taken === this.#maxEventsPerPoll) this.#eventsLagged++;
    this.#schedule();
  }

  async #dispatch(event: DomainEvent): Promise<void> {
    for (const [pattern, callbacks] of this.#subscriptions) {
      if (!matchesPattern(event.eventName, pattern)) continue;
      for (const callback of callbacks) {
        try {
          await callback(event);
        } catch (error) {
          this.#report(error);
        }
      }
    }
  }

  #report(error: unknown): void {
    this.#errorCallbacks.forEach((callback) => callback(error instanceof Error ? error : new Error(String(error))));
  }
}
