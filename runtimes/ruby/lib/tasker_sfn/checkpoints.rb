# frozen_string_literal: true

module TaskerSfn
  # Steps that yield: they run again from a checkpoint, in the same invocation while there is time.
  module Checkpoints
    # So many yields, and so much of their cursors as JSON, does a checkpoint remember.
    MOST_REMEMBERED = 50
    MOST_CHARS = 16_384
    # A longer cursor is not told in the history: it is with the checkpoint.
    MOST_CURSOR_CHARS = 200
    # After so long an invocation ends at the next checkpoint; after so many invocations it may be twice as long, and so on.
    LONGEST_MS = 60_000
    GROWS_AFTER = 10
    # What an invocation needs to end well, in ms.
    RESERVE_MS = 500

    module_function

    # Runs a handler again and again, each time from where it yielded. Raises StepYielded when another invocation has to go on.
    def run_through_yields(call, store, time_left)
      kept = read(call, store)
      resumed = kept.nil? ? 0 : kept['resumed'] + 1
      most = LONGEST_MS * (1 + (resumed / GROWS_AFTER))
      at_first, longest = time_left.call, 0
      loop do
        before = time_left.call
        outcome = yield(kept)
        longest = [longest, before - time_left.call].max
        told = yielded(outcome)
        return outcome if told.nil?

        kept = {
          'execution' => call.task.started_at, 'yields' => (kept ? kept['yields'] : 0) + 1, 'resumed' => resumed,
          'checkpoint' => checkpoint_of(told, kept && kept['checkpoint'])
        }
        keep(call, kept, store)
        left = time_left.call
        raise StepYielded, progress_of(call.step.name, kept) unless at_first - left < most && left > (2 * longest) + RESERVE_MS
      end
    end

    # The milliseconds that an invocation has left: until Lambda or the step's `timeout_seconds` ends it.
    def time_left_of(context, timeout_seconds)
      begun = monotonic_ms
      lambda_left = lambda do
        context.respond_to?(:get_remaining_time_in_millis) ? context.get_remaining_time_in_millis : 900_000 - (monotonic_ms - begun)
      end
      at_first = lambda_left.call
      lambda do
        now = lambda_left.call
        own = timeout_seconds.nil? ? now : (timeout_seconds * 1000) - (at_first - now)
        [0, [now, own].min].max
      end
    end

    def monotonic_ms
      Process.clock_gettime(Process::CLOCK_MONOTONIC, :float_millisecond)
    end

    # What a handler's result says of a checkpoint; nil where it has ended.
    def yielded(outcome)
      return outcome.to_h if outcome.checkpoint?

      metadata = outcome.metadata.is_a?(Hash) ? TaskerCore::IndifferentHash.wrap(outcome.metadata) : {}
      outcome.success? && metadata['checkpoint_yield'] == true ? outcome.result : nil
    end

    def progress_of(step, kept)
      checkpoint = kept['checkpoint']
      cursor = checkpoint['cursor']
      short = JsonText.length_of(JsonText.write(cursor)) <= MOST_CURSOR_CHARS
      {
        'step' => step, 'items_processed' => checkpoint['items_processed'], 'yields' => kept['yields'],
        **(short ? { 'cursor' => cursor } : {}), 'timestamp' => checkpoint['timestamp']
      }
    end

    # The checkpoint of a yield. One that says nothing to go on from would be repeated for ever.
    def checkpoint_of(yielded, before)
      told = Results.to_json_object(yielded)
      cursor, items, carried = told.values_at('cursor', 'items_processed', 'accumulated_results')
      raise invalid('it has no "cursor" to go on from.') if cursor.nil?
      unless items.is_a?(Numeric) && !items.negative?
        raise invalid("its \"items_processed\" is #{JsonText.write(items)}, which is no number of items.")
      end
      unless carried.nil? || carried.is_a?(Hash)
        raise invalid("its \"accumulated_results\" are #{JsonText.write(carried)[0, 100]}, which is no object.")
      end

      timestamp = Time.now.utc.iso8601(3)
      history = [*(before ? before['history'] : []), { 'cursor' => cursor, 'timestamp' => timestamp }].last(MOST_REMEMBERED)
      history = history.drop((history.size / 2.0).ceil) while !history.empty? && JsonText.length_of(JsonText.write(history)) > MOST_CHARS
      {
        'cursor' => cursor, 'items_processed' => items, 'timestamp' => timestamp,
        **(carried.nil? ? {} : { 'accumulated_results' => carried }), 'history' => history
      }
    end

    def invalid(why)
      TaskerCore::PermanentError.new("The handler yielded at a checkpoint that cannot be followed: #{why}", error_code: 'CHECKPOINT_INVALID')
    end

    def keep(call, kept, store)
      if store.nil?
        raise TaskerCore::PermanentError.new(
          "The handler yielded at a checkpoint, and this function has no bucket to keep it in (#{Contract::RESULTS_BUCKET_VARIABLE}).",
          error_code: 'CHECKPOINT_STORE_MISSING'
        )
      end
      reached('kept') { store.put(Contract.checkpoint_key(call.task.arn, call.step.name), JsonText.write(kept)) }
    end

    # The checkpoint that the step goes on from. Only a run that is not the first looks for one.
    def read(call, store)
      return nil if call.is_first_run || store.nil?

      text = reached('read') { store.find(Contract.checkpoint_key(call.task.arn, call.step.name)) }
      kept = text && JsonText.parse(text)
      # An execution of the same name may have left it.
      kept && kept['execution'] == call.task.started_at ? kept : nil
    end

    def reached(what)
      yield
    rescue StandardError => e
      raise TaskerCore::RetryableError.new("The step's checkpoint could not be #{what}: #{e.message}", error_code: 'RESULT_STORE_FAILED')
    end
  end
end
