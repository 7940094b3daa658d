# frozen_string_literal: true

module TaskerCore
  module Types
    # How a handler has ended.
    module StepHandlerCallResult
      # It has a result.
      class Success < Record
        attribute :success, default: true
        attribute :result
        attribute :metadata, default: -> { {} }

        def success?
          success
        end

        def checkpoint?
          false
        end
      end

      # It has failed; whether that may pass, `retryable` says.
      class Error < Record
        attribute :success, default: false, required: false
        attribute :error_type
        attribute :message
        attribute :error_code, required: false
        attribute :retryable, default: false, required: false
        attribute :metadata, default: -> { {} }

        # The exception that it was made of.
        attr_accessor :exception

        def success?
          success
        end

        def checkpoint?
          false
        end
      end

      # It goes on from a checkpoint in another run.
      class CheckpointYield < Record
        attribute :cursor
        attribute :items_processed
        attribute :accumulated_results, required: false

        def success?
          false
        end

        def checkpoint?
          true
        end

        def to_checkpoint_data(event_id:, step_uuid:)
          { event_id: event_id, step_uuid: step_uuid, **to_h }
        end
      end

      class << self
        def success(result:, metadata: {})
          Success.new(success: true, result: result, metadata: metadata)
        end

        def error(error_type:, message:, error_code: nil, retryable: false, metadata: {})
          Error.new(error_type: error_type, message: message, error_code: error_code, retryable: retryable, metadata: metadata)
        end
        alias failure error

        def checkpoint_yield(cursor:, items_processed:, accumulated_results: nil)
          CheckpointYield.new(cursor: cursor, items_processed: items_processed, accumulated_results: accumulated_results)
        end

        # A hash that says `success` is what it says; anything else is a result.
        def from_handler_output(output)
          return output if [Success, Error, CheckpointYield].any? { |kind| output.is_a?(kind) }
          return success(result: output) unless output.is_a?(Hash)

          told = IndifferentHash.wrap(output)
          case told[:success]
          when true then success(result: told.fetch(:result, told), metadata: told[:metadata] || {})
          when false then read_error(told)
          else success(result: output)
          end
        end

        def from_exception(exception)
          made = error_of(exception)
          made.exception = exception
          made
        end

        private

        def read_error(told)
          error(
            error_type: told[:error_type] || 'UnexpectedError',
            message: told[:message] || 'Unknown error',
            error_code: told[:error_code],
            retryable: told[:retryable] || false,
            metadata: told[:metadata] || {}
          )
        end

        def error_of(exception)
          case exception
          when Errors::ValidationError then told('ValidationError', exception, false, field: exception.field)
          when Errors::PermanentError then told('PermanentError', exception, false)
          when Errors::RetryableError then told('RetryableError', exception, true, retry_after: exception.retry_after)
          else
            error(error_type: 'UnexpectedError', message: exception.message, retryable: true,
                  metadata: { exception_class: exception.class.name })
          end
        end

        def told(type, exception, retryable, **more)
          metadata = { context: exception.context, **more }.compact
          error(error_type: type, message: exception.message, error_code: exception.error_code, retryable: retryable, metadata: metadata)
        end
      end
    end
  end
end
