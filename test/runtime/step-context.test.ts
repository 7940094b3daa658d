import { describe, expect, it } from 'vitest';
import { makeContext } from '../../lib/runtime/adapter/make-context.ts';
import type { JsonObject } from '../../lib/json.ts';
import { StepContext } from '../../lib/runtime/index.ts';
import { plainSource } from '../../lib/runtime/results/result-source.ts';
import { type EventChanges, sampleCall } from './sample-event.ts';

function contextOf(changes: EventChanges, results: Readonly<Record<string, JsonObject>> = {}): StepContext {
  const sources = Object.entries(results).map(([step, result]) => plainSource(step, result));
  return makeContext(sampleCall(changes), sources, { handlerName: 'Shop.ChargeHandler' });
}

describe('StepContext', () => {
  it('carries what the task and the step are', () => {
    const context = contextOf({ attempt: 2, step: { config: { currency: 'EUR' } } });
    expect(context).toMatchObject({
      taskUuid: 'task-1',
      correlationId: 'corr-1',
      handlerName: 'Shop.ChargeHandler',
      inputData: { order: 7 },
      stepConfig: { currency: 'EUR' },
      stepInputs: { currency: 'EUR' },
      retryCount: 1,
      maxRetries: 3,
    });
    expect(context.event.task).toMatchObject({ namespace: 'shop', name: 'checkout', version: '1.0.0' });
    expect(context.event.stepDefinition.handlerCallable).toBe('Shop::ChargeHandler');
  });

  it('is the whole of what Tasker hands to its workers', () => {
    const { event } = contextOf(
      {
        task: {
          request: {
            context: { order: 7 },
            correlation_id: 'corr-1',
            parent_correlation_id: 'corr-0',
            initiator: 'ada',
            source_system: 'web',
            reason: 'order',
            tags: ['vip'],
            priority: 5,
            requested_at: '2026-01-01T00:00:00Z',
          },
        },
        attempt: 2,
        step: {
          method: 'refund',
          config: { a: 1 },
          timeout_seconds: 9,
          dependencies: ['create_order'],
        },
      },
      { create_order: { id: 1 } },
    );
    const uuid = expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    const startedAt = '2026-01-02T03:04:05.000Z';
    expect(event).toEqual({
      eventId: uuid,
      taskUuid: 'task-1',
      stepUuid: uuid,
      correlationId: 'corr-1',
      taskCorrelationId: 'corr-1',
      parentCorrelationId: 'corr-0',
      task: {
        taskUuid: 'task-1',
        namedTaskUuid: uuid,
        name: 'checkout',
        namespace: 'shop',
        version: '1.0.0',
        context: { order: 7 },
        correlationId: 'corr-1',
        parentCorrelationId: 'corr-0',
        complete: false,
        priority: 5,
        initiator: 'ada',
        sourceSystem: 'web',
        reason: 'order',
        tags: ['vip'],
        identityHash: 'task-1',
        createdAt: startedAt,
        updatedAt: startedAt,
        requestedAt: '2026-01-01T00:00:00Z',
        redriveCount: 0,
      },
      workflowStep: {
        workflowStepUuid: event.stepUuid,
        taskUuid: 'task-1',
        namedStepUuid: uuid,
        name: 'charge',
        templateStepName: 'charge',
        retryable: true,
        maxAttempts: 3,
        attempts: 1,
        inProcess: true,
        processed: false,
        inputs: { a: 1 },
        createdAt: startedAt,
        updatedAt: startedAt,
      },
      stepDefinition: {
        name: 'charge',
        handlerCallable: 'Shop::ChargeHandler',
        handlerMethod: 'refund',
        handlerInitialization: { a: 1 },
        dependencies: ['create_order'],
        timeoutSeconds: 9,
        retryRetryable: true,
        retryMaxAttempts: 3,
      },
      dependencyResults: {
        create_order: {
          stepUuid: uuid,
          success: true,
          result: { id: 1 },
          status: 'completed',
        },
      },
    });
    const ids = [event.eventId, event.stepUuid, event.task.namedTaskUuid, event.workflowStep.namedStepUuid];
    expect(new Set([...ids, event.dependencyResults.create_order!.stepUuid]).size).toBe(5);
  });

  it('leaves out what a bare request does not say, or has it as what it must be', () => {
    const { event } = contextOf({ task: { request: {} } });
    expect(event.task).toMatchObject({
      context: {},
      priority: 0,
      initiator: undefined,
      sourceSystem: undefined,
      reason: undefined,
      tags: undefined,
      parentCorrelationId: undefined,
      requestedAt: event.task.createdAt,
    });
    expect(event.parentCorrelationId).toBeUndefined();
    expect(event.stepDefinition).toMatchObject({
      handlerMethod: undefined,
      timeoutSeconds: undefined,
      handlerInitialization: {},
    });
    expect(event.workflowStep.inputs).toEqual({});
  });

  it('is the same where it is made from the event', () => {
    const context = contextOf({ attempt: 2, step: { config: { currency: 'EUR' } } }, { a: { id: 1 } });
    const again = StepContext.fromFfiEvent(context.event, context.handlerName, () => 7, 'trace');
    expect(again).toEqual(context);
    expect(again.event).toBe(context.event);
    expect(again.dependencyResults).toBe(context.event.dependencyResults);
    expect([again.stepUuid, again.redriveCount, again.checkpoint]).toEqual([context.stepUuid, 0, null]);
    expect([again.getRemainingTimeInMillis(), again.traceparent]).toEqual([7, 'trace']);
  });

  it('takes what is no object for an empty one', () => {
    const { event } = contextOf({});
    for (const context of [null, 'text', 7]) {
      const other = StepContext.fromFfiEvent({ ...event, task: { ...event.task, context } }, 'X');
      expect(other.inputData).toEqual({});
    }
  });

  it('uses the task as correlation id when the request has none', () => {
    expect(contextOf({ task: { request: {} } })).toMatchObject({ correlationId: 'task-1', inputData: {} });
  });

  it('gives a step the same UUID on every attempt, and another in another task', () => {
    const uuid = contextOf({}).stepUuid;
    expect(uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(contextOf({ attempt: 3 }).stepUuid).toBe(uuid);
    expect(contextOf({ step: { name: 'refund' } }).stepUuid).not.toBe(uuid);
    expect(contextOf({ task: { arn: 'arn:aws:states:us-east-1:1:execution:m:other' } }).stepUuid).not.toBe(uuid);
  });

  it('reads inputs, with a default for absent ones alone', () => {
    const context = contextOf({ task: { request: { context: { order: 7, note: null } } } });
    expect(context.getInput('order')).toBe(7);
    expect(context.getInput('toString')).toBeUndefined();
    expect(context.getInputOr('order', 1)).toBe(7);
    expect(context.getInputOr('amount', 1)).toBe(1);
    expect(context.getInputOr('note', 'none')).toBeNull();
  });

  it('reads a configuration that travelled as text', () => {
    expect(contextOf({ step: { config: '{"path":"$.x"}' } }).getConfig('path')).toBe('$.x');
  });

  it('reads the results of ancestors', () => {
    const context = contextOf({}, { a: { id: 1, deep: { er: null } }, ab: { id: 2 }, b: {} });
    expect(context.getDependencyResult('a')).toEqual({ id: 1, deep: { er: null } });
    expect(context.getDependencyResult('nobody')).toBeNull();
    expect(context.getDependencyResult('constructor')).toBeNull();
    expect(context.getDependencyField('a', 'id')).toBe(1);
    expect(context.getDependencyField('a', 'deep', 'er', 'x')).toBeNull();
    expect(context.getDependencyField('a', 'none')).toBeUndefined();
    expect(context.getDependencyField('nobody', 'id')).toBeNull();
    expect(context.getDependencyResultKeys()).toEqual(['a', 'ab', 'b']);
    expect(context.getAllDependencyResults('a')).toEqual([{ id: 1, deep: { er: null } }, { id: 2 }]);
    expect(context.dependencyResults.a).toMatchObject({ success: true, status: 'completed' });
  });

  it.each([
    [0, false, false],
    [1, true, false],
    [2, true, true],
  ])('after %i retries: a retry %s, the last one %s', (retries, isRetry, isLast) => {
    const context = contextOf({ attempt: retries + 1 });
    expect([context.isRetry(), context.isLastRetry()]).toEqual([isRetry, isLast]);
  });

  it('has no checkpoint unless the event has one', () => {
    expect(contextOf({})).toMatchObject({ checkpoint: null, checkpointCursor: null, checkpointItemsProcessed: 0 });
    const { event } = contextOf({});
    const checkpoint = { cursor: 5, items_processed: 50, accumulated_results: { sum: 1 } };
    const resumed = StepContext.fromFfiEvent({ ...event, workflowStep: { ...event.workflowStep, checkpoint } }, 'X');
    expect(resumed.hasCheckpoint()).toBe(true);
    expect(resumed).toMatchObject({
      checkpointCursor: 5,
      checkpointItemsProcessed: 50,
      accumulatedResults: { sum: 1 },
    });
  });
});
