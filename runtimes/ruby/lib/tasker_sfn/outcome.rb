# frozen_string_literal: true

module TaskerSfn
  # What a handler returned or raised, as a result of Tasker's.
  module Outcome
    RESULTS = TaskerCore::Types::StepHandlerCallResult
    SAID_ELSEWHERE = %w[message code retryable metadata error_code retry_after context error_category].freeze

    module_function

    # What Tasker makes of it: a hash may say of itself whether it is a success; nothing is `{}`. An exception that is returned is raised.
    def result_of(returned)
      raise returned if returned.is_a?(Exception)

      returned.nil? ? RESULTS.success(result: {}) : RESULTS.from_handler_output(returned)
    end

    # A PermanentError is permanent, and so is whatever says of itself that it is not retryable; what nobody classified may pass.
    def failure_of(error)
      ours = error.is_a?(TaskerCore::Errors::Error)
      retryable = !permanent?(error)
      type = if !retryable then 'permanent_error'
             elsif error.is_a?(TaskerCore::Errors::RetryableError) then 'retryable_error'
             else class_name(error)
             end
      metadata = ours ? own_metadata(error) : foreign_metadata(error)
      metadata = { 'errorType' => class_name(error), **metadata } if type != class_name(error) && !classified?(error)
      failure = RESULTS.error(
        error_type: type, message: message_of(error), error_code: code_of(error), retryable: retryable, metadata: metadata
      )
      failure.exception = error
      failure
    end

    def classified?(error)
      error.is_a?(TaskerCore::Errors::PermanentError) || error.is_a?(TaskerCore::Errors::RetryableError)
    end

    def permanent?(error)
      return true if error.is_a?(TaskerCore::Errors::PermanentError)
      return false if error.is_a?(TaskerCore::Errors::RetryableError)

      asked = %i[retryable retryable?].find { |name| error.respond_to?(name) }
      !asked.nil? && error.public_send(asked) == false
    rescue StandardError
      false
    end

    # What an exception says; its class where it says nothing.
    def message_of(error)
      told = error.message.to_s
      told = told.dup.force_encoding(Encoding::UTF_8).scrub unless told.encoding == Encoding::UTF_8 && told.valid_encoding?
      # What Ruby adds to a message for people at a terminal is no part of it.
      told = error.original_message if error.respond_to?(:original_message)
      told.empty? ? class_name(error) : told
    rescue StandardError
      class_name(error)
    end

    def class_name(error)
      error.class.name || error.class.to_s
    end

    # A code as text: a text, a symbol, or a number such as 42; nil when it is none.
    def as_code(code)
      case code
      when Integer, Float, Symbol then code.to_s
      when String then code.empty? ? nil : code
      end
    end

    # The code in an error's metadata, under any of the names in use.
    def error_code_in(metadata)
      told = %w[error_code errorCode code].map { |name| metadata[name] }.compact.first
      as_code(told)
    end

    def code_of(error)
      %i[error_code code].each do |name|
        told = error.respond_to?(name) ? as_code(error.public_send(name)) : nil
        return told if told
      end
      error.respond_to?(:context) && error.context.is_a?(Hash) ? error_code_in(TaskerCore::IndifferentHash.wrap(error.context)) : nil
    rescue StandardError
      nil
    end

    def own_metadata(error)
      members = error.class.respond_to?(:member_names) ? error.class.member_names - [:context] : []
      told = members.to_h { |name| [name.to_s, error.public_send(name)] }.compact
      context = error.respond_to?(:context) && error.context.is_a?(Hash) ? error.context : {}
      more = error.respond_to?(:metadata) && error.metadata.is_a?(Hash) ? error.metadata : {}
      { **told, **context.transform_keys(&:to_s), **more.transform_keys(&:to_s) }
    end

    # What an exception of others says of itself beside its message: plain values alone, for objects may hold credentials.
    def foreign_metadata(error)
      told = error.instance_variables.to_h { |name| [name.to_s.delete_prefix('@'), error.instance_variable_get(name)] }
      plain = told.reject { |name, value| name.start_with?('_') || SAID_ELSEWHERE.include?(name) || !plain?(value) }
      more = error.respond_to?(:metadata) && error.metadata.is_a?(Hash) ? error.metadata.transform_keys(&:to_s) : {}
      { **plain, **more }
    rescue StandardError
      {}
    end

    def plain?(value)
      case value
      when String, Symbol, Numeric, true, false then true
      else false
      end
    end
  end
end
