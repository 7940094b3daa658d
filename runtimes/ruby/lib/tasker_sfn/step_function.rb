# frozen_string_literal: true

module TaskerSfn
  # The Lambda function of a handler: a class, or what a method such as `step_handler` made of a block.
  class StepFunction
    # `events` is JSON that says which domain events its steps publish.
    def initialize(handler_class, events: nil, store: Stores.open)
      @resolver = resolver_of(handler_class)
      unless @resolver || (handler_class.is_a?(Class) && handler_class.method_defined?(:call))
        raise TypeError, "#{handler_class.inspect} is no step handler: it neither extends TaskerCore::StepHandler::Base nor has a \"call\"."
      end

      @handler_class = handler_class
      @store = store
      @publication = publication_of(events)
    end

    # The reply. A failure is reported to Lambda, or raised where nobody takes it.
    def call(event, context = nil)
      answer(event, context)
    rescue WireError => e
      raise unless RuntimeApi.report(request_id_of(context), e)
    end

    # The reply; raises a WireError for a step that fails.
    def answer(event, context)
      tell_unanswered(event, context) if UnansweredRun.told_by?(event)
      call = ReadCall.read(event)
      TaskerCore::Log.with_fields(log_fields_of(call, request_id_of(context))) { answer_call(call, context) }
    rescue StepFailed, StepYielded => e
      raise e.wire
    end

    private

    # A resolver, which finds the handler of each run.
    def resolver_of(handler_class)
      handler_class.new if handler_class.is_a?(Class) && handler_class.method_defined?(:can_resolve?)
    end

    def publication_of(events)
      return nil if events.nil?

      require_relative 'events'
      Publication.new(JsonText.parse(events), @store)
    end

    def request_id_of(context)
      context.respond_to?(:aws_request_id) ? context.aws_request_id : nil
    end

    def answer_call(call, context)
      return reply_again(call.completed) unless call.completed.nil?

      fail_again(call.given_up) unless call.given_up.nil?
      fail_again(ChildBatch.read_stopping(call, @store)) if call.is_stopped
      carried = Carried.answer(call, @store)
      return carried unless carried.nil?

      outcome = ChildBatch.read_outcome(call, @store)
      outcome.nil? ? reported(call, context) : reply_again(outcome)
    end

    # Publishes the failure of a run that crashed or took too long, and judges it as one of its handler.
    def tell_unanswered(event, context)
      call = UnansweredRun.read(event)
      TaskerCore::Log.with_fields(log_fields_of(call, request_id_of(context))) do
        error = UnansweredRun.error_of(call, event['caught'])
        message, type, retryable = error.details.values_at('message', 'type', 'retryable')
        fields = { error: event['caught']['Error'], error_message: message, error_type: type, retryable: retryable }
        TaskerCore::Log.write('ERROR', 'Step gave no answer', **fields)
        @publication&.publish(call, failure: error.details)
        raise error
      end
    end

    # Runs a step with one line in the log when it starts, and one when it ends.
    def reported(call, context)
      started = Checkpoints.monotonic_ms
      told = call.task.told.slice('priority', 'tags', 'initiator', 'source_system', 'reason').transform_keys(&:to_sym)
      TaskerCore::Log.write('INFO', 'Step started', handler: call.step.callable, max_attempts: call.step.max_attempts, **told)
      ended = lambda do |level, message, fields|
        TaskerCore::Log.write(level, message, duration_ms: (Checkpoints.monotonic_ms - started).round, **fields)
      end
      begin
        reply, size, parked = run(call, context)
      rescue StepYielded => e
        ended.call('INFO', 'Step yielded', items_processed: e.progress['items_processed'], yields: e.progress['yields'])
        raise
      rescue StepFailed => e
        ended.call('ERROR', 'Step failed', described(e))
        raise
      end
      ended.call('INFO', 'Step succeeded', result_bytes: size, parked: parked)
      reply
    end

    # Runs a step's handler, and tells how it has ended before anybody else hears of it.
    def run(call, context)
      failure = begin
        check_request(call.task.request)
        outcome = call_step(call, context)
        if outcome.success?
          result = Results.to_json_object(outcome.result)
          entry = Decisions.entry_of(call, result, @store)
          encoded, size, parked = Results.encode(call, result, @store)
          @publication&.publish(call, result: result)
          return [{ 'result' => encoded, **entry }, size, parked]
        end
        outcome.exception ? Outcome.failure_of(outcome.exception) : outcome
      rescue StepYielded
        raise
      # Not the end of the process: whatever else a handler raises is the failure of its step.
      rescue StandardError, ScriptError, SystemStackError => e
        Outcome.failure_of(e)
      end
      wrong = Judge.failed(call, failure)
      ChildBatch.keep_failure(call, wrong.wire, @store)
      @publication&.publish(call, failure: wrong.details)
      raise wrong
    end

    def call_step(call, context)
      time_left = Checkpoints.time_left_of(context, call.step.timeout_seconds)
      results = Results.fetch_dependencies(call, @store)
      Checkpoints.run_through_yields(call, @store, time_left) do |before|
        handler = handler_of(call.step)
        event = TaskerEvent.of(call, results, before && before['checkpoint'])
        given = TaskerCore::Types::StepContext.new(
          event, handler_name: name_of(handler), event_id: TaskerEvent.event_id_of(call), time_left: time_left
        )
        Current.with_call(call, before ? before['yields'] : 0) { Outcome.result_of(method_of(handler, call.step.method || 'call').call(given)) }
      end
    end

    def handler_of(step)
      config = TaskerEvent.fresh(step.config)
      return resolve(step, config) if @resolver

      check_callable(step.callable)
      TaskerCore::Registry.make(@handler_class, config)
    end

    # A resolver that knows no such handler fails the step for good.
    def resolve(step, config)
      told = { callable: step.callable, handler_method: step.method, resolver: @resolver.name, initialization: config }
      handler = @resolver.resolve(TaskerCore::Types::HandlerDefinition.new(**told.compact), {})
      return handler unless handler.nil?

      raise unknown_handler("The resolver \"#{@resolver.name}\" knows no handler \"#{step.callable}\".")
    rescue TaskerCore::Errors::ResolutionError => e
      raise unknown_handler(e.message)
    end

    def unknown_handler(message)
      TaskerCore::PermanentError.new(message, error_code: 'HANDLER_NOT_FOUND')
    end

    def name_of(handler)
      handler.respond_to?(:handler_name) ? handler.handler_name : handler.class.name
    end

    # A class has the name of its constant, and the one that its `handler_name` says.
    def check_callable(wanted)
      names = [@handler_class.name, defined_name, name_of(@handler_class.allocate)].compact
      return if names.empty? || names.any? { |name| Contract.canonical_callable(name) == Contract.canonical_callable(wanted) }

      raise unknown_handler("There is no handler \"#{wanted}\" in this function; it has \"#{names.first}\".")
    end

    def made_of_block?(handler)
      handler.class.respond_to?(:defined_name) && !handler.class.defined_name.nil?
    end

    def defined_name
      @handler_class.respond_to?(:defined_name) ? @handler_class.defined_name : nil
    end

    # `handler.method` of the template. A handler that was made of a block has `call` alone, which runs then.
    def method_of(handler, method)
      if method != 'call' && made_of_block?(handler)
        message = "The template names the method \"#{method}\", and a handler made of a block has \"call\" alone"
        TaskerCore::Log.write('WARN', message, handler: name_of(handler))
        return handler.method(:call)
      end
      return handler.public_method(method) if handler.respond_to?(method) && !Object.method_defined?(method)

      message = "The handler \"#{name_of(handler)}\" has no method \"#{method}\"."
      raise TaskerCore::PermanentError.new(message, error_code: 'METHOD_NOT_FOUND')
    end

    # Refuses what is no task request: an execution may have been started with anything, by anyone.
    def check_request(request)
      raise invalid_request("The task's input", request) unless request.is_a?(Hash)
      return if !request.key?('context') || request['context'].is_a?(Hash)

      raise invalid_request('The "context" of the task\'s input', request['context'])
    end

    def invalid_request(what, value)
      kinds = { NilClass => 'null', Array => 'a list', String => 'a string', TrueClass => 'a boolean', FalseClass => 'a boolean' }
      message = "#{what} must be a JSON object, and is #{kinds[value.class] || 'a number'}. Start the task with {\"context\": {…}}."
      TaskerCore::PermanentError.new(message, error_code: 'INVALID_REQUEST')
    end

    # What a step replied that completed before its task was redriven; a later failure, which may lie beside it, is settled.
    def reply_again(entry)
      TaskerCore::Log.write('INFO', 'Step completed before the redrive')
      entry.except('failure')
    end

    # Fails as a worker did before its task was redriven, or as the one that has stopped its batch.
    def fail_again(caught)
      TaskerCore::Log.write('INFO', 'Tell how a worker failed before')
      raise WireError.named(caught['Error'], UnansweredRun.message_in(caught['Cause'] || ''))
    end

    def log_fields_of(call, request_id)
      task = call.task
      {
        correlation_id: task.correlation_id, parent_correlation_id: task.told['parent_correlation_id'], task_id: task.id,
        namespace: task.namespace, task: task.name, step: call.step.name, attempt: call.attempt, request_id: request_id
      }
    end

    def described(error)
      details, cause = error.details, error.cause_error
      stack = cause && [Outcome.class_name(cause), *cause.backtrace].join("\n")[0, 16_384]
      {
        error: details['error'], error_message: details['message'], error_type: details['type'], error_code: details['code'],
        retryable: details['retryable'], retry_after: details['retry_after'], error_metadata: details['metadata'], stack: stack
      }
    end
  end
end
