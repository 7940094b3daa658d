# frozen_string_literal: true

# The names of Tasker's gem, 160: those that handlers use are there, and those of its worker say that there is none.

require 'minitest/autorun'

$LOAD_PATH.unshift(File.expand_path('../lib', __dir__))
require 'tasker_core'

class NamesTest < Minitest::Test
  THERE = {
    'TaskerCore' => %w[
      VERSION Client DomainEvents Errors Handlers Logger Models Registry StepHandler Tracing Types BatchProcessing
      Error ConfigurationError OrchestrationError DatabaseError ProceduralError RetryableError PermanentError TimeoutError NetworkError
      ValidationError NotFoundError FFIError ServerError
    ],
    'TaskerCore::Errors' => %w[
      Error ConfigurationError OrchestrationError DatabaseError ProceduralError RetryableError PermanentError TimeoutError NetworkError
      ValidationError NotFoundError FFIError ServerError ResolutionError ErrorClassifier
    ],
    'TaskerCore::StepHandler' => %w[Base Api Decision Batchable Mixins Functional],
    'TaskerCore::StepHandler::Mixins' => %w[API Decision Batchable],
    'TaskerCore::StepHandler::Functional' => %w[Decision BatchConfig],
    'TaskerCore::Handlers' => %w[Steps],
    'TaskerCore::Handlers::Steps' => %w[Base API Decision Batchable Mixins],
    'TaskerCore::BatchProcessing' => %w[BatchWorkerContext BatchAggregationScenario],
    'TaskerCore::DomainEvents' => %w[BasePublisher BaseSubscriber PublisherRegistry SubscriberRegistry],
    'TaskerCore::DomainEvents::PublisherRegistry' => %w[
      DefaultPublisher PublisherNotFoundError ValidationError RegistryFrozenError DuplicatePublisherError
    ],
    'TaskerCore::Models' => %w[
      TaskSequenceStepWrapper TaskWrapper WorkflowStepWrapper DependencyResultsWrapper StepDefinitionWrapper HandlerWrapper
    ],
    'TaskerCore::Registry' => %w[HandlerRegistry ResolverChain BaseResolver Resolvers],
    'TaskerCore::Registry::Resolvers' => %w[
      BaseResolver ClassConstantResolver ExplicitMappingResolver MethodDispatchWrapper RegistryResolver
    ],
    'TaskerCore::Types' => %w[
      StepContext StepHandlerCallResult DecisionPointOutcome BatchProcessingOutcome ErrorTypes HandlerDefinition ClientTypes
      ClientTaskResponse ClientTaskListResponse ClientStepResponse ClientStepAuditResponse ClientHealthResponse ClientPaginationInfo
      ClientStepReadiness UUID_REGEX
    ],
    'TaskerCore::Types::ErrorTypes' => %w[PERMANENT_ERROR RETRYABLE_ERROR VALIDATION_ERROR TIMEOUT HANDLER_ERROR],
    'TaskerCore::Types::StepHandlerCallResult' => %w[Success Error CheckpointYield],
    'TaskerCore::Types::DecisionPointOutcome' => %w[NoBranches CreateSteps],
    'TaskerCore::Types::BatchProcessingOutcome' => %w[NoBatches CreateBatches],
    'TaskerCore::Types::ClientTypes' => %w[
      TaskResponse TaskListResponse StepResponse StepAuditResponse HealthResponse PaginationInfo StepReadiness
    ]
  }.freeze

  OF_THE_WORKER = {
    'TaskerCore' => %w[FFI Boot EventBridge Observability StepExecutionSubscriber Subscriber TestEnvironment],
    'TaskerCore::Internal' => %w[OrchestrationManager],
    'TaskerCore::Observability' => %w[Types],
    'TaskerCore::Registry' => %w[StepHandlerResolver],
    'TaskerCore::TaskHandler' => %w[Base],
    'TaskerCore::TemplateDiscovery' => %w[TemplatePath HandlerDiscovery],
    'TaskerCore::Types' => %w[
      TaskRequest TaskResponse TaskTypes TaskTemplate TemplateMetadata SystemDependencies DomainEventDefinition RetryConfiguration
      StepDefinition HandlerOverride StepOverride EnvironmentOverride StepTypes StepResult StepCompletion StepMessage SimpleStepMessage
      SimpleQueueMessageData ExecutionContext QueueMessageEnvelope Namespace StepName TaskName TaskVersion Priority RetryCount TimeoutMs
    ],
    'TaskerCore::Worker' => %w[Bootstrap EventPoller InProcessDomainEventPoller]
  }.freeze

  def test_names
    missing = each_of(THERE).reject { |scope, name| Object.const_get(scope).const_defined?(name, false) }
    assert_empty(missing)
    assert_equal(160, each_of(THERE).size + each_of(OF_THE_WORKER).size)
  end

  def test_names_of_the_worker_say_that_there_is_none
    each_of(OF_THE_WORKER).each do |scope, name|
      error = assert_raises(TaskerCore::WorkerOnly::WorkerNotAvailableError, "#{scope}::#{name}") do
        Object.const_get(scope).const_get(name).new
      end
      assert_match(/\A#{scope}::#{name}.* belongs to Tasker's worker, and there is none/, error.message)
    end
  end

  private

  def each_of(names)
    names.flat_map { |scope, list| list.map { |name| [scope, name] } }
  end
end
