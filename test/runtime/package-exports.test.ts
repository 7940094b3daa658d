import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as runtime from '@tasker-systems/tasker';
import { NotAvailableError } from '../../lib/runtime/index.ts';

/** The values that Tasker's own package exports, so that any handler module's imports are found. */
const working = `
  APIMixin ApiHandler ApiResponse BasePublisher BaseSubscriber BatchableMixin ClassLookupResolver Decision DecisionHandler
  DecisionMixin DecisionType DefaultPublisher DuplicatePublisherError ErrorType ExplicitMappingResolver HandlerRegistry
  InProcessDomainEventPoller MethodDispatchError MethodDispatchWrapper NoResolverMatchError PermanentError
  PublisherNotFoundError PublisherRegistry PublisherValidationError RegistryFrozenError RegistryResolver ResolutionError
  ResolverChain ResolverNotFoundError RetryableError StepContext StepHandler StepHandlerResult SubscriberRegistry
  TaskerClientError aggregateBatchResults applyAPI applyBatchable applyDecision createBatchWorkerContext createBatches
  createDomainEvent createLogger createStepEventContext defineApiHandler defineBatchAnalyzer defineBatchWorker
  defineDecisionHandler defineHandler effectiveMethod ffiEventToDomainEvent fromCallable fromDto hasResolverHint
  EventNames MetricsEventNames PollerEventNames StepEventNames WorkerEventNames
  getTaskerClient isCreateBatches isNoBatches isStandardErrorType isTypicallyRetryable logDebug logError logInfo logTrace logWarn noBatches
  normalizeToDefinition usesMethodDispatch`;

/** Documented by Tasker, though its package does not export them. */
const documented = 'BatchableStepHandler detectAggregationScenario';

const unavailable = `
  EventPoller EventSystem FfiLayer HandlerSystem ShutdownController
  StepExecutionSubscriber TaskerClient TaskerEventEmitter WorkerServer bootstrapWorker
  createEventPoller createFfiPollAdapter getFfiLayer getRustVersion getVersion getWorkerStatus healthCheck
  isWorkerRunning stopWorker transitionToGracefulShutdown`;

const namesIn = (text: string) => text.split(/\s+/).filter(Boolean);
const exports = runtime as Record<string, any>;

describe('the drop-in for @tasker-systems/tasker', () => {
  it('has all 92 values', () => {
    expect(new Set([...namesIn(working), ...namesIn(unavailable)]).size).toBe(92);
  });

  it('is listed whole in the reference, and nothing that throws is said to work', () => {
    const page = readFileSync(join(import.meta.dirname, '../../docs/reference/tasker-package.md'), 'utf8');
    const rows = page.split('\n').filter((line) => line.startsWith('| `'));
    const rowOf = (name: string) => rows.find((row) => row.split('|')[1]?.includes(`\`${name}\``));
    for (const name of namesIn(`${working} ${documented}`))
      expect(rowOf(name) ?? 'throws when used: it is not listed', name).not.toMatch(/throws? when used/);
    for (const name of namesIn(unavailable)) expect(rowOf(name), name).toMatch(/throws? when used/);
  });

  it.each(namesIn(`${working} ${documented}`))('has %s', (name) => {
    expect(exports[name]).toBeDefined();
  });

  it.each(namesIn(unavailable))('has %s, which says that it is not available when it is used', (name) => {
    const value = exports[name];
    expect(() => value()).toThrow(NotAvailableError);
    expect(() => new value()).toThrow(`"${name}" is not available in tasker-sfn.`);
    expect(() => value.start).toThrow(NotAvailableError);
    expect(runtime.isHandlerClass(value)).toBe(false);
  });

  it('has the names of events as constants', () => {
    const step: runtime.StepEventName = runtime.StepEventNames.STEP_EXECUTION_FAILED;
    expect(step).toBe('step.execution.failed');
    expect(Object.values(runtime.EventNames)).toHaveLength(18);
    for (const [key, name] of Object.entries(runtime.EventNames)) {
      expect(name).toBe(key.toLowerCase().replaceAll('_', '.'));
    }
  });

  it('has enums whose members are types', () => {
    const timeout: runtime.ErrorType.TIMEOUT = runtime.ErrorType.TIMEOUT;
    const kind: runtime.DecisionType.NO_BRANCHES = runtime.DecisionType.NO_BRANCHES;
    expect([timeout, kind]).toEqual(['timeout', 'no_branches']);
    // @ts-expect-error: another member is another type
    const other: runtime.ErrorType.TIMEOUT = runtime.ErrorType.HANDLER_ERROR;
    expect(other).toBe('handler_error');
  });

  it('lets what is not available be passed around', async () => {
    expect(await Promise.resolve(runtime.WorkerServer)).toBe(runtime.WorkerServer);
    expect(String(runtime.getVersion.name)).toBe('unavailableExport');
  });
});
