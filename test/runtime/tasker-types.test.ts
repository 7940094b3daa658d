import { describe, expect, expectTypeOf, it } from 'vitest';
import type * as tasker from '@tasker-systems/tasker';
import type * as events from '@tasker-systems/tasker/events';
import type * as ffi from '@tasker-systems/tasker/ffi';
import {
  BasePublisher,
  createLogger,
  Decision,
  FfiLayer,
  NotAvailableError,
  ResolverChain,
} from '@tasker-systems/tasker';

/** Every type that Tasker's package exports: a name that is missing does not compile. */
type Types = [
  tasker.APICapable,
  tasker.ApiHandlerArgs,
  tasker.ApiHandlerOptions,
  tasker.BaseResolver,
  tasker.BatchAggregationResult,
  tasker.BatchAnalyzerOutcome,
  tasker.BatchConfig,
  tasker.BatchMetadata,
  tasker.BatchProcessingOutcome,
  tasker.BatchWorkerContext,
  tasker.BatchWorkerOutcome,
  tasker.Batchable,
  tasker.BootstrapConfig,
  tasker.BootstrapResult,
  tasker.CancelTaskResponse,
  tasker.CreateBatchesOutcome,
  tasker.CreateTaskOptions,
  tasker.CursorConfig,
  tasker.DecisionCapable,
  tasker.DecisionPointOutcome,
  tasker.DomainEvent,
  tasker.DomainEventCallback,
  tasker.DomainEventErrorCallback,
  tasker.DomainEventMetadata,
  tasker.DomainEventPollerConfig,
  tasker.ErrorCallback,
  tasker.EventDeclaration,
  tasker.EventName,
  tasker.EventPollerConfig,
  tasker.EventSystemConfig,
  tasker.EventSystemStats,
  tasker.ExecutableHandler,
  tasker.FailureStrategy,
  tasker.FfiBootstrapConfig,
  tasker.FfiBootstrapResult,
  tasker.FfiDispatchMetrics,
  tasker.FfiDomainEvent,
  tasker.FfiLayerConfig,
  tasker.FfiLogFields,
  tasker.FfiStepEvent,
  tasker.FfiStopResult,
  tasker.FfiWorkerStatus,
  tasker.HandlerArgs,
  tasker.HandlerDefinition,
  tasker.HandlerEntry,
  tasker.HandlerFactory,
  tasker.HandlerFn,
  tasker.HandlerOptions,
  tasker.HandlerSpec,
  tasker.HealthCheckResponse,
  tasker.ListTasksOptions,
  tasker.LogFields,
  tasker.MetricsCallback,
  tasker.MetricsEventName,
  tasker.MetricsPayload,
  tasker.NapiBackoffHint,
  tasker.NapiCheckpointYieldData,
  tasker.NapiClientResult,
  tasker.NapiDependencyResult,
  tasker.NapiDispatchMetrics,
  tasker.NapiDomainEvent,
  tasker.NapiDomainEventMetadata,
  tasker.NapiListTasksParams,
  tasker.NapiModule,
  tasker.NapiOrchestrationMetadata,
  tasker.NapiStepDefinition,
  tasker.NapiStepEvent,
  tasker.NapiStepExecutionError,
  tasker.NapiStepExecutionMetadata,
  tasker.NapiStepExecutionResult,
  tasker.NapiTaskInfo,
  tasker.NapiTaskRequest,
  tasker.NapiWorkflowStep,
  tasker.NoBatchesOutcome,
  tasker.PaginationInfo,
  tasker.PollerCyclePayload,
  tasker.PollerEventName,
  tasker.PollerState,
  tasker.PollerStats,
  tasker.PublishContext,
  tasker.RegistryResolverStatic,
  tasker.ResolverConfig,
  tasker.RustBatchWorkerInputs,
  tasker.RustCursorConfig,
  tasker.ServerComponents,
  tasker.ServerHealthCheckResult,
  tasker.ServerState,
  tasker.ServerStatus,
  tasker.ShutdownHandler,
  tasker.StepAuditResponse,
  tasker.StepCompletionSentPayload,
  tasker.StepContextParams,
  tasker.StepEventCallback,
  tasker.StepEventContext,
  tasker.StepEventName,
  tasker.StepExecutionCompletedPayload,
  tasker.StepExecutionFailedPayload,
  tasker.StepExecutionReceivedPayload,
  tasker.StepExecutionResult,
  tasker.StepExecutionStartedPayload,
  tasker.StepExecutionSubscriberConfig,
  tasker.StepHandlerClass,
  tasker.StepHandlerResultParams,
  tasker.StepReadinessStatus,
  tasker.StepResponse,
  tasker.StepResult,
  tasker.StopResult,
  tasker.SubscriberClass,
  tasker.SubscriberStats,
  tasker.TaskListResponse,
  tasker.TaskResponse,
  tasker.TaskerEventMap,
  tasker.WorkerErrorPayload,
  tasker.WorkerEventName,
  tasker.WorkerEventPayload,
  tasker.WorkerServerConfig,
  tasker.WorkerStatus,
];

/** Those that its subpaths export. */
type Subpaths = [
  events.EventName,
  events.EventPollerConfig,
  events.EventSystemConfig,
  events.MetricsPayload,
  events.StepExecutionFailedPayload,
  events.TaskerEventMap,
  events.WorkerErrorPayload,
  ffi.BootstrapConfig,
  ffi.BootstrapResult,
  ffi.CheckpointYieldData,
  ffi.FfiDomainEventMetadata,
  ffi.FfiLayerConfig,
  ffi.LogFields,
  ffi.NapiModule,
  ffi.OrchestrationMetadata,
  ffi.StepExecutionMetadata,
  ffi.StopResult,
  ffi.WorkerStatus,
];

/** Written as code for Tasker is: nothing of it runs, that it compiles is the test. */
const uses = {
  worker: async (layer: tasker.FfiLayer, config: tasker.BootstrapConfig, native: ffi.NapiModule) => {
    const server = await new WorkerServerOf({ modulePath: './tasker.node' }).start({ namespace: 'shop' });
    const system: tasker.HandlerSystem = server.getHandlerSystem();
    await system.initialize();
    system.register('Charge', HandlerOf);
    const found: tasker.ExecutableHandler | null = await system.resolve({ callable: 'Charge', method: 'refund' });
    const chain: tasker.ResolverChain | null = await system.getResolverChain();
    const registry: tasker.HandlerRegistry = system.getRegistry();
    await layer.load(FfiLayer.findModulePath() ?? undefined);
    const module = layer.getModule();
    const started = await bootstrap(config, module);
    const status: tasker.WorkerStatus = statusOf(native);
    return [found?.name, chain?.listResolvers(), registry.handlerCount(), started.workerId, status.databasePoolSize];
  },
  shutdown: async (controller: tasker.ShutdownController) => {
    controller.onShutdown(async () => {});
    controller.trigger('SIGTERM');
    await controller.promise;
    await controller.executeHandlers();
    return controller.isRequested ? controller.signal : null;
  },
  events: (native: tasker.NapiModule, emitter: tasker.TaskerEventEmitter, registry: tasker.HandlerRegistry) => {
    emitter.on('step.execution.received', ({ event, receivedAt }) => void [event.task.name, receivedAt.getTime()]);
    emitter.once('step.execution.failed', ({ error }: events.StepExecutionFailedPayload) => void error.message);
    emitter.emit('worker.error', { error: new Error('x'), timestamp: new Date() });
    emitter.emitStepStarted('e', 's', 't', 'Charge');
    const poller = createPoller(native, emitter, { pollIntervalMs: 10 }).onError((error) => void error.stack);
    const system = new EventSystemOf(native, registry, { subscriber: { maxConcurrent: 2 } });
    return [poller.getCycleCount(), system.getStats().pollCount, emitter.listenerCount('worker.ready')];
  },
  report: (event: tasker.FfiStepEvent): tasker.NapiStepExecutionResult => ({
    stepUuid: event.stepUuid,
    success: false,
    result: { total: event.task.context.order.total, city: event.dependencyResults.address?.result.city },
    status: 'failed',
    metadata: { executionTimeMs: 5, completedAt: new Date().toISOString(), retryable: true },
    error: { message: 'Closed', errorType: 'timeout', statusCode: 503 },
    orchestrationMetadata: {
      headers: { 'retry-after': '5' },
      backoffHint: { backoffType: 'server_requested', delaySeconds: 5 },
    },
  }),
  /** A test of a handler makes the event itself: what is optional may be left out. */
  event: (task: tasker.NapiTaskInfo, workflowStep: tasker.NapiWorkflowStep): tasker.FfiStepEvent => ({
    eventId: 'e',
    taskUuid: task.taskUuid,
    stepUuid: 's',
    correlationId: 'c',
    taskCorrelationId: 'c',
    task,
    workflowStep,
    stepDefinition: {
      name: 'charge',
      handlerCallable: 'Charge',
      handlerInitialization: { limit: 3 },
      dependencies: [],
      retryRetryable: true,
      retryMaxAttempts: 3,
      retryBackoff: 'exponential',
    },
    dependencyResults: { cart: { stepUuid: 'c', success: true, result: { total: 1 }, status: 'completed' } },
  }),
  /** A test of a handler changes the event that it has made. */
  change: (event: tasker.FfiStepEvent, definition: tasker.HandlerDefinition, options: tasker.HandlerOptions) => {
    event.task.context = { order_id: 'o-1' };
    event.workflowStep.attempts = 2;
    event.workflowStep.checkpoint = { cursor: 500, items_processed: 500 };
    event.dependencyResults = { cart: { stepUuid: 'c', success: true, result: 1, status: 'completed' } };
    definition.method = 'refund';
    options.version = '2.0.0';
  },
  hint: ({ orchestrationMetadata }: tasker.StepHandlerResult) =>
    (orchestrationMetadata?.backoffHint?.delaySeconds ?? 0) + (orchestrationMetadata?.errorContext?.length ?? 0),
  batch: (data: Record<string, unknown>, work: tasker.StepContext) => {
    const batch: tasker.BatchWorkerContext = readBatch(data, { cursor: 5 });
    const cursor: number | string | Record<string, unknown> | undefined = batch.checkpointCursor;
    const sums: Record<string, unknown> | undefined = batch.accumulatedResults;
    batch.cursorConfig.endCursor = 7;
    const { is_no_op: isNoOp, batch_metadata: settings } = work.stepInputs as unknown as tasker.RustBatchWorkerInputs;
    const from: number = mixin.getBatchWorkerInputs(work)?.cursor?.start_cursor ?? 0;
    return [cursor, sums, isNoOp, settings.failure_strategy, from];
  },
  client: async (layer: tasker.FfiLayer, native: tasker.NapiModule) => {
    const answer: tasker.NapiClientResult = native.clientListTasks({ limit: 5 });
    const client: tasker.TaskerClient = new ClientOf(layer);
    return [answer.data.tasks, (await client.getTask('t')).steps[0]?.current_state, answer.error?.length];
  },
  api: ({ api, context, rates }: tasker.ApiHandlerArgs) => [api.get('/x'), context.getInput('a'), rates],
  components: ({ workerId, stepSubscriber }: tasker.ServerComponents) => [
    workerId,
    stepSubscriber.waitForCompletion(5),
  ],
};

declare const WorkerServerOf: typeof tasker.WorkerServer;
declare const EventSystemOf: typeof tasker.EventSystem;
declare const ClientOf: typeof tasker.TaskerClient;
declare const HandlerOf: tasker.StepHandlerClass;
declare const bootstrap: typeof tasker.bootstrapWorker;
declare const statusOf: typeof tasker.getWorkerStatus;
declare const mixin: tasker.BatchableMixin;
declare const readBatch: typeof tasker.createBatchWorkerContext;
declare const createPoller: typeof tasker.createEventPoller;

class AuditPublisher extends BasePublisher {
  override readonly publisherName = 'audit';
  override afterPublish(eventName: string): void {
    this.logger.info({ eventName }, 'Published');
    this.logger.info('Published', { eventName });
  }
}

describe("the types of Tasker's package", () => {
  it('are all there', () => {
    expectTypeOf<Types['length']>().toEqualTypeOf<117>();
    expectTypeOf<Subpaths[number]>().not.toBeNever();
    expect(Object.values(uses).every((use) => typeof use === 'function')).toBe(true);
  });

  it('say what is optional as it is: absent', () => {
    expectTypeOf<tasker.FfiStepEvent['parentCorrelationId']>().toEqualTypeOf<string | undefined>();
    expectTypeOf<tasker.NapiDispatchMetrics['oldestEventId']>().toEqualTypeOf<string | undefined>();
    expectTypeOf<tasker.TaskerEventMap['metrics.updated']>().toEqualTypeOf<tasker.MetricsPayload>();
    expectTypeOf<keyof tasker.TaskerEventMap>().toEqualTypeOf<tasker.EventName>();
  });

  it('have a decision as it is documented', () => {
    const route = Decision.route(['approve'], { amount: 1 });
    const skip = Decision.skip('small');
    const read: [string, string[], Record<string, unknown>, string | undefined][] = [route, skip].map((each) => [
      each.type,
      each.steps,
      each.routingContext,
      each.reason,
    ]);
    expect(read).toEqual([
      ['create_steps', ['approve'], { amount: 1 }, undefined],
      ['no_branches', [], {}, 'small'],
    ]);
  });

  it('let publishers log as they do in Tasker, with the fields first', () => {
    const lines: string[] = [];
    const write = process.stdout.write.bind(process.stdout);
    process.stdout.write = (line) => lines.push(String(line)) > 0;
    try {
      new AuditPublisher().publish({ eventName: 'paid', stepResult: { success: true } });
      createLogger().warn({ a: 1 });
    } finally {
      process.stdout.write = write;
    }
    const logged = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    const published = logged.filter(({ message }) => message === 'Published');
    expect(published).toMatchObject([{ eventName: 'paid' }, { eventName: 'paid' }]);
    expect(logged.at(-1)).toMatchObject({ level: 'WARN', message: '', a: 1 });
  });

  it('have values whose statics are refused as the rest is', () => {
    expect(() => FfiLayer.findModulePath()).toThrow(NotAvailableError);
    expect(ResolverChain.withResolvers([]).listResolvers()).toEqual([]);
  });
});
