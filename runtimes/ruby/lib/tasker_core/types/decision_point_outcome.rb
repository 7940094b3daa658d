# frozen_string_literal: true

module TaskerCore
  module Types
    # What a decision has decided.
    module DecisionPointOutcome
      # Nothing follows.
      class NoBranches < Record
        attribute :type, default: 'no_branches'

        def step_names
          []
        end

        def requires_step_creation?
          false
        end
      end

      # These steps follow.
      class CreateSteps < Record
        attribute :type, default: 'create_steps'
        attribute :step_names

        def requires_step_creation?
          true
        end
      end

      class << self
        def no_branches
          NoBranches.new
        end

        def create_steps(step_names)
          raise ArgumentError, 'step_names cannot be empty' if step_names.nil? || step_names.empty?

          CreateSteps.new(step_names: step_names)
        end

        # Nil where the hash is no outcome.
        def from_hash(hash)
          return nil unless hash.is_a?(Hash)

          told = IndifferentHash.wrap(hash)
          case told[:type]
          when 'no_branches' then no_branches
          when 'create_steps'
            names = told[:step_names]
            names.is_a?(Array) && !names.empty? ? create_steps(names) : nil
          end
        end
      end
    end
  end
end
