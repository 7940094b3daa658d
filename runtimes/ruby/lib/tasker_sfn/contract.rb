# frozen_string_literal: true

require 'digest'

module TaskerSfn
  # What the state machine and every runtime agree on; `lib/contract` of tasker-sfn says what each means.
  module Contract
    WIRE_VERSION = 2
    USUAL_ATTEMPTS = 3
    PARKED = 'tasker_sfn_parked'
    RESULTS_BUCKET_VARIABLE = 'TASKER_SFN_RESULTS_BUCKET'
    EVENT_BUS_VARIABLE = 'TASKER_SFN_EVENT_BUS'

    PERMANENT = 'PermanentError'
    EXHAUSTED = 'AttemptsExhaustedError'
    RETRY_AFTER = 'RetryAfterError'
    CHECKPOINT_YIELD = 'CheckpointYield'

    # What the results of a task share, in bytes, and its failures, in characters.
    SHARED_BYTES = 262_144
    SHARED_CHARS = 16_384
    LEAST_CHARS = 160
    # What a reference takes beside the result's key, at most: its members, and a bucket's name of 63 characters.
    AROUND_KEY_BYTES = 120

    # Of a batch.
    MOST_ID_CHARS = 64
    PARTS_BYTES = 32_768
    MOST_CHILDREN = 500
    MOST_AT_ONCE = 40

    module_function

    # The waits of an event that does not say them.
    def usual_delays(retries)
      (0...retries).map { |retry_number| [2**retry_number, 30].min }
    end

    # The bytes that one step's result may take in the state data.
    def result_share(budget, request_bytes)
      left = SHARED_BYTES - budget['reserved'] - request_bytes
      [0, left / (budget['steps'] + (budget['copies'] || 0))].max
    end

    # The characters that one failure may take.
    def cause_share(budget, workers)
      batches = budget['batches'] || 0
      shared = batches.zero? ? SHARED_CHARS : SHARED_CHARS / 2
      sharing = workers.nil? ? budget['steps'] : batches * workers
      sharing.zero? ? LEAST_CHARS : [LEAST_CHARS, shared / sharing].max
    end

    # A callable in its one spelling.
    def canonical_callable(name)
      name.gsub('::', '.')
    end

    # Where the parked result of a step lies.
    def parked_key(arn, step)
      "#{step_folder(arn, step)}.json"
    end

    # The bytes that a reference takes at most, in any bucket, to a result that lies under this key.
    def reference_bytes(key)
      AROUND_KEY_BYTES + key.length
    end

    # Where the checkpoint of a step lies.
    def checkpoint_key(arn, step)
      "#{step_folder(arn, step)}/checkpoint.json"
    end

    # Where the workers of a batch are listed that runs in child executions.
    def batch_list_key(arn, started_at, template)
      "#{step_folder(arn, template)}/#{encoded(started_at)}/workers.json"
    end

    # Where the result of a worker of such a batch lies.
    def worker_result_key(arn, started_at, worker)
      "#{step_folder(arn, worker)}/#{encoded(started_at)}/result.json"
    end

    # Where it lies with what such a worker failed for good; by the name of a template, the one that stopped a batch.
    def worker_failure_key(arn, started_at, step, redrives)
      again = redrives.zero? ? '' : ".#{redrives}"
      "#{step_folder(arn, step)}/#{encoded(started_at)}/failure#{again}.json"
    end

    def step_folder(arn, step)
      [*arn.split(':', -1)[6..], step].map { |part| encoded(part) }.join('/')
    end

    # As JavaScript's encodeURIComponent has it.
    def encoded(part)
      part.b.gsub(/[^A-Za-z0-9\-_.!~*'()]/n) { |byte| format('%%%02X', byte.ord) }.force_encoding(Encoding::UTF_8)
    end

    # The step that is tried again, and how many attempts it has used.
    def read_retry(given)
      parts = (given['Cause'] || '').split('@', -1)
      attempts = parts[3]&.match?(/\A\d+\z/) ? parts[3].to_i : 0
      [given['step'] || parts[4], attempts]
    end

    # A name as a UUID of version 8, made of its SHA-256 (RFC 9562, section 5.8): every runtime makes the same.
    def uuid_of(name)
      digits = Digest::SHA256.hexdigest(name)
      variant = ((digits[16].to_i(16) & 0b11) | 0b1000).to_s(16)
      [digits[0, 8], digits[8, 4], "8#{digits[13, 3]}", "#{variant}#{digits[17, 3]}", digits[20, 12]].join('-')
    end
  end
end
