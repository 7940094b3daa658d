# frozen_string_literal: true

module TaskerSfn
  # A batch whose workers run in child executions: they are listed in the store for large results, and what comes of each lies there, too.
  module ChildBatch
    # So many objects are read at once.
    AT_ONCE = 32
    # Of a worker that could not say how it failed.
    UNKNOWN = {
      'Error' => 'BatchWorkerLost',
      'Cause' => 'The function of the worker crashed, or took too long. The history of its child execution tells more.'
    }.freeze

    module_function

    # Lists the workers where the state machine finds them.
    def list_workers(call, template, workers, each, store)
      if store.nil?
        raise TaskerCore::PermanentError.new(
          "A batch of #{workers.size} workers needs a bucket for large results, which this function has not.",
          error_code: 'RESULT_STORE_MISSING'
        )
      end
      key = Contract.batch_list_key(call.task.arn, call.task.started_at, template)
      uri = kept { store.put(key, JsonText.write(workers)) }
      found = %r{\A(?:s3://)?([^:/]+)[:/](.*)\z}m.match(uri)
      { 'uri' => uri, 'bucket' => found ? found[1] : '', 'key' => found ? found[2] : '', 'workers' => workers.size, 'each' => each }
    end

    # What a worker in a child execution left that completed before its task was redriven.
    def read_outcome(call, store)
      task, step = call.task, call.step
      return nil if !call.is_listed || task.redrive_count.zero? || store.nil?

      key = Contract.worker_result_key(task.arn, task.started_at, step.name)
      text = kept { store.find(key) }
      return nil if text.nil?

      # To keep it once more is how a store tells where it lies.
      uri = kept { store.put(key, text) }
      { 'result' => { Contract::PARKED => { 'uri' => uri, 'bytes' => text.bytesize } }, 'after' => step.dependencies }
    end

    # Keeps with what a worker failed for good, for those who go on without it. The failure says more than that it could not be kept.
    def keep_failure(call, wire, store)
      return if !call.is_listed || call.batch.nil? || store.nil? || wire.wire_name == Contract::RETRY_AFTER

      task, step, batch = call.task, call.step, call.batch
      cause = JsonText.write({ 'errorType' => wire.wire_name, 'errorMessage' => wire.message })
      names = batch['metadata']['failure_strategy'] == 'fail_fast' ? [step.name, batch['template']] : [step.name]
      names.each do |name|
        key = Contract.worker_failure_key(task.arn, task.started_at, name, task.redrive_count)
        store.put(key, JsonText.write({ 'Error' => wire.wire_name, 'Cause' => cause }))
      end
    rescue StandardError => e
      TaskerCore::Log.write('WARN', 'The failure could not be kept for those who join the batch', error: e.message)
    end

    # With what a worker failed that has stopped its batch.
    def read_stopping(call, store)
      key = Contract.worker_failure_key(call.task.arn, call.task.started_at, call.step.name, call.task.redrive_count)
      text = store.nil? ? nil : kept { store.find(key) }
      text.nil? ? UNKNOWN : JsonText.parse(text)
    end

    # The results of all workers of such a batch by name, as JSON text; of those that failed, what stands in their place.
    def read_workers(call, listed, store)
      workers = JsonText.parse(kept { store.get(listed['uri']) })
      queue = Queue.new
      workers.each_index { |index| queue << index }
      queue.close
      texts = Array.new(workers.size)
      readers = Array.new([AT_ONCE, workers.size].min) do
        Thread.new do
          Thread.current.report_on_exception = false
          while (index = queue.pop)
            texts[index] = result_of(call, workers[index], store)
          end
        end
      end
      readers.each(&:join)
      workers.each_with_index.to_h { |worker, index| [worker['worker'], texts[index]] }
    end

    def result_of(call, instance, store)
      task, worker = call.task, instance['worker']
      result = kept { store.find(Contract.worker_result_key(task.arn, task.started_at, worker)) }
      return result unless result.nil?

      # A redriven task may have gone on without it at any of its runs.
      task.redrive_count.downto(0) do |redrives|
        failure = kept { store.find(Contract.worker_failure_key(task.arn, task.started_at, worker, redrives)) }
        return JsonText.write(Entries.partial_failure(instance['cursor'], JsonText.parse(failure))) unless failure.nil?
      end
      JsonText.write(Entries.partial_failure(instance['cursor'], UNKNOWN))
    end

    def kept
      yield
    rescue TaskerCore::PermanentError
      raise
    rescue StandardError => e
      message = "What a batch keeps outside of the state data cannot be reached: #{e.message}"
      raise TaskerCore::RetryableError.new(message, error_code: 'RESULT_STORE_FAILED')
    end
  end
end
