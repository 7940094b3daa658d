export {
  createStepFunction,
  type InvocationContext,
  type StepFunction,
  type StepFunctionOptions,
} from './adapter/create-step-function.ts';
export { isHandlerClass, type Handlers, type HandlerSource, type NamedHandler } from './adapter/select-handler.ts';
export {
  APIMixin,
  applyAPI,
  ApiHandler,
  type APICapable,
  type ApiQueryOptions,
  type ApiRequestOptions,
} from './api/api-handler.ts';
export { ApiResponse } from './api/api-response.ts';
export {
  aggregateBatchResults,
  detectAggregationScenario,
  type BatchAggregationScenario,
} from './batch/batch-aggregation.ts';
export { createBatches, isCreateBatches, isNoBatches, noBatches } from './batch/batch-outcome.ts';
export type * from './batch/batch-types.ts';
export { createBatchWorkerContext, type BatchWorkerContext } from './batch/batch-worker-context.ts';
export {
  applyBatchable,
  BatchableMixin,
  BatchableStepHandler,
  type Batchable,
  type BatchableResult,
  type Checkpoint,
  type CheckpointCursor,
} from './batch/batchable-step-handler.ts';
export {
  applyDecision,
  DecisionHandler,
  DecisionMixin,
  DecisionType,
  type DecisionCapable,
  type DecisionPointOutcome,
} from './decision/decision-handler.ts';
export {
  createDomainEvent,
  createStepEventContext,
  ffiEventToDomainEvent,
  type DomainEvent,
  type DomainEventMetadata,
  type EventDeclaration,
  type FfiDomainEvent,
  type StepEventContext,
  type StepResult,
} from './domain-events/domain-event.ts';
export {
  InProcessDomainEventPoller,
  type DomainEventCallback,
  type DomainEventErrorCallback,
  type DomainEventPollerConfig,
  type PollerStats,
} from './domain-events/domain-event-poller.ts';
export {
  DuplicatePublisherError,
  PublisherNotFoundError,
  PublisherRegistry,
  PublisherValidationError,
  RegistryFrozenError,
} from './domain-events/publisher-registry.ts';
export type { BusEvent, EventBus } from './domain-events/event-bus.ts';
export { createPublishingFunction } from './domain-events/create-publishing-function.ts';
export type { EventSetup, PublishedEvent, SchemaError } from './domain-events/publish-events.ts';
export { BasePublisher, DefaultPublisher, type PublishContext } from './domain-events/publisher.ts';
export { SubscriberRegistry, type SubscriberStats } from './domain-events/subscriber-registry.ts';
export { BaseSubscriber, type SubscriberClass } from './domain-events/subscriber.ts';
export { ErrorType, isStandardErrorType, isTypicallyRetryable } from './error-type.ts';
export { PermanentError, RetryableError, type ErrorDescription, type ErrorMetadata } from './errors.ts';
export {
  EventNames,
  MetricsEventNames,
  PollerEventNames,
  StepEventNames,
  WorkerEventNames,
  type EventName,
  type MetricsEventName,
  type PollerEventName,
  type StepEventName,
  type WorkerEventName,
} from './event-names.ts';
export type { StepReply } from '../contract/step-event.ts';
export type * from './ffi-step-event.ts';
export { defineApiHandler, type ApiHandlerArgs, type ApiHandlerOptions } from './functional/define-api-handler.ts';
export { defineBatchAnalyzer, defineBatchWorker, type BatchConfig } from './functional/define-batch-handlers.ts';
export { Decision, defineDecisionHandler } from './functional/define-decision-handler.ts';
export { defineHandler } from './functional/define-handler.ts';
export type { HandlerArgs, HandlerFn, HandlerOptions } from './functional/handler-options.ts';
export { embeddedMetrics } from './log/embedded-metrics.ts';
export type { LogLevel, LogRecord, LogSink } from './log/log-scope.ts';
export {
  createLogger,
  logDebug,
  logError,
  logInfo,
  logTrace,
  logWarn,
  type LogFields,
  type Logger,
  type LogMethod,
} from './log/logger.ts';
export { ClassLookupResolver } from './registry/class-lookup-resolver.ts';
export {
  ExplicitMappingResolver,
  type HandlerEntry,
  type HandlerFactory,
} from './registry/explicit-mapping-resolver.ts';
export {
  effectiveMethod,
  fromCallable,
  fromDto,
  hasResolverHint,
  normalizeToDefinition,
  usesMethodDispatch,
  type HandlerDefinition,
  type HandlerDefinitionDto,
  type HandlerSpec,
} from './registry/handler-definition.ts';
export { handlersOf } from './registry/handlers-of.ts';
export { HandlerRegistry } from './registry/handler-registry.ts';
export { MethodDispatchWrapper } from './registry/method-dispatch-wrapper.ts';
export { RegistryResolver, type RegistryResolverStatic } from './registry/registry-resolver.ts';
export {
  MethodDispatchError,
  NoResolverMatchError,
  ResolutionError,
  ResolverNotFoundError,
} from './registry/resolution-errors.ts';
export { ResolverChain } from './registry/resolver-chain.ts';
export type { BaseResolver, ResolverConfig } from './registry/resolver.ts';
export { memoryResultStore } from './results/memory-result-store.ts';
export type { ResultStore } from './results/result-store.ts';
export { StepContext } from './step-context.ts';
export type { StepContextParams } from './step-context-params.ts';
export type {
  AnyStep,
  DependencyName,
  DependencyResult,
  InputKey,
  InputValue,
  InputValueOr,
  ResultOf,
  StepTypes,
} from './step-types.ts';
export { getTaskerClient } from './tasks/get-tasker-client.ts';
export { StepHandler, type ExecutableHandler, type StepHandlerClass } from './step-handler.ts';
export {
  StepHandlerResult,
  type NapiBackoffHint,
  type NapiOrchestrationMetadata,
  type OrchestrationMetadata,
  type StepHandlerResultParams,
} from './step-handler-result.ts';
export {
  getFfiLayer,
  TaskerClient,
  TaskerClientError,
  type TaskerClientErrorDetails,
} from './tasker-package/client.ts';
export type * from './tasker-package/client-types.ts';
export type * from './tasker-package/event-types.ts';
export { createEventPoller, EventPoller, EventSystem, TaskerEventEmitter } from './tasker-package/events.ts';
export {
  createFfiPollAdapter,
  FfiLayer,
  getRustVersion,
  getVersion,
  type NapiModule,
} from './tasker-package/native-module.ts';
export type * from './tasker-package/native-types.ts';
export { NotAvailableError } from './tasker-package/unavailable.ts';
export {
  bootstrapWorker,
  getWorkerStatus,
  HandlerSystem,
  healthCheck,
  isWorkerRunning,
  type ServerComponents,
  ShutdownController,
  StepExecutionSubscriber,
  stopWorker,
  transitionToGracefulShutdown,
  WorkerServer,
} from './tasker-package/worker.ts';
export type * from './tasker-package/worker-types.ts';
