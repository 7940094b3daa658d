import { describe, expect, it } from 'vitest';
import * as runtime from '@tasker-systems/tasker';
import { StepContext, StepHandlerResult } from '@tasker-systems/tasker';
import { makeStepClient } from '../../lib/runtime/tasks/step-client.ts';

/**
 * Every member that Tasker's package has or its documentation shows, class by class: a handler that uses one finds it here. What is
 * spelt in two ways stands with both.
 */

class Batch extends runtime.BatchableStepHandler {
  call = async () => this.success({});
}
class Route extends runtime.DecisionHandler {
  call = async () => this.success({});
}
class Rates extends runtime.ApiHandler {
  static override baseUrl = 'https://rates.example';
  call = async () => this.success({});
}
class Paid extends runtime.BasePublisher {
  override readonly publisherName = 'paid';
}
class Mailer extends runtime.BaseSubscriber {
  async handle(): Promise<void> {}
}

const HANDLER = 'name version capabilities configSchema call success failure';
const BATCHABLE = `createCursorConfig createCursorRanges createCursorConfigs createBatchOutcome createWorkerOutcome getBatchContext
  getBatchWorkerInputs handleNoOpWorker batchAnalyzerSuccess batchWorkerSuccess checkpointYield detectAggregationScenario
  noBatchesAggregationResult aggregateBatchWorkerResults`;
const DECISION = 'decisionSuccess decisionSuccessWithOutcome decisionNoBranches skipBranches decisionFailure';
const API = `get post put patch delete request apiSuccess apiFailure connectionError timeoutError baseUrl timeout defaultHeaders`;
const CONTEXT = `event taskUuid stepUuid correlationId handlerName inputData dependencyResults stepConfig stepInputs retryCount maxRetries
  getDependencyResult getDependencyField getInput getInputOr getConfig isRetry isLastRetry checkpoint checkpointCursor
  checkpointItemsProcessed accumulatedResults hasCheckpoint getDependencyResultKeys getAllDependencyResults`;
const CLIENT = 'createTask getTask listTasks cancelTask listTaskSteps getStep getStepAuditHistory healthCheck';

const context = new StepContext({
  event: { workflowStep: {}, task: {} } as never,
  taskUuid: 't',
  stepUuid: 's',
  correlationId: 'c',
  handlerName: 'h',
  inputData: {},
  dependencyResults: {},
  stepConfig: {},
  stepInputs: {},
  retryCount: 0,
  maxRetries: 3,
});
const response = new runtime.ApiResponse(new Response('{}', { status: 404 }), {});

const MEMBERS: readonly (readonly [what: string, instance: object, members: string])[] = [
  ['StepHandler', new Batch(), HANDLER],
  ['StepHandler, the class', runtime.StepHandler, 'handlerVersion'],
  ['StepContext', context, CONTEXT],
  ['StepContext, the class', StepContext, 'fromFfiEvent'],
  [
    'StepHandlerResult',
    StepHandlerResult.success({}),
    'success result errorMessage errorType errorCode retryable metadata orchestrationMetadata isSuccess isFailure toJSON',
  ],
  ['StepHandlerResult, the class', StepHandlerResult, 'success failure'],
  ['ErrorType', runtime.ErrorType, 'PERMANENT_ERROR RETRYABLE_ERROR VALIDATION_ERROR TIMEOUT HANDLER_ERROR'],
  ['PermanentError', new runtime.PermanentError('x', { a: 1 }), 'message retryable metadata'],
  ['RetryableError', new runtime.RetryableError('x', { a: 1 }), 'message retryable metadata'],
  ['TaskerClientError', new runtime.TaskerClientError('x'), 'message recoverable'],
  ['Decision, the class', runtime.Decision, 'route skip'],
  ['Decision', runtime.Decision.route(['a'], { b: 1 }), 'type steps routingContext'],
  ['DecisionType', runtime.DecisionType, 'CREATE_STEPS NO_BRANCHES'],
  ['DecisionHandler', new Route(), `${HANDLER} ${DECISION}`],
  ['what applyDecision applies', runtime.applyDecision({}), DECISION],
  ['DecisionMixin', runtime.DecisionMixin.prototype, DECISION],
  ['ApiHandler', new Rates(), `${HANDLER} ${API}`],
  ['ApiHandler, the class', runtime.ApiHandler, 'baseUrl defaultTimeout defaultHeaders'],
  ['what applyAPI applies', runtime.applyAPI({}), API],
  ['APIMixin', runtime.APIMixin.prototype, API],
  [
    'ApiResponse',
    response,
    'statusCode headers body rawResponse ok isClientError isServerError isRetryable retryAfter toDict',
  ],
  ['BatchableStepHandler', new Batch(), `${HANDLER} ${BATCHABLE} batchSuccess noBatchesResult`],
  ['what applyBatchable applies', runtime.applyBatchable({}), BATCHABLE],
  ['BatchableMixin', runtime.BatchableMixin.prototype, BATCHABLE],
  [
    'BatchWorkerContext',
    runtime.createBatchWorkerContext({ batch_id: '001', start_cursor: 0, end_cursor: 10 }),
    `batchId cursorConfig batchIndex totalBatches batchMetadata checkpoint startCursor endCursor stepSize checkpointCursor
     accumulatedResults checkpointItemsProcessed hasCheckpoint`,
  ],
  [
    'HandlerRegistry',
    new runtime.HandlerRegistry(),
    `initialize register unregister resolve resolveSync isRegistered listHandlers handlerCount clear addResolver getResolver listResolvers
     getResolverChain debugInfo`,
  ],
  [
    'ResolverChain',
    runtime.ResolverChain.withResolvers([]),
    'add addResolver resolve canResolve getResolver listResolvers',
  ],
  ['ResolverChain, the class', runtime.ResolverChain, 'default withResolvers'],
  ['ExplicitMappingResolver', new runtime.ExplicitMappingResolver(), 'name priority register canResolve resolve'],
  ['ClassLookupResolver', new runtime.ClassLookupResolver(), 'name priority canResolve resolve'],
  ['RegistryResolver', runtime.RegistryResolver.prototype, 'name priority canResolve resolve'],
  [
    'MethodDispatchWrapper',
    new runtime.MethodDispatchWrapper(new Batch(), 'call'),
    'call name version capabilities unwrap',
  ],
  [
    'BasePublisher',
    new Paid(),
    'publisherName transformPayload shouldPublish additionalMetadata beforePublish afterPublish onPublishError publish',
  ],
  ['DefaultPublisher', new runtime.DefaultPublisher(), 'publisherName publish'],
  ['BaseSubscriber', new Mailer(), 'handle beforeHandle afterHandle onHandleError matches start stop'],
  ['BaseSubscriber, the class', Mailer, 'subscribesTo'],
  ['PublisherRegistry, the class', runtime.PublisherRegistry, 'instance getInstance'],
  [
    'PublisherRegistry',
    runtime.PublisherRegistry.instance,
    'register get getOrDefault getStrict validateRequired freeze',
  ],
  ['SubscriberRegistry, the class', runtime.SubscriberRegistry, 'instance getInstance'],
  ['SubscriberRegistry', runtime.SubscriberRegistry.instance, 'register startAll stopAll'],
  [
    'InProcessDomainEventPoller',
    new runtime.InProcessDomainEventPoller({ pollIntervalMs: 10 }),
    'subscribe start stop',
  ],
  ['what createLogger makes', runtime.createLogger({ component: 'c' }), 'info warn error debug trace'],
  ['what getTaskerClient() gives in a handler', makeStepClient({}), CLIENT],
];

const namesIn = (text: string) => text.split(/\s+/).filter(Boolean);

describe('what Tasker documents', () => {
  it.each(MEMBERS)('has every member: %s', (_, instance, members) => {
    expect(namesIn(members).filter((member) => !(member in instance))).toEqual([]);
  });

  it('takes both spellings of a checkpoint', () => {
    const handler = new Batch();
    const result = { type: 'checkpoint_yield', cursor: 5, items_processed: 7, accumulated_results: { sum: 1 } };
    const both = [
      handler.checkpointYield(5, 7, { sum: 1 }),
      handler.checkpointYield({ cursor: 5, itemsProcessed: 7, accumulatedResults: { sum: 1 } }),
    ];
    for (const yielded of both) {
      expect(yielded.result).toEqual(result);
      expect(yielded.metadata.checkpoint_yield).toBe(true);
    }
  });

  it('takes both spellings of a decision for nothing', () => {
    const handler = new Route();
    const outcome = {
      decisionType: runtime.DecisionType.NO_BRANCHES,
      nextStepNames: [],
      reason: 'why',
      routingContext: {},
    };
    for (const decided of [
      handler.decisionNoBranches('why'),
      handler.decisionNoBranches(outcome),
      handler.skipBranches('why'),
    ]) {
      expect(decided.result).toMatchObject({ decision_point_outcome: { type: 'no_branches' }, reason: 'why' });
    }
  });

  it('takes both spellings of an error’s details', () => {
    expect(new runtime.PermanentError('x', { error_code: 'A' }).metadata).toMatchObject({ error_code: 'A' });
    expect(() => new runtime.PermanentError('x', 'A')).not.toThrow();
    expect(new runtime.PermanentError('x').retryable).toBe(false);
    expect(new runtime.RetryableError('x').retryable).toBe(true);
  });

  it('aggregates nested results of workers and flat ones', () => {
    const counts = { items_processed: 4, items_succeeded: 3, items_failed: 1, items_skipped: 0 };
    const sum = runtime.aggregateBatchResults([counts, { batch_worker_outcome: counts }]);
    expect(sum).toMatchObject({ total_processed: 8, total_succeeded: 6, total_failed: 2, batch_count: 2 });
  });
});
