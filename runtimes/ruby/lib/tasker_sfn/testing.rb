# frozen_string_literal: true

require_relative '../tasker_sfn'

module TaskerSfn
  # Runs handlers in tests, as their Lambda functions do. It is not deployed.
  module Testing
    ARN = 'arn:aws:states:us-east-1:123456789012:execution:test:'

    # Why a run of a handler failed: what it says, its code, Tasker's type, whether the step would be tried again, the seconds that it asked
    # to wait, and what it says besides.
    Failure = Struct.new(:message, :code, :type, :retryable, :retry_after, :metadata, keyword_init: true)

    # How a run of a handler ended: with a result or an error, and the checkpoints at which it yielded before.
    Run = Struct.new(:result, :error, :checkpoints, keyword_init: true) do
      def success?
        error.nil?
      end
    end

    # Keeps results and checkpoints in memory.
    class MemoryStore
      attr_reader :kept, :checkpoints

      def initialize
        @kept = {}
        @checkpoints = []
      end

      def put(key, text)
        kept[key] = text
        checkpoints << JsonText.parse(text)['checkpoint'] if key.end_with?('/checkpoint.json')
        "memory:#{key}"
      end

      def get(uri)
        kept.fetch(uri.delete_prefix('memory:'))
      end

      def find(key)
        kept[key]
      end
    end

    module_function

    # Runs a handler once, in this process: the same data, and the same judgement of what it returns or raises.
    #
    # `context` is the task's, `results` are those of the steps before it by name, `config` is `handler.initialization` of the template,
    # `attempt` counts runs from 1, `method` is `handler.method`, and `checkpoint` says where an earlier run yielded.
    #
    #   run = TaskerSfn::Testing.run_handler(Shop::ChargeCard, context: { card: 'visa' }, results: { reserve_stock: { total: 3_000 } })
    #   assert_equal({ 'amount' => 3_000 }, run.result)
    def run_handler(handler_class, context: {}, results: {}, config: {}, attempt: 1, max_attempts: 3, method: nil, checkpoint: nil,
                    step_name: 'step', task_id: SecureRandom.uuid)
      unless (1..max_attempts).cover?(attempt)
        raise ArgumentError, "attempt is #{attempt}; give a whole number from 1 to max_attempts (#{max_attempts})."
      end

      store = MemoryStore.new
      started_at = Time.now.utc.iso8601(3)
      keep(store, checkpoint, "#{ARN}#{task_id}", started_at, step_name) unless checkpoint.nil?
      step = {
        name: step_name, callable: callable_of(handler_class), method: method, config: config, dependencies: results.keys.map(&:to_s),
        max_attempts: max_attempts
      }.compact
      data = {
        # A test has all the room there is: nothing is parked.
        task: { wire: Contract::WIRE_VERSION, template: %w[test test 1.0.0], budget: { steps: 1, reserved: 0 } },
        retry: attempt == 1 ? nil : { Cause: "@0@1@#{attempt - 1}@#{step_name}@" },
        steps: results.transform_values { |result| { result: result, after: [] } }
      }.compact
      execution = { Id: "#{ARN}#{task_id}", Name: task_id, StartTime: started_at, Input: { context: context } }
      event = { step: step, data: data, execution: { Execution: execution, State: { RetryCount: checkpoint.nil? ? 0 : 1 } } }
      # As it arrives on Lambda: what JSON cannot carry is no input of a step.
      reply = StepFunction.new(handler_class, store: store).answer(TaskerEvent.fresh(JsonText.plain(event)), nil)
      Run.new(result: reply['result'], checkpoints: store.checkpoints)
    rescue WireError => e
      Run.new(error: failure_of(JsonText.parse(e.message)), checkpoints: store.checkpoints)
    end

    def callable_of(handler_class)
      return handler_class.defined_name if handler_class.respond_to?(:defined_name)

      handler_class.name || handler_class.new.handler_name
    end

    def keep(store, checkpoint, arn, started_at, step_name)
      told = { 'items_processed' => 0, 'timestamp' => started_at, **JsonText.plain(checkpoint) }
      history = [{ 'cursor' => told['cursor'], 'timestamp' => started_at }]
      kept = { 'execution' => started_at, 'yields' => 1, 'resumed' => 0, 'checkpoint' => { **told, 'history' => history } }
      store.kept[Contract.checkpoint_key(arn, step_name)] = JsonText.write(kept)
    end

    def failure_of(details)
      told = details.slice('message', 'code', 'type', 'retryable', 'retry_after').transform_keys(&:to_sym)
      Failure.new(**told, metadata: details['metadata'] || {})
    end
  end
end
