# frozen_string_literal: true

module TaskerSfn
  # What the machine has to do with a failure.
  module Judge
    # The longest wait that a Wait state takes, in seconds.
    LONGEST_WAIT = 99_999_999

    module_function

    # The error for a handler's failure. Handlers fill failures with anything: whether the step is tried again never depends on that.
    def failed(call, failure)
      retryable = failure.retryable ? true : false
      metadata = metadata_of(failure)
      wait_asked = retry_after_of(metadata)
      error, wait = judge(call, retryable, wait_asked)
      details = {
        'retry' => wait && "@#{wait[0]}@#{wait[1]}@#{call.attempt}@#{call.step.name}@",
        'error' => error,
        'message' => failure.message.nil? ? 'The handler reported a failure without a message.' : text(failure.message),
        'code' => Outcome.as_code(failure.error_code) || Outcome.error_code_in(metadata),
        'type' => failure.error_type.nil? ? 'handler_error' : text(failure.error_type),
        'retryable' => retryable,
        'step' => call.step.name,
        'attempts' => call.attempt,
        'retry_after' => wait && wait_asked,
        'metadata' => metadata.empty? ? nil : metadata
      }
      kept = details.reject { |name, value| value.nil? && name != 'code' }
      StepFailed.new(kept, Contract.cause_share(call.budget, call.workers), failure.exception)
    end

    # The error's name, and of a wait the seconds that it takes at least, and those that it does not reach.
    def judge(call, retryable, retry_after)
      return [Contract::PERMANENT, nil] unless retryable
      return [Contract::EXHAUSTED, nil] if call.attempt >= call.step.max_attempts
      return [Contract::RETRY_AFTER, [retry_after, retry_after + 1]] unless retry_after.nil?

      [Contract::RETRY_AFTER, [0, (call.step.delays[call.attempt - 1] || 1) + 1]]
    end

    # The whole seconds that a failure asks to wait: at least 1; nil when it asks for nothing.
    def retry_after_of(metadata)
      given = %w[retry_after retryAfter retry_after_seconds].map { |name| metadata[name] }.compact.first
      seconds = case given
                when Integer, Float then given.negative? || (given.is_a?(Float) && !given.finite?) ? nil : given
                when String then given.match?(/\A\d+\z/) ? given.to_i : nil
                end
      seconds.nil? ? nil : [[1, seconds.ceil].max, LONGEST_WAIT].min
    end

    # What JSON cannot carry stands there in words.
    def metadata_of(failure)
      return {} unless failure.metadata.is_a?(Hash)

      failure.metadata.to_h { |name, value| [name.to_s, in_json(value)] }
    end

    def in_json(value)
      JsonText.plain(value)
    rescue StandardError, SystemStackError
      begin
        value.to_s
      rescue StandardError
        'something that cannot be shown'
      end
    end

    def text(value)
      made = JsonText.text(value.to_s)
      made.valid_encoding? ? made : made.scrub
    rescue StandardError
      'something that cannot be shown'
    end
  end
end
