import type { DomainEvent } from './domain-event.ts';
import { matchesPattern } from '../../contract/event-pattern.ts';

/** Takes an event. What it throws goes to the error callbacks. */
export type DomainEventCallback = (event: DomainEvent) => void | Promise<void>;
/** Takes an error of the source or of a subscriber. */
export type DomainEventErrorCallback = (error: Error) => void;

/** How often an {@link InProcessDomainEventPoller} asks, and for how much. */
export interface DomainEventPollerConfig {
  /** Milliseconds between two polls. @default 10 */
  readonly pollIntervalMs?: number;
  /** Events that one poll takes at most. @default 100 */
  readonly maxEventsPerPoll?: number;
}

/** What a poller has done so far. */
export interface PollerStats {
  /** Polls so far. */
  readonly pollCount: number;
  /** Events that were handed on. */
  readonly eventsProcessed: number;
  /** Polls that ended at `maxEventsPerPoll`, so that more events may be waiting. */
  readonly eventsLagged: number;
  /** Whether it polls. */
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

  /** Calls back for every event whose name fits the pattern, where `*` stands for any text. */
  subscribe(pattern: string, callback: DomainEventCallback): void {
    this.#subscriptions.set(pattern, [...(this.#subscriptions.get(pattern) ?? []), callback]);
  }

  /** Ends all subscriptions to the pattern. */
  unsubscribe(pattern: string): void {
    this.#subscriptions.delete(pattern);
  }

  /** Calls back for every error of the source and of subscribers; nobody else hears of them. */
  onError(callback: DomainEventErrorCallback): void {
    this.#errorCallbacks.push(callback);
  }

  /** Starts to poll; a second call changes nothing. */
  start(): void {
    if (this.#running) return;
    this.#running = true;
    this.#schedule();
  }

  /** Stops to poll; the event in hand is still handed on. */
  stop(): void {
    this.#running = false;
    clearTimeout(this.#timer);
  }

  /** Whether it polls. */
  get isRunning(): boolean {
    return this.#running;
  }

  /** What it has done so far. */
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
