import type { StepEvent } from '../../lib/contract/step-event.ts';

/** What a test wants to differ from the ordinary event. */
export interface EventChanges {
  readonly task?: Partial<StepEvent['task']>;
  readonly step?: Partial<StepEvent['step']>;
  readonly retry?: StepEvent['retry'];
  readonly dependencies?: StepEvent['dependencies'];
  readonly budget?: StepEvent['budget'];
}

/** An event as the state machine sends it. */
export function sampleEvent(changes: EventChanges = {}): StepEvent {
  return {
    task: {
      id: 'task-1',
      arn: 'arn:aws:states:us-east-1:123456789012:execution:shop-checkout-1_0_0:task-1',
      namespace: 'shop',
      name: 'checkout',
      version: '1.0.0',
      started_at: '2026-01-02T03:04:05.000Z',
      request: { context: { order: 7 }, correlation_id: 'corr-1' },
      ...changes.task,
    },
    step: {
      name: 'charge',
      callable: 'Shop::ChargeHandler',
      dependencies: [],
      retryable: true,
      max_attempts: 3,
      retry_count: 0,
      ...changes.step,
    },
    retry: changes.retry ?? { step: '', attempts: 0 },
    dependencies: changes.dependencies ?? {},
    budget: changes.budget ?? { steps: 5, reserved: 4_096 },
  };
}
