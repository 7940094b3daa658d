# frozen_string_literal: true

module TaskerCore
  module Types
    # The types of errors that all languages know.
    module ErrorTypes
      PERMANENT_ERROR = 'permanent_error'
      RETRYABLE_ERROR = 'retryable_error'
      VALIDATION_ERROR = 'validation_error'
      TIMEOUT = 'timeout'
      HANDLER_ERROR = 'handler_error'
      ALL = [PERMANENT_ERROR, RETRYABLE_ERROR, VALIDATION_ERROR, TIMEOUT, HANDLER_ERROR].freeze

      module_function

      def valid?(type)
        ALL.include?(type)
      end
      alias standard? valid?
      module_function :standard?

      def typically_retryable?(type)
        [RETRYABLE_ERROR, TIMEOUT].include?(type)
      end

      def typically_permanent?(type)
        [PERMANENT_ERROR, VALIDATION_ERROR].include?(type)
      end
    end
  end
end
