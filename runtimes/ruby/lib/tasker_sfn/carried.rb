# frozen_string_literal: true

module TaskerSfn
  # Tasks that go on after an operator has repaired them: the steps that were settled before reply with what was told of them.
  module Carried
    # Step Functions takes names of so many characters.
    BASE_CHARS = 80 - '.run-12345'.length

    module_function

    # What an execution continues; nil of one that begins a task. Its name says so, too, which nobody can choose at a door.
    def read(request, execution_name)
      continues = request.is_a?(Hash) ? request['continues'] : nil
      return nil unless continues.is_a?(Hash) && complete?(continues)

      run_name(continues['task']['id'], continues['run']) == execution_name ? continues : nil
    end

    def complete?(told)
      task = told['task']
      task.is_a?(Hash) && %w[id arn started_at].all? { |name| task[name].is_a?(String) } &&
        %w[run restarts].all? { |name| told[name].is_a?(Integer) } && %w[results failures repair].all? { |name| told[name].is_a?(Hash) }
    end

    # The name of the execution that is the n-th run of a task.
    def run_name(task, run)
      return task if run == 1

      base = task.length <= BASE_CHARS ? task : "#{task[0, BASE_CHARS - 9]}.#{short_hash(task)}"
      "#{base}.run-#{run}"
    end

    # FNV-1a, 32 bits.
    def short_hash(text)
      hash = text.encode(Encoding::UTF_16LE).unpack('v*').reduce(0x811c9dc5) { |made, unit| ((made ^ unit) * 0x01000193) & 0xffffffff }
      format('%08x', hash)
    end

    # The reply of a step that was settled; nil of one that is to run. Raises the failure of one that failed and that nobody has repaired.
    def answer(call, store)
      return nil if call.continues.nil?

      # A redrive runs failed steps again, as ever.
      failures = call.was_redriven ? {} : call.continues['failures']
      raise fail_as_before(call, failures[call.step.name]) if failures.key?(call.step.name)

      reply = reply_of(call, store)
      return reply unless reply.nil?

      stopped = stopped_by(call, failures)
      raise fail_as_before(call, stopped) if stopped
    end

    # The reply of a step that has a result; nil of another.
    def reply_of(call, store)
      results = results_of(call.continues, store)
      return nil unless results.key?(call.step.name)

      reply_with(call, results[call.step.name], store)
    rescue StandardError => e
      raise Judge.failed(call, Outcome.failure_of(e))
    end

    def reply_with(call, result, store)
      if result.nil?
        TaskerCore::Log.write('INFO', 'Step was resolved without a result before the task went on')
        # Who joins the workers of a large batch looks there for what each has left.
        Results.encode(call, {}, store) if call.is_listed
        return { 'result' => nil, **Decisions.entry_of(call, nil, store) }
      end
      # Read and kept anew, so that it lasts as long as what the steps after it leave.
      whole = JsonText.parse(Results.fetch(call.step.name, result, store))
      encoded, = Results.encode(call, whole, store)
      TaskerCore::Log.write('INFO', 'Step completed before the task went on')
      { 'result' => encoded, **Decisions.entry_of(call, whole, store) }
    end

    def results_of(continues, store)
      results = continues['results']
      # A step may be called as what marks a reference, but none has a name that is a text.
      parked = results[Contract::PARKED]
      return results unless parked.is_a?(Hash) && parked['uri'].is_a?(String) && parked['bytes'].is_a?(Numeric)

      JsonText.parse(Results.fetch('the steps before', results, store))
    end

    # What keeps a worker from running: another one of its batch, which ends with the first failure, has failed and was not repaired.
    def stopped_by(call, failures)
      return nil unless call.batch&.dig('metadata', 'failure_strategy') == 'fail_fast'

      # Whoever runs beside a worker that fails at once is ended in the middle of its work.
      other, = failures.find { |_, failure| failure['batch'] == call.batch['template'] }
      return nil if other.nil?

      message = "The worker was not run again: its batch ends with \"#{other}\", which has failed and was not repaired."
      { 'type' => 'permanent_error', 'code' => 'BATCH_STOPPED', 'message' => message, 'retryable' => true, 'attempts' => 0 }
    end

    # Whatever it was: it is not tried again.
    def fail_as_before(call, failure)
      TaskerCore::Log.write('INFO', 'Step failed before the task went on, and nobody has repaired it')
      details = {
        'error' => Contract::PERMANENT, 'message' => failure['message'], 'code' => failure['code'], 'type' => failure['type'],
        'retryable' => failure['retryable'], 'step' => call.step.name, 'attempts' => failure['attempts']
      }
      StepFailed.new(details, Contract.cause_share(call.budget, call.workers), nil)
    end
  end
end
