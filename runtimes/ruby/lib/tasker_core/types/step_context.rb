# frozen_string_literal: true

module TaskerCore
  module Types
    # What a handler is given: the task, its own step, and what the steps before it returned.
    class StepContext
      attr_reader :task, :workflow_step, :dependency_results, :step_definition, :handler_name, :event_id

      # `step_data` is what Tasker tells a worker in Ruby: a hash, or a wrapper of one. `time_left` tells the milliseconds that it has.
      def initialize(step_data, handler_name: nil, event_id: nil, time_left: nil)
        data = step_data.is_a?(Models::TaskSequenceStepWrapper) ? step_data : Models::TaskSequenceStepWrapper.new(step_data)
        @task = data.task
        @workflow_step = data.workflow_step
        @dependency_results = data.dependency_results
        @step_definition = data.step_definition
        @handler_name = handler_name || @step_definition.handler&.callable
        @event_id = event_id
        @time_left = time_left
      end

      def task_uuid
        task.task_uuid
      end

      def step_uuid
        workflow_step.workflow_step_uuid
      end

      def step_name
        workflow_step.name
      end

      def namespace_name
        task.namespace_name
      end

      def correlation_id
        task.correlation_id
      end

      # The inputs of the step: its configuration, and a worker's part of a batch.
      def input_data
        workflow_step.inputs
      end
      alias step_inputs input_data

      def step_config
        step_definition.handler&.initialization || IndifferentHash.new
      end

      # The context of the task.
      def context
        task.context
      end

      # How often the step has run before.
      def retry_count
        workflow_step.attempts || 0
      end

      def max_retries
        workflow_step.max_attempts || 3
      end

      # Of handlers that were written for Tasker before there was a context.
      def sequence
        raise NoMethodError, 'A context has no "sequence": ask for what a step before has returned with ' \
                             'context.get_dependency_result("step"), and for all names with context.get_dependency_result_keys.'
      end

      def get_task_field(name)
        context[name.to_s]
      end
      alias get_input get_task_field

      def get_input_or(name, default = nil)
        value = get_input(name)
        value.nil? ? default : value
      end

      def get_config(key)
        step_config[key.to_s]
      end

      def get_dependency_result(step)
        dependency_results.get_results(step)
      end

      def get_dependency_field(step, *path)
        result = get_dependency_result(step)
        path.flatten.reduce(result) do |value, part|
          case value
          when Hash then value[part.is_a?(Symbol) ? part.to_s : part]
          when Array then part.is_a?(Integer) || part.to_s.match?(/\A\d+\z/) ? value[part.to_i] : nil
          end
        end
      end

      def get_dependency_result_keys
        dependency_results.keys
      end

      # The results of all steps whose names begin so.
      def get_all_dependency_results(prefix)
        dependency_results.keys.select { |name| name.start_with?(prefix) }.map { |name| get_dependency_result(name) }.compact
      end

      def is_retry?
        retry_count.positive?
      end
      alias retry? is_retry?

      def is_last_retry?
        retry_count >= max_retries - 1
      end
      alias last_retry? is_last_retry?

      def retryable?
        workflow_step.retryable
      end

      def checkpoint
        workflow_step.checkpoint
      end

      def checkpoint_cursor
        checkpoint&.dig('cursor')
      end

      def checkpoint_items_processed
        checkpoint&.dig('items_processed') || 0
      end

      def accumulated_results
        checkpoint&.dig('accumulated_results')
      end

      def has_checkpoint?
        !checkpoint_cursor.nil?
      end
      alias checkpoint? has_checkpoint?

      # The milliseconds that this run may take; nil where nobody counts them.
      def remaining_time_in_millis
        @time_left&.call
      end

      def to_s
        "#<StepContext task_uuid=#{task_uuid} step_uuid=#{step_uuid} step_name=#{step_name}>"
      end
      alias inspect to_s
    end
  end
end
