/* eslint-disable @typescript-eslint/no-unused-vars -- the hooks have their parameters for those who override them */
import { createLogger, type Logger } from '../log/logger.ts';
import type { EventDeclaration, StepEventContext, StepResult } from './domain-event.ts';

/** What a publisher is given to publish. */
export interface PublishContext {
  /** The event's name. */
  readonly eventName: string;
  /** The step's outcome. */
  readonly stepResult: StepResult;
  /** How the template declares the event. */
  readonly eventDeclaration?: EventDeclaration;
  /** The step that the event is about. */
  readonly stepContext?: StepEventContext;
}

/**
 * Shapes a step's outcome into an event. The orchestrator sends it; a publisher only prepares it and may refuse. Tasker:
 * "Domain events".
 *
 * @example
 * ```ts
 * import { BasePublisher, type StepResult } from 'tasker-sfn/runtime';
 *
 * export class PaymentPublisher extends BasePublisher {
 *   readonly publisherName = 'payment';
 *
 *   override shouldPublish({ success }: StepResult) {
 *     return success;
 *   }
 * }
 * ```
 */
export abstract class BasePublisher {
  /** A logger whose lines say that they are about domain events. */
  protected readonly logger: Logger = createLogger({ component: 'domain-events' });

  /** The name in a template's `publisher:`. */
  abstract readonly publisherName: string;

  /** Makes the event's payload; the step's result as it is unless a subclass says otherwise. */
  transformPayload(
    stepResult: StepResult,
    _declaration?: EventDeclaration,
    _context?: StepEventContext,
  ): Record<string, unknown> {
    return stepResult.result ?? {};
  }

  /** Whether the event is published at all; true unless a subclass says otherwise. */
  shouldPublish(_stepResult: StepResult, _declaration?: EventDeclaration, _context?: StepEventContext): boolean {
    return true;
  }

  /** Fields to add to the event's metadata; none unless a subclass says otherwise. */
  additionalMetadata(
    _stepResult: StepResult,
    _declaration?: EventDeclaration,
    _context?: StepEventContext,
  ): Record<string, unknown> {
    return {};
  }

  /** False keeps the event back. */
  beforePublish(eventName: string, _payload: Record<string, unknown>, _metadata: Record<string, unknown>): boolean {
    this.logger.debug('Publishing an event', { event: eventName });
    return true;
  }

  /** Runs after the event was published. */
  afterPublish(eventName: string, _payload: Record<string, unknown>, _metadata: Record<string, unknown>): void {
    this.logger.debug('Published an event', { event: eventName });
  }

  /** Runs when a hook around the publication throws; logs the error unless a subclass says otherwise. */
  onPublishError(eventName: string, error: Error, _payload: Record<string, unknown>): void {
    this.logger.error('An event could not be published', { event: eventName, error: error.message });
  }

  /** Runs the hooks above in order; false when one of them kept the event back or failed. */
  publish({ eventName, stepResult, eventDeclaration, stepContext }: PublishContext): boolean {
    if (!this.shouldPublish(stepResult, eventDeclaration, stepContext)) return false;
    const payload = this.transformPayload(stepResult, eventDeclaration, stepContext);
    const { taskUuid, stepUuid, stepName, namespace } = stepContext ?? {};
    const metadata = {
      publisher: this.publisherName,
      publishedAt: new Date().toISOString(),
      ...(stepContext && { taskUuid, stepUuid, stepName, namespace }),
      ...this.additionalMetadata(stepResult, eventDeclaration, stepContext),
    };
    try {
      if (!this.beforePublish(eventName, payload, metadata)) return false;
      this.afterPublish(eventName, payload, metadata);
      return true;
    } catch (error) {
      this.onPublishError(eventName, error instanceof Error ? error : new Error(String(error)), payload);
      return false;
    }
  }
}

/** Publishes a step's result as it is. */
export class DefaultPublisher extends BasePublisher {
  readonly publisherName = 'default';
}
