# frozen_string_literal: true

module Microservices
  module Registration
    # What steps of the registration leave for the steps after them.
    module StepResults
      # Raises a PermanentError unless all of them are there.
      def self.required(results)
        missing = results.select { |_, result| result.nil? }.keys
        return if missing.empty?

        message = "Upstream data is not available: #{missing.join(', ')}"
        raise TaskerCore::PermanentError.new(message, error_code: 'MISSING_DEPENDENCIES')
      end
    end
  end
end
