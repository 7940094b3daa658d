/** How a template declares an event of a step. */
export interface EventDeclaration {
  readonly name: string;
  readonly condition?: 'success' | 'failure' | 'retryable_failure' | 'permanent_failure' | 'always';
  readonly deliveryMode?: 'durable' | 'fast' | 'broadcast';
  readonly publisher?: string;
  readonly schema?: Record<string, unknown>;
}

/** The step that an event is about. */
export interface StepEventContext {
  readonly taskUuid: string;
  readonly stepUuid: string;
  readonly stepName: string;
  readonly namespace: string;
  readonly correlationId: string;
  readonly result?: Record<string, unknown>;
  readonly metadata: Record<string, unknown>;
}

/** The outcome of the step that an event is about. */
export interface StepResult {
  readonly success: boolean;
  readonly result?: Record<string, unknown>;
  readonly metadata?: Record<string, unknown>;
}

export interface DomainEventMetadata {
  readonly taskUuid: string;
  readonly stepUuid: string;
  readonly stepName?: string;
  readonly namespace: string;
  readonly correlationId: string;
  /** ISO 8601. */
  readonly firedAt: string;
  readonly publisher?: string;
  readonly [field: string]: unknown;
}

/** Something that happened, for others to act on. Tasker: "Domain events". */
export interface DomainEvent {
  readonly eventId: string;
  readonly eventName: string;
  readonly payload: Record<string, unknown>;
  readonly metadata: DomainEventMetadata;
  readonly executionResult: StepResult;
}

/** A domain event as Tasker's native module hands it over. */
export interface FfiDomainEvent {
  readonly eventId: string;
  readonly eventName: string;
  readonly eventVersion: string;
  readonly metadata: {
    readonly taskUuid: string;
    readonly stepUuid: string | null;
    readonly stepName: string | null;
    readonly namespace: string;
    readonly correlationId: string;
    readonly firedAt: string;
    readonly firedBy: string | null;
  };
  readonly payload: Record<string, unknown>;
}

/** Fills in a step context's defaults. */
export function createStepEventContext(
  data: Pick<StepEventContext, 'taskUuid' | 'stepUuid' | 'stepName'> & Partial<StepEventContext>,
): StepEventContext {
  return { namespace: 'default', correlationId: data.taskUuid, metadata: {}, ...definedFields(data) };
}

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
      ...(stepName !== null && { stepName }),
      ...(firedBy !== null && { publisher: firedBy }),
    },
    executionResult: { success: true, result: event.payload },
  };
}

function definedFields<T extends object>(data: T): T {
  return Object.fromEntries(Object.entries(data).filter(([, value]) => value !== undefined)) as T;
}
