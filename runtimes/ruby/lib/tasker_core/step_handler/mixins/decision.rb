# frozen_string_literal: true

module TaskerCore
  module StepHandler
    module Mixins
      # Says which steps follow.
      module Decision
        def capabilities
          super + %w[decision_point dynamic_workflow step_creation]
        end

        # These steps follow.
        def decision_success(steps:, result_data: {}, metadata: {}, routing_context: nil)
          names = Array(steps)
          check_step_names(names)
          decided(Types::DecisionPointOutcome.create_steps(names), with_routing(result_data, routing_context), metadata)
        end

        # None follows.
        def decision_no_branches(result_data: {}, metadata: {}, reason: nil, routing_context: nil)
          told = reason.nil? ? result_data : { reason: reason, **result_data }
          decided(Types::DecisionPointOutcome.no_branches, with_routing(told, routing_context), metadata)
        end
        alias skip_branches decision_no_branches

        def decision_with_custom_outcome(outcome:, result_data: {}, metadata: {})
          told = validate_decision_outcome!(outcome)
          decided(Types::DecisionPointOutcome.from_hash(told) || Types::DecisionPointOutcome.no_branches, result_data, metadata)
        end

        # The decision cannot be made.
        def decision_failure(message:, error_type: 'decision_error', error_code: nil, retryable: false, metadata: {})
          failure(message: message, error_type: error_type, error_code: error_code, retryable: retryable, metadata: metadata)
        end

        # The outcome as a hash. Raises a PermanentError where it is none.
        def validate_decision_outcome!(outcome)
          invalid_outcome('Outcome must be Hash or DecisionPointOutcome') unless outcome.respond_to?(:to_h)
          told = IndifferentHash.wrap(outcome.to_h)
          kind = (told[:type] || told[:outcome_type]).to_s.gsub(/([a-z])([A-Z])/, '\1_\2').downcase
          invalid_outcome("Invalid outcome_type: #{kind}") unless %w[no_branches create_steps].include?(kind)
          check_step_names(told[:step_names]) if kind == 'create_steps'
          told.merge('type' => kind).to_h
        end

        private

        def decided(outcome, result_data, metadata)
          told = {
            decision_point: true, outcome_type: outcome.type, branches_created: outcome.step_names.size,
            processed_at: Time.now.utc.iso8601, processed_by: handler_name
          }
          result = result_data.merge(decision_point_outcome: outcome.to_h)
          Types::StepHandlerCallResult.success(result: result, metadata: told.merge(metadata))
        end

        def with_routing(result_data, routing_context)
          routing_context.nil? ? result_data : result_data.merge(routing_context: routing_context)
        end

        def check_step_names(names)
          invalid_outcome('step_names must be non-empty array') unless names.is_a?(Array) && !names.empty?
          return if names.all? { |name| name.is_a?(String) && !name.empty? }

          invalid_outcome('All step names must be non-empty strings')
        end

        def invalid_outcome(why)
          raise Errors::PermanentError.new("Invalid decision point outcome: #{why}", error_code: 'INVALID_DECISION_OUTCOME')
        end
      end
    end
  end
end
