# frozen_string_literal: true

module TaskerCore
  module StepHandler
    # What every handler extends.
    class Base
      attr_reader :config, :logger

      # `config` is the step's `initialization`.
      def initialize(config: {}, logger: nil)
        @config = IndifferentHash.wrap(config || {})
        @logger = logger || Logger.instance
      end

      def call(_context)
        raise NotImplementedError, "#{self.class} has no method \"call\""
      end

      # The name of its class, as files are named.
      def handler_name
        (self.class.name || 'handler').split('::').last.gsub(/([A-Z])/, '_\1').downcase.sub(/^_/, '')
      end

      def capabilities
        ['process']
      end

      def config_schema
        {
          type: 'object',
          properties: {
            timeout: { type: 'integer', minimum: 1, default: 300 },
            retries: { type: 'integer', minimum: 0, default: 3 },
            log_level: { type: 'string', enum: %w[debug info warn error], default: 'info' }
          },
          additionalProperties: true
        }
      end

      def metadata
        {
          handler_name: handler_name,
          handler_class: self.class.name,
          version: self.class.const_defined?(:VERSION) ? self.class.const_get(:VERSION) : '1.0.0',
          capabilities: capabilities,
          config_schema: config_schema,
          ruby_version: RUBY_VERSION,
          created_at: Time.now.iso8601
        }
      end

      def validate_config(config)
        config.is_a?(Hash)
      end

      def success(result: nil, result_data: nil, metadata: {})
        told = result.nil? ? result_data : result
        raise ArgumentError, 'result or result_data required' if told.nil?

        Types::StepHandlerCallResult.success(result: told, metadata: metadata)
      end

      # A failure is not tried again unless it says that it is `retryable`.
      def failure(message:, error_type: 'UnexpectedError', error_code: nil, retryable: false, metadata: {})
        Types::StepHandlerCallResult.error(
          error_type: error_type, message: message, error_code: error_code, retryable: retryable, metadata: metadata
        )
      end
      alias error failure

      # Lets the step go on from a checkpoint in another run.
      def checkpoint_yield(cursor:, items_processed:, accumulated_results: nil)
        Types::StepHandlerCallResult.checkpoint_yield(
          cursor: cursor, items_processed: items_processed, accumulated_results: accumulated_results
        )
      end
    end
  end
end
