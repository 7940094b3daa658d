# frozen_string_literal: true

module TaskerCore
  # What handlers raise. A PermanentError is not tried again, whatever else fails may pass.
  module Errors
    # Of everything that Tasker raises.
    class Error < StandardError; end

    class ConfigurationError < Error; end

    # Of what fails while a step runs.
    class ProceduralError < Error; end

    class OrchestrationError < Error; end

    class DatabaseError < Error; end

    # Makes an error class whose keywords are members of the error; `context` and `error_category` every one has.
    module Members
      def members(*names)
        all = (superclass.respond_to?(:member_names) ? superclass.member_names : []) | names | %i[error_code error_category context]
        define_singleton_method(:member_names) { all }
        attr_reader(*all, :metadata)

        define_method(:initialize) do |message = nil, *given, **members|
          unknown = members.keys - all - [:metadata]
          raise ArgumentError, "unknown keyword: #{unknown.first.inspect}" unless unknown.empty?

          super_message = message || self.class.name
          Members.initialize_error(self, super_message, given)
          all.each { |name| instance_variable_set(:"@#{name}", members[name]) }
          @context ||= {}
          @metadata = members[:metadata] || {}
        end
      end

      # The message alone goes to Ruby's own initializer.
      def self.initialize_error(error, message, _)
        StandardError.instance_method(:initialize).bind_call(error, message)
      end
    end

    [ProceduralError, Error].each { |base| base.extend(Members) }

    # A failure that may pass: it is tried again, after `retry_after` seconds where it says so.
    class RetryableError < ProceduralError
      members :retry_after

      def error_class
        'RetryableError'
      end
    end

    # A failure that nothing will mend: it is not tried again.
    class PermanentError < ProceduralError
      members

      def error_class
        'PermanentError'
      end
    end

    class TimeoutError < ProceduralError
      members :timeout_duration

      def error_class
        'TimeoutError'
      end
    end

    class NetworkError < ProceduralError
      members :status_code

      def error_class
        'NetworkError'
      end
    end

    class ValidationError < PermanentError
      members :field

      def error_class
        'ValidationError'
      end
    end

    class NotFoundError < PermanentError
      members :resource_type

      def error_class
        'NotFoundError'
      end
    end

    # Of what belongs to Tasker's worker.
    class FFIError < Error
      members :operation

      def error_class
        'FFIError'
      end
    end

    class ServerError < Error
      members :operation

      def error_class
        'ServerError'
      end
    end

    # What a method dispatch or a resolver cannot find.
    class ResolutionError < Error; end

    # Sorts errors into those that may pass and those that do not.
    module ErrorClassifier
      PERMANENT = [PermanentError, ConfigurationError, ArgumentError, TypeError, NoMethodError, NotImplementedError].freeze
      RETRYABLE = [RetryableError, TimeoutError, NetworkError, IOError, SystemCallError].freeze

      module_function

      def retryable?(error)
        return true if RETRYABLE.any? { |kind| error.is_a?(kind) }

        PERMANENT.none? { |kind| error.is_a?(kind) }
      end

      def permanent?(error)
        !retryable?(error)
      end

      def classify(error)
        retryable?(error) ? :retryable : :permanent
      end
    end
  end

  # Reads what a server says about when to try again.
  module ErrorClassification
    module_function

    def extract_retry_after(headers)
      found = (headers || {}).find { |name, _| name.to_s.casecmp?('retry-after') }&.last
      return nil if found.nil?
      return Integer(found) if found.to_s.match?(/\A\d+\z/)

      [(Time.httpdate(found.to_s) - Time.now).ceil, 0].max
    rescue ArgumentError
      60
    end
  end

  Error = Errors::Error
  ConfigurationError = Errors::ConfigurationError
  ProceduralError = Errors::ProceduralError
  OrchestrationError = Errors::OrchestrationError
  DatabaseError = Errors::DatabaseError
  RetryableError = Errors::RetryableError
  PermanentError = Errors::PermanentError
  TimeoutError = Errors::TimeoutError
  NetworkError = Errors::NetworkError
  ValidationError = Errors::ValidationError
  NotFoundError = Errors::NotFoundError
  FFIError = Errors::FFIError
  ServerError = Errors::ServerError
end
