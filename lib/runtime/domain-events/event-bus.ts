/** A domain event on its way out of the function, in the fields of an EventBridge event. */
export interface BusEvent {
  /** `tasker.` and the template's namespace. */
  readonly source: string;
  /** The event's name, such as `payment.processed`. */
  readonly detailType: string;
  /** ISO 8601. */
  readonly time: string;
  /** The ARN of the task's execution. */
  readonly resources: readonly string[];
  /** The event itself, in Tasker's form. */
  readonly detail: object;
  /** How the event travels: by the bus, within the function, or both. */
  readonly delivery: 'durable' | 'fast' | 'broadcast';
}

/** Takes domain events. */
export interface EventBus {
  /** Whether it wants events that travel within the function alone, too: those who watch do. @default false */
  readonly seesFast?: boolean;
  /** Takes an event for good, or rejects with the reason why it cannot. */
  put(event: BusEvent): Promise<void>;
}
