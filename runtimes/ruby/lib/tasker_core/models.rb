# frozen_string_literal: true

module TaskerCore
  # What a worker is told of a step, under the names that handlers use.
  module Models
    # All of it.
    class TaskSequenceStepWrapper
      attr_reader :task, :workflow_step, :dependency_results, :step_definition

      def initialize(step_data)
        data = IndifferentHash.wrap(step_data)
        @task = TaskWrapper.new(data[:task])
        @workflow_step = WorkflowStepWrapper.new(data[:workflow_step])
        @dependency_results = DependencyResultsWrapper.new(data[:dependency_results])
        @step_definition = StepDefinitionWrapper.new(data[:step_definition])
      end

      def get_task_field(name)
        task.context[name.to_s]
      end

      def get_dependency_result(step)
        dependency_results.get_result(step)
      end

      def get_results(step)
        dependency_results.get_results(step)
      end
    end

    # Reads members of a hash.
    module Members
      def members(*names)
        attr_reader(*names)

        define_method(:read_members) { |data| names.each { |name| instance_variable_set(:"@#{name}", data[name]) } }
        private :read_members
      end
    end

    # The task.
    class TaskWrapper
      extend Members
      members :task_uuid, :named_task_uuid, :correlation_id, :parent_correlation_id, :complete, :priority, :initiator, :source_system,
              :reason, :tags, :identity_hash, :created_at, :updated_at, :requested_at, :redrive_count
      attr_reader :context, :namespace_name, :task_name, :task_version

      def initialize(task_data)
        data = IndifferentHash.wrap(task_data || {})
        inner = data[:task] || data
        read_members(inner)
        @context = inner[:context] || IndifferentHash.new
        @namespace_name = data[:namespace_name] || inner[:namespace_name]
        @task_name = data[:task_name] || inner[:task_name]
        @task_version = data[:task_version] || inner[:task_version]
      end
    end

    # The step of this task.
    class WorkflowStepWrapper
      extend Members
      members :workflow_step_uuid, :task_uuid, :named_step_uuid, :name, :template_step_name, :retryable, :max_attempts, :in_process,
              :processed, :processed_at, :attempts, :last_attempted_at, :backoff_request_seconds, :created_at, :updated_at, :checkpoint
      attr_reader :inputs, :results

      def initialize(step_data)
        data = IndifferentHash.wrap(step_data || {})
        read_members(data)
        @inputs = data[:inputs] || IndifferentHash.new
        @results = data[:results] || IndifferentHash.new
      end
    end

    # What the steps before it left, by name.
    class DependencyResultsWrapper
      def initialize(results_data)
        @results = IndifferentHash.wrap(results_data || {})
      end

      # With what is known of it.
      def get_result(step)
        @results[step]
      end
      alias [] get_result

      # What the handler returned.
      def get_results(step)
        left = @results[step]
        left.is_a?(Hash) && left.key?('result') ? left['result'] : left
      end

      def keys
        @results.keys
      end

      def key?(step)
        @results.key?(step)
      end

      def each_key(&block)
        keys.each(&block)
      end

      def to_h
        @results.to_h
      end
    end

    # The step as its template has it.
    class StepDefinitionWrapper
      extend Members
      members :name, :description, :timeout_seconds
      attr_reader :handler, :dependencies, :retry, :publishes_events

      def initialize(definition_data)
        data = IndifferentHash.wrap(definition_data || {})
        read_members(data)
        @handler = HandlerWrapper.new(data[:handler] || {})
        @dependencies = data[:dependencies] || []
        @retry = data[:retry] || IndifferentHash.new
        @publishes_events = data[:publishes_events] || []
      end
    end

    # The handler as its template names it.
    class HandlerWrapper
      attr_reader :callable, :initialization, :handler_method, :resolver

      def initialize(handler_data)
        data = IndifferentHash.wrap(handler_data)
        @callable = data[:callable]
        @initialization = data[:initialization] || IndifferentHash.new
        @handler_method = data[:method]
        @resolver = data[:resolver]
      end
    end
  end
end
