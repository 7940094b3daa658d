/** How a template declares an event of a step. */
export interface EventDeclaration {
  /** The event's name. */
  readonly name: string;
  /** After which outcomes of the step the event is published. */
  readonly condition?: 'success' | 'failure' | 'retryable_failure' | 'permanent_failure' | 'always';
  /** How the event travels: by a queue, within the process, or both. */
  readonly deliveryMode?: 'durable' | 'fast' | 'broadcast';
  /** The publisher that shapes the event; absent means the default one. */
  readonly publisher?: string;
  /** The JSON Schema of the payload. */
  readonly schema?: Record<string, unknown>;
}

/** The step that an event is about. */
export interface StepEventContext {
  /** The task's id. */
  readonly taskUuid: string;
  /** The step's id. */
  readonly stepUuid: string;
  /** The step's name. */
  readonly stepName: string;
  /** The template's namespace. */
  readonly namespace: string;
  /** The request's correlation id, or the task's id. */
  readonly correlationId: string;
  /** What the step's handler returned. */
  readonly result?: Record<string, unknown>;
  /** Anything else about the step. */
  readonly metadata: Record<string, unknown>;
}

/** The outcome of the step that an event is about. */
export interface StepResult {
  /** Whether the step succeeded. */
  readonly success: boolean;
  /** What the step's handler returned. */
  readonly result?: Record<string, unknown>;
  /** Anything else about the outcome. */
  readonly metadata?: Record<string, unknown>;
}

/** Where a domain event came from. Fields of one's own may be added. */
export interface DomainEventMetadata {
  /** The task's id. */
  readonly taskUuid: string;
  /** The step's id; empty when the event is about no step. */
  readonly stepUuid: string;
  /** The step's name. */
  readonly stepName?: string;
  /** The template's namespace. */
  readonly namespace: string;
  /** The request's correlation id. */
  readonly correlationId: string;
  /** ISO 8601. */
  readonly firedAt: string;
  /** Who published the event. */
  readonly publisher?: string;
  readonly [field: string]: unknown;
}

/** Something that happened, for others to act on. Tasker: "Domain events". */
export interface DomainEvent {
  /** The event's id. */
  readonly eventId: string;
  /** The event's name, such as `payment.processed`. */
  readonly eventName: string;
  /** What the event says. */
  readonly payload: Record<string, unknown>;
  /** Where the event came from. */
  readonly metadata: DomainEventMetadata;
  /** The outcome of the step that the event is about. */
  readonly executionResult: StepResult;
}

/** A domain event as Tasker's native module hands it over. */
export interface FfiDomainEvent {
  /** The event's id. */
  readonly eventId: string;
  /** The event's name. */
  readonly eventName: string;
  /** The version of the event's form, such as `1.0`. */
  readonly eventVersion: string;
  /** Where the event came from. */
  readonly metadata: {
    /** The task's id. */
    readonly taskUuid: string;
    /** The step's id; absent when the event is about no step. */
    readonly stepUuid?: string;
    /** The step's name; absent when the event is about no step. */
    readonly stepName?: string;
    /** The template's namespace. */
    readonly namespace: string;
    /** The request's correlation id. */
    readonly correlationId: string;
    /** When the event was published. ISO 8601. */
    readonly firedAt: string;
    /** Who published the event; absent when nobody says. */
    readonly firedBy?: string;
  };
  /** What the event says. */
  readonly payload: Record<string, unknown>;
}

/** Fills in a step context's defaults. */
export function createStepEventContext(
  data: Pick<StepEventContext, 'taskUuid' | 'stepUuid' | 'stepName'> & Partial<StepEventContext>,
): StepEventContext {
  return { namespace: 'default', correlationId: data.taskUuid, metadata: {}, ...definedFields(data) };
}

/** Makes a domain event of its fields. */
export function createDomainEvent(
  data: Omit<DomainEvent, 'metadata'> & { readonly metadata: Record<string, unknown> },
): DomainEvent {
  return { ...data, metadata: data.metadata as DomainEventMetadata };
}

/** The event as subscribers take it; the native form knows no outcome, so the payload stands for it. */
export function ffiEventToDomainEvent(event: FfiDomainEvent): DomainEvent {
  const { stepUuid, stepName, firedBy, ...known } = event.metadata;
  return {
    eventId: event.eventId,
    eventName: event.eventName,
    payload: event.payload,
    metadata: {
      ...known,
      stepUuid: stepUuid ?? '',
      eventVersion: event.eventVersion,
      ...(stepName !== undefined && { stepName }),
      ...(firedBy !== undefined && { publisher: firedBy }),
    },
    executionResult: { success: true, result: event.payload },
  };
}

function definedFields<T extends object>(data: T): T {
  return Object.fromEntries(Object.entries(data).filter(([, value]) => value !== undefined)) as T;
}
