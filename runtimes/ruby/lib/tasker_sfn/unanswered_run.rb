# frozen_string_literal: true

module TaskerSfn
  # Runs of a step that gave no answer, since the function crashed or took too long: the machine tells of them.
  module UnansweredRun
    TIMEOUTS = %w[States.Timeout States.HeartbeatTimeout Sandbox.Timedout].freeze
    # They have used up tries of their own.
    SERVICE_ERRORS = %w[
      Lambda.ClientExecutionTimeoutException Lambda.ServiceException Lambda.AWSLambdaException Lambda.SdkClientException
      Lambda.TooManyRequestsException
    ].freeze

    module_function

    # Whether the machine tells of such a run, rather than of a step to run.
    def told_by?(event)
      event.is_a?(Hash) && event['unanswered'].is_a?(Hash)
    end

    # The run, as the call of its handler was read.
    def read(event)
      ReadCall.read({ 'step' => event['unanswered'], **event.slice('data', 'execution', 'state') })
    end

    # The failure of such a run: a crash and a timeout may pass.
    def error_of(call, caught)
      name = caught['Error']
      is_timeout = TIMEOUTS.include?(name)
      seconds = call.step.timeout_seconds
      limit = is_timeout && !seconds.nil? ? " within #{seconds} s" : ''
      told = message_in(caught['Cause'] || '')
      message = told.empty? ? "The function gave no answer#{limit} (#{name})." : told
      failure = Outcome::RESULTS.error(error_type: is_timeout ? 'timeout' : name, message: message, retryable: true)
      Judge.failed(SERVICE_ERRORS.include?(name) ? last_attempt(call) : call, failure)
    end

    def last_attempt(call)
      step = call.step.dup
      step.max_attempts = call.attempt
      last = call.dup
      last.step = step
      last
    end

    # The message in what Lambda makes of an error; of another cause the cause itself.
    def message_in(cause)
      read = JsonText.parse(cause)
      told = read.is_a?(Hash) ? read['errorMessage'] : nil
      told.is_a?(String) ? told : cause
    rescue JSON::ParserError
      cause
    end
  end
end
