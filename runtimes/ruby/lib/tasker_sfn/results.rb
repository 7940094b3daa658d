# frozen_string_literal: true

module TaskerSfn
  # Results on their way out and in: parked where they are larger than the step's share of the state data, and than a reference.
  module Results
    module_function

    # A handler's result as plain JSON.
    def to_json_object(returned)
      value = JsonText.plain(returned)
      JsonText.write(value)
      return value if value.is_a?(Hash)

      value.nil? ? {} : { 'result' => value }
    rescue InexactNumber => e
      raise TaskerCore::PermanentError.new("The result cannot be taken at \"#{e.path}\": #{e.message}", error_code: 'RESULT_NOT_EXACT')
    rescue TypeError, ArgumentError, JSON::GeneratorError, EncodingError, SystemStackError => e
      raise TaskerCore::PermanentError.new("The result cannot be written as JSON: #{e.message}", error_code: 'RESULT_NOT_SERIALISABLE')
    end

    # The result in the form that travels, its own size as JSON, in bytes, and whether it is parked.
    def encode(call, result, store)
      if result.key?(Contract::PARKED)
        message = "A result may not have the key \"#{Contract::PARKED}\", which marks parked results."
        raise TaskerCore::PermanentError.new(message, error_code: 'RESERVED_KEY')
      end
      text = JsonText.write(result)
      size = text.bytesize
      key = key_of(call)
      left = Contract.result_share(call.budget, JsonText.write(call.task.request).bytesize)
      share = [left, Contract.reference_bytes(key)].max
      return [result, size, false] if size <= share && !call.is_listed

      raise too_large(size, share) if store.nil?

      [{ Contract::PARKED => { 'uri' => park(key, text, store), 'bytes' => size } }, size, true]
    end

    def park(key, text, store)
      store.put(key, text)
    rescue StandardError => e
      raise TaskerCore::RetryableError.new("The result could not be parked: #{e.message}", error_code: 'RESULT_STORE_FAILED')
    end

    def too_large(size, share)
      TaskerCore::PermanentError.new(
        "The result takes #{size} bytes, and this step's share of the 256 KiB that a state may hold is #{share}. " \
        "Return less, or give the function a bucket for large results (#{Contract::RESULTS_BUCKET_VARIABLE}).",
        error_code: 'RESULT_TOO_LARGE', context: { bytes: size, share: share }
      )
    end

    def key_of(call)
      task, step = call.task, call.step
      call.is_listed ? Contract.worker_result_key(task.arn, task.started_at, step.name) : Contract.parked_key(task.arn, step.name)
    end

    # The results of all ancestors that completed, by step name, as JSON text: each run makes them anew.
    def fetch_dependencies(call, store)
      results = call.ancestors.to_h { |step, entry| [step, fetch(step, entry['result'], store)] }
      call.listed.each do |listed|
        raise unreadable('a batch', listed['uri']) if store.nil?

        results.update(ChildBatch.read_workers(call, listed, store))
      end
      results
    end

    def unreadable(what, uri)
      TaskerCore::PermanentError.new(
        "The result of #{what} is parked at \"#{uri}\", and this function has no #{Contract::RESULTS_BUCKET_VARIABLE} to read it from.",
        error_code: 'PARKED_RESULT_LOST'
      )
    end

    # A result as JSON text, wherever it lies.
    def fetch(step, result, store)
      parked = result.is_a?(Hash) ? result[Contract::PARKED] : nil
      return JsonText.write(result) unless parked.is_a?(Hash) && parked.key?('uri')
      raise unreadable("\"#{step}\"", parked['uri']) if store.nil?

      store.get(parked['uri'])
    rescue ResultLost => e
      raise TaskerCore::PermanentError.new("The result of \"#{step}\" could not be read. #{e.message}", error_code: 'PARKED_RESULT_LOST')
    rescue TaskerCore::PermanentError
      raise
    rescue StandardError => e
      raise TaskerCore::RetryableError.new("The result of \"#{step}\" could not be read. #{e.message}", error_code: 'RESULT_STORE_FAILED')
    end
  end
end
