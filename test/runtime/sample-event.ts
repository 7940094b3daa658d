import type { JsonObject } from '../../lib/json.ts';
import {
  WIRE_VERSION,
  type ResultBudget,
  type RetryState,
  type StepEvent,
  type WireStep,
} from '../../lib/contract/step-event.ts';
import type { TaskRequest } from '../../lib/contract/task-request.ts';
import { readCall } from '../../lib/runtime/adapter/read-call.ts';
import { readUnusualCall } from '../../lib/runtime/adapter/read-unusual-call.ts';
import type { StepCall } from '../../lib/runtime/adapter/step-call.ts';

/** What a test wants to differ from the ordinary event. */
export interface EventChanges {
  readonly task?: { readonly id?: string; readonly arn?: string; readonly request?: TaskRequest };
  readonly step?: Partial<WireStep>;
  /** Which run it is, from 1. */
  readonly attempt?: number;
  readonly retry?: RetryState;
  /** Results of dependencies by step name. */
  readonly dependencies?: Readonly<Record<string, { readonly result: JsonObject }>>;
  readonly budget?: ResultBudget;
}

/** An event as the state machine sends it. */
export function sampleEvent(changes: EventChanges = {}): StepEvent {
  const { task = {}, attempt = 1, dependencies = {} } = changes;
  const step: WireStep = {
    name: 'charge',
    callable: 'Shop::ChargeHandler',
    dependencies: Object.keys(dependencies),
    ...changes.step,
  };
  const budget = changes.budget ?? { steps: 5, reserved: 4_096 };
  const retry = changes.retry ?? (attempt === 1 ? undefined : { Cause: `@1@2@${attempt - 1}@${step.name}@` });
  return {
    step,
    data: {
      task: { wire: WIRE_VERSION, template: ['shop', 'checkout', '1.0.0'], budget: { ...budget } },
      ...(retry !== undefined && { retry: { ...retry } }),
      steps: Object.fromEntries(
        Object.entries(dependencies).map(([name, { result }]) => [name, { result, after: [] }]),
      ),
    },
    execution: {
      Execution: {
        Id: task.arn ?? 'arn:aws:states:us-east-1:123456789012:execution:shop-checkout-1_0_0:task-1',
        Name: task.id ?? 'task-1',
        StartTime: '2026-01-02T03:04:05.000Z',
        Input: task.request === undefined ? { context: { order: 7 }, correlation_id: 'corr-1' } : task.request,
      },
    },
  };
}

/** The same, as the runtime reads it. */
export function sampleCall(changes: EventChanges = {}): StepCall {
  return lookAt(sampleEvent(changes));
}

/** An event, as the runtime reads it. */
export function lookAt(event: unknown): StepCall {
  return readCall(event) ?? readUnusualCall(event);
}
