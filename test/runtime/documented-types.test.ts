import { describe, expect, it } from 'vitest';
import type { StepHandlerResult, TaskerClient } from '@tasker-systems/tasker';
import {
  aggregateBatchResults,
  ApiHandler,
  applyAPI,
  applyBatchable,
  applyDecision,
  BasePublisher,
  BaseSubscriber,
  BatchableMixin,
  bootstrapWorker,
  createBatchWorkerContext,
  createDomainEvent,
  createLogger,
  Decision,
  DecisionHandler,
  DecisionType,
  defineApiHandler,
  defineBatchAnalyzer,
  defineBatchWorker,
  defineDecisionHandler,
  defineHandler,
  ErrorType,
  getTaskerClient,
  getWorkerStatus,
  HandlerRegistry,
  InProcessDomainEventPoller,
  isWorkerRunning,
  PermanentError,
  RetryableError,
  ResolverChain,
  StepHandler,
  stopWorker,
  TaskerClientError,
  WorkerServer,
  type APICapable,
  type Batchable,
  type BatchConfig,
  type BatchWorkerContext,
  type BootstrapConfig,
  type BootstrapResult,
  type CreateTaskOptions,
  type CursorConfig,
  type DecisionCapable,
  type DomainEvent,
  type ExecutableHandler,
  type FfiStepEvent,
  type HandlerArgs,
  type HandlerOptions,
  type PublishContext,
  type ServerHealthCheckResult,
  type ServerState,
  type ServerStatus,
  type ShutdownHandler,
  type StepAuditResponse,
  type StepContext,
  type StepExecutionResult,
  type StepHandlerClass,
  type StopResult,
  type TaskListResponse,
  type TaskResponse,
  type WorkerServerConfig,
  type WorkerStatus,
} from '@tasker-systems/tasker';
import {
  StepEventNames,
  type EventPollerConfig,
  type StepExecutionReceivedPayload,
} from '@tasker-systems/tasker/events';
import type {
  CheckpointYieldData,
  NapiStepEvent,
  NapiTaskRequest,
  StepExecutionMetadata,
} from '@tasker-systems/tasker/ffi';

// What Tasker documents, written as its documentation writes it: that it compiles is the test. What needs a worker is never run.

/** Tasker: "Handler base". */
class ChargeHandler extends StepHandler {
  static override handlerName = 'Shop::ChargeHandler';
  static override handlerVersion = '2.0.0';
  override get capabilities(): string[] {
    return ['process', 'charge'];
  }
  override configSchema(): Record<string, unknown> | null {
    return { type: 'object' };
  }
  async call(context: StepContext): Promise<StepHandlerResult> {
    const order = context.getInput<{ total: number }>('order');
    const retries: number = context.retryCount + context.maxRetries;
    const cart = context.getDependencyResult('validate_cart') as { total: number } | null;
    const city = context.getDependencyField('validate_cart', 'address', 'city');
    const currency: string = context.getInputOr('currency', 'EUR');
    const limit = context.getConfig<number>('limit') ?? 10;
    if (context.isRetry() && context.isLastRetry()) return this.failure('Too late', ErrorType.PERMANENT_ERROR, false);
    if (order === undefined)
      return this.failure('No order', ErrorType.VALIDATION_ERROR, false, { retries }, 'NO_ORDER');
    const keys: string[] = [...context.getDependencyResultKeys()];
    return this.success({ cart, city, currency, limit, keys }, { source: 'bank' });
  }
}

/** Tasker: "Decision". */
class RouteHandler extends DecisionHandler {
  static override handlerName = 'Shop::RouteHandler';
  async call(context: StepContext): Promise<StepHandlerResult> {
    if (context.getInput('skip') === true) return this.skipBranches('nothing to do', { skipped: true });
    if (context.getInput('fail') === true) return this.decisionFailure('No route', 'no_route');
    const outcome = { decisionType: DecisionType.CREATE_STEPS, nextStepNames: ['a'], routingContext: {} };
    return context.getInput('whole') === true
      ? this.decisionSuccessWithOutcome(outcome)
      : this.decisionSuccess(['approve'], { amount: 1 });
  }
}

/** Tasker: "API". */
class RatesHandler extends ApiHandler {
  static override handlerName = 'Shop::RatesHandler';
  static override baseUrl = 'https://rates.example';
  async call(context: StepContext): Promise<StepHandlerResult> {
    const response = await this.get('/rates', { base: context.getInputOr('base', 'EUR') }, { 'X-Trace': '1' });
    const posted = await this.post('/quotes', { body: { amount: 1 }, headers: {} });
    if (response.ok && posted.statusCode < 300) return this.apiSuccess(response, { rates: response.body });
    return response.isRetryable ? this.apiFailure(response) : this.apiFailure(response, 'No rates');
  }
}

/** Tasker: "Batch", with mixins. */
class ImportHandler extends StepHandler {
  static override handlerName = 'Shop::ImportHandler';
  createCursorConfigs = BatchableMixin.prototype.createCursorConfigs.bind(this);
  createCursorRanges = BatchableMixin.prototype.createCursorRanges.bind(this);
  createBatchOutcome = BatchableMixin.prototype.createBatchOutcome.bind(this);
  createWorkerOutcome = BatchableMixin.prototype.createWorkerOutcome.bind(this);
  getBatchContext = BatchableMixin.prototype.getBatchContext.bind(this);
  getBatchWorkerInputs = BatchableMixin.prototype.getBatchWorkerInputs.bind(this);
  handleNoOpWorker = BatchableMixin.prototype.handleNoOpWorker.bind(this);
  batchAnalyzerSuccess = BatchableMixin.prototype.batchAnalyzerSuccess.bind(this);
  batchWorkerSuccess = BatchableMixin.prototype.batchWorkerSuccess.bind(this);
  async call(context: StepContext): Promise<StepHandlerResult> {
    const noOp = this.handleNoOpWorker(context);
    if (noOp) return noOp;
    const batch: BatchWorkerContext | null = this.getBatchContext(context);
    const ranges: readonly CursorConfig[] = this.createCursorRanges(100, 25);
    const configure: Batchable['createCursorConfigs'] = (total, workers) => this.createCursorConfigs(total, workers);
    return this.success({ from: batch?.startCursor ?? 0, ranges, configs: configure(100, 4).length });
  }
}

/** Tasker: "Functional DSL". */
const options: HandlerOptions = { depends: { cart: 'validate_cart' }, inputs: { card: 'card' }, version: '1.0.0' };
const Charge: StepHandlerClass = defineHandler('Charge', options, async ({ cart, card, context }: HandlerArgs) => {
  if (card === null) throw new PermanentError('There is no card.', { code: 'NO_CARD' });
  if (context.retryCount > 5) throw new RetryableError('The bank is closed.');
  return { cart, card };
});
const Route = defineDecisionHandler('Route', { inputs: { amount: 'amount' } }, async ({ amount }) =>
  Number(amount) > 100 ? Decision.route(['approve'], { amount }) : Decision.skip('small'),
);
const Analyze = defineBatchAnalyzer('Analyze', { workerTemplate: 'work' }, async (): Promise<BatchConfig> => ({
  totalItems: 10,
  batchSize: 3,
}));
const Work = defineBatchWorker('Work', {}, async ({ batchContext }) => ({
  from: batchContext?.startCursor,
  at: batchContext?.checkpointCursor,
  done: batchContext?.hasCheckpoint(),
}));
const Call = defineApiHandler('Call', { baseUrl: 'https://api.example' }, async ({ api }: { api: APICapable }) => {
  const answer = await api.get('/things', { params: { page: '1' }, headers: {} });
  return api.apiSuccess(answer);
});

/** Tasker: "Domain events". */
class Paid extends BasePublisher {
  override readonly publisherName = 'paid';
  override shouldPublish(): boolean {
    return true;
  }
}
class Mailer extends BaseSubscriber {
  static override subscribesTo(): string[] {
    return ['payment.*'];
  }
  async handle(event: DomainEvent): Promise<void> {
    createLogger({ component: 'mailer' }).info('Paid', { name: event.eventName });
  }
}

/** Tasker: "Server and client". Never run: there is no worker. */
async function startWorker(config: WorkerServerConfig, boot: BootstrapConfig): Promise<[ServerState, string]> {
  const server: WorkerServer = new WorkerServer();
  const stop: ShutdownHandler = async () => server.shutdown();
  await server.start({ ...config, namespace: 'shop' });
  server.onShutdown(stop);
  const status: ServerStatus = server.status();
  const health: ServerHealthCheckResult = server.healthCheck();
  const started: BootstrapResult = await bootstrapWorker(boot);
  const worker: WorkerStatus = getWorkerStatus();
  const stopped: StopResult = stopWorker();
  await server.getHandlerSystem().loadFromPath('./handlers');
  const running = isWorkerRunning() && health.healthy && worker.running;
  return [status.state, `${started.status} ${stopped.message} ${String(running)}`];
}

async function useClient(given: TaskerClient | undefined, request: CreateTaskOptions): Promise<readonly string[]> {
  const client = given ?? (await getTaskerClient());
  try {
    const task: TaskResponse = await client.createTask({ ...request, name: 'order', tags: ['a'] });
    const list: TaskListResponse = await client.listTasks({ limit: 10, status: 'error' });
    const audit: readonly StepAuditResponse[] = await client.getStepAuditHistory(task.task_uuid, 'step');
    await client.cancelTask(task.task_uuid);
    return [...list.tasks.map(({ status }) => status), ...audit.map(({ to_state: state }) => state)];
  } catch (error) {
    if (error instanceof TaskerClientError && error.recoverable) return [];
    throw error;
  }
}

/** What the subpaths have. */
function report(event: NapiStepEvent, metadata: StepExecutionMetadata): StepExecutionResult {
  const received: StepExecutionReceivedPayload = { event, receivedAt: new Date() };
  const checkpoint: CheckpointYieldData = { stepUuid: event.stepUuid, cursor: 1, itemsProcessed: 1 };
  const same: FfiStepEvent = event;
  const request: Pick<NapiTaskRequest, 'name'> = { name: received.event.task.name };
  return {
    stepUuid: checkpoint.stepUuid || same.stepUuid,
    success: true,
    result: { ...request },
    status: 'completed',
    metadata,
  };
}

/** Enums are types, and so are their members. */
const kinds: readonly (ErrorType | ErrorType.TIMEOUT)[] = [ErrorType.TIMEOUT];
const polling: EventPollerConfig = { pollIntervalMs: 10, maxEventsPerCycle: 100 };
const publish = (publisher: BasePublisher, context: PublishContext): boolean => publisher.publish(context);

describe('what Tasker documents', () => {
  it('compiles, and what needs no worker runs', async () => {
    expect([Charge, Route, Analyze, Work, Call].map(({ handlerName }) => handlerName)).toEqual([
      'Charge',
      'Route',
      'Analyze',
      'Work',
      'Call',
    ]);
    const registry = new HandlerRegistry();
    registry.register('Shop::ChargeHandler', ChargeHandler);
    const found: ExecutableHandler | null = await registry.resolve('Shop::ChargeHandler');
    expect([found?.name, found?.version, found?.capabilities]).toEqual([
      'Shop::ChargeHandler',
      '2.0.0',
      ['process', 'charge'],
    ]);
    expect([RouteHandler, RatesHandler, ImportHandler].every((each) => new each() instanceof StepHandler)).toBe(true);
    expect([new Paid().publisherName, Mailer.subscribesTo()]).toEqual(['paid', ['payment.*']]);
    expect(StepEventNames.STEP_EXECUTION_RECEIVED).toBe('step.execution.received');
    expect([kinds, polling.maxEventsPerCycle]).toEqual([['timeout'], 100]);
    const event = createDomainEvent({ eventName: 'payment.made', payload: { a: 1 } } as never);
    expect(event.eventName).toBe('payment.made');
    expect([startWorker, useClient, report, publish].every((each) => typeof each === 'function')).toBe(true);
    expect([applyAPI, applyBatchable, applyDecision, aggregateBatchResults].length).toBe(4);
    expect(createBatchWorkerContext({ start_cursor: 3 }).startCursor).toBe(3);
    expect([InProcessDomainEventPoller, ResolverChain].length).toBe(2);
    const capable: DecisionCapable | undefined = undefined;
    expect(capable).toBeUndefined();
  });
});
