# frozen_string_literal: true

module TaskerCore
  module Types
    # What the REST API answers. Members without an attribute are ignored, those that it does not tell are nil.
    module ClientTypes
      # An answer with these attributes.
      def self.answer(*names)
        Class.new(Record) do
          names.each { |name| attribute name, required: false }
        end
      end

      PaginationInfo = answer(:page, :per_page, :total_count, :total_pages, :has_next, :has_previous)
      StepReadiness = answer(
        :workflow_step_uuid, :task_uuid, :named_step_uuid, :name, :current_state, :dependencies_satisfied, :retry_eligible,
        :ready_for_execution, :last_failure_at, :next_retry_at, :total_parents, :completed_parents, :attempts, :max_attempts,
        :backoff_request_seconds, :last_attempted_at
      )
      TaskResponse = answer(
        :task_uuid, :name, :namespace, :version, :status, :created_at, :updated_at, :completed_at, :context, :initiator, :source_system,
        :reason, :priority, :tags, :correlation_id, :parent_correlation_id, :total_steps, :pending_steps, :in_progress_steps,
        :completed_steps, :failed_steps, :ready_steps, :execution_status, :recommended_action, :completion_percentage, :health_status, :steps
      )
      TaskListResponse = answer(:tasks, :pagination)
      StepResponse = answer(
        :step_uuid, :task_uuid, :name, :created_at, :updated_at, :completed_at, :results, :current_state, :dependencies_satisfied,
        :retry_eligible, :ready_for_execution, :total_parents, :completed_parents, :attempts, :max_attempts, :last_failure_at,
        :next_retry_at, :last_attempted_at
      )
      StepAuditResponse = answer(
        :audit_uuid, :workflow_step_uuid, :transition_uuid, :task_uuid, :recorded_at, :worker_uuid, :correlation_id, :success,
        :execution_time_ms, :result, :step_name, :from_state, :to_state
      )
      HealthResponse = answer(:healthy, :status, :timestamp)
    end

    ClientTaskResponse = ClientTypes::TaskResponse
    ClientTaskListResponse = ClientTypes::TaskListResponse
    ClientStepResponse = ClientTypes::StepResponse
    ClientStepAuditResponse = ClientTypes::StepAuditResponse
    ClientHealthResponse = ClientTypes::HealthResponse
    ClientPaginationInfo = ClientTypes::PaginationInfo
    ClientStepReadiness = ClientTypes::StepReadiness
  end
end
