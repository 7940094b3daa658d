# frozen_string_literal: true

module TaskerCore
  # What belongs to Tasker's worker. There is none here: Step Functions calls a function for each step.
  module WorkerOnly
    # Of what is asked of it.
    class WorkerNotAvailableError < Errors::Error; end

    def self.refuse(what)
      raise WorkerNotAvailableError,
            "#{what} belongs to Tasker's worker, and there is none: on Step Functions each handler is a Lambda function, " \
            'which the state machine calls. Remove the call from what handlers run.'
    end

    # A class that can be named, and whose every method and constant says that there is no worker.
    def self.named(scope, name)
      full = "#{scope}::#{name}"
      made = Class.new do
        define_singleton_method(:new) { |*, **| WorkerOnly.refuse("#{full}.new") }
        define_singleton_method(:method_missing) { |method, *, **| WorkerOnly.refuse("#{full}.#{method}") }
        define_singleton_method(:const_missing) { |constant| WorkerOnly.refuse("#{full}::#{constant}") }
        define_singleton_method(:respond_to_missing?) { |*| false }
      end
      scope.const_set(name, made)
    end
  end

  module Worker; end
  module Internal; end
  module TemplateDiscovery; end
  module TaskHandler; end

  %i[Bootstrap EventPoller InProcessDomainEventPoller].each { |name| WorkerOnly.named(Worker, name) }
  %i[OrchestrationManager].each { |name| WorkerOnly.named(Internal, name) }
  %i[TemplatePath HandlerDiscovery].each { |name| WorkerOnly.named(TemplateDiscovery, name) }
  # What describes tasks to the worker: templates are compiled here, and tasks are made by `TaskerCore::Client`.
  WorkerOnly.named(TaskHandler, :Base)
  WorkerOnly.named(Registry, :StepHandlerResolver)
  %i[
    TaskRequest TaskResponse TaskTypes TaskTemplate TemplateMetadata SystemDependencies DomainEventDefinition RetryConfiguration StepDefinition
    HandlerOverride StepOverride EnvironmentOverride StepTypes StepResult StepCompletion StepMessage SimpleStepMessage SimpleQueueMessageData
    ExecutionContext QueueMessageEnvelope Namespace StepName TaskName TaskVersion Priority RetryCount TimeoutMs
  ].each { |name| WorkerOnly.named(Types, name) }
  %i[FFI Subscriber StepExecutionSubscriber EventBridge Observability TestEnvironment Boot].each do |name|
    WorkerOnly.named(self, name)
  end
end
