# frozen_string_literal: true

module TaskerSfn
  # The task of a step. Its request is as it was given: an execution may be started with anything.
  Task = Struct.new(:id, :arn, :namespace, :name, :version, :started_at, :redrive_count, :request, keyword_init: true) do
    # The request's members, where it has any.
    def told
      request.is_a?(Hash) ? request : {}
    end

    def correlation_id
      told['correlation_id'] || id
    end

    # `namespace/name/version` of its template.
    def template
      "#{namespace}/#{name}/#{version}"
    end
  end

  # What the template says of a step. `delays` are the longest waits before each retry, in seconds; `branches` are the steps that a
  # decision may name, `batches` says whom a batchable step may have run.
  Step = Struct.new(
    :name, :callable, :method, :config, :dependencies, :retryable, :max_attempts, :delays, :timeout_seconds, :branches, :batches,
    keyword_init: true
  )

  # One invocation of a step's function: what its event says, with every default filled in.
  #
  # `batch` is a worker's part of a batch; `attempt` counts from 1; `ancestors` are the entries of all transitive ancestors, `listed` says
  # where the workers of batches are listed; `is_listed` is of a worker whose batch is listed outside of the state data, `is_stopped` of one
  # that is asked for the failure that has stopped its batch; `completed` and `given_up` are what the step left before a redrive;
  # `continues` is what a continued task goes on with.
  StepCall = Struct.new(
    :task, :step, :batch, :attempt, :is_first_run, :was_redriven, :ancestors, :listed, :is_listed, :is_stopped, :completed, :given_up,
    :continues, :budget, keyword_init: true
  ) do
    # The step as its template names it.
    def template_step
      batch ? batch['template'] : step.name
    end

    # How many workers the batch has, of a worker.
    def workers
      batch && batch['of']
    end
  end

  # Reads events.
  module ReadCall
    module_function

    # Raises an error that says what is wrong with an event that is not for this runtime.
    def read(event)
      raise TypeError, 'This function runs steps of a state machine: its event needs step, data and execution.' unless step_event?(event)

      step = event['step']
      execution, state = context_of(event)
      data, request, redrive_count = read_data(event, execution)
      task = event['task'] || data['task']
      wire = task.is_a?(Hash) ? task['wire'] : nil
      # A machine of version 1 takes what it knows from the reply.
      raise unknown_version(step['name'], wire) unless [Contract::WIRE_VERSION, 1].include?(wire)

      made(step, execution, state, data, request, redrive_count, task)
    end

    def made(step, execution, state, data, request, redrive_count, task)
      name, dependencies = step['name'], step['dependencies'] || []
      batch = data['batch'].merge('template' => name, 'metadata' => step['batch']) if step.key?('batch') && data.key?('batch')
      worker = batch && batch['worker']
      retried, used = data.key?('retry') ? Contract.read_retry(data['retry']) : [nil, 0]
      attempt = retried == (worker || name) ? used + 1 : 1
      entries = Entries.new(without_request(state_around(data), request))
      ancestors, listed = entries.ancestors(dependencies)
      continues = Carried.read(request, execution['Name'])
      StepCall.new(
        task: task_of(task, execution, continues, redrive_count, request),
        step: step_of(step, worker, dependencies),
        batch: batch,
        attempt: attempt,
        is_first_run: attempt == 1 && !(state['RetryCount'] || 0).positive? && redrive_count.zero? && !continues,
        was_redriven: redrive_count.positive?,
        ancestors: ancestors,
        listed: listed,
        is_listed: data['listed'] == true,
        is_stopped: data['stopped'] == true,
        completed: entries.completed(name, worker),
        given_up: entries.given_up(name, worker),
        continues: continues,
        budget: task['budget']
      )
    end

    def task_of(task, execution, continues, redrive_count, request)
      namespace, name, version = task['template']
      origin = continues ? continues['task'] : { 'id' => execution['Name'], 'arn' => execution['Id'], 'started_at' => execution['StartTime'] }
      Task.new(
        id: origin['id'], arn: origin['arn'], started_at: origin['started_at'], namespace: namespace, name: name, version: version,
        redrive_count: redrive_count + (continues ? continues['restarts'] : 0),
        request: request
      )
    end

    def step_of(step, worker, dependencies)
      config = step['config'] || {}
      max_attempts = step['max_attempts'] || Contract::USUAL_ATTEMPTS
      Step.new(
        name: worker || step['name'],
        callable: step['callable'],
        method: step['method'],
        config: config.is_a?(String) ? JsonText.parse(config) : config,
        dependencies: dependencies,
        retryable: step.fetch('retryable', true),
        max_attempts: max_attempts,
        delays: delays_of(step, max_attempts),
        timeout_seconds: step['timeout_seconds'],
        branches: step['branches'],
        batches: step['batches']
      )
    end

    def step_event?(event)
      return false unless event.is_a?(Hash) && event.key?('data') && event['step'].is_a?(Hash)

      (event.key?('execution') ? event['execution'] : execution_in(event['data'])).is_a?(Hash)
    end

    # The task's execution, in a child execution, whose own is no task's.
    def execution_in(data)
      data.is_a?(Hash) ? data['execution'] || state_around(data)['execution'] : nil
    end

    # The state data of the machine: an iteration of a batch has it as a whole, beside its own.
    def state_around(data)
      steps = data['steps']
      data.key?('batch') && steps.is_a?(Hash) ? steps : data
    end

    # The group that opens an execution takes its input for what steps have left, where that has a mark of a redrive: nothing in a request
    # is what a step left.
    def without_request(data, request)
      steps = data['steps']
      return data unless steps.is_a?(Hash) && request.is_a?(Hash) && (steps.key?('context') || steps.key?('options'))

      { **data, 'steps' => steps.reject { |member, value| request.key?(member) && request[member] == value } }
    end

    # The execution and the state of the context object. Version 1 has them apart.
    def context_of(event)
      return [execution_in(event['data']), event['state'] || {}] unless event.key?('execution')

      context = event['execution']
      context.key?('Execution') ? [context['Execution'], context['State'] || {}] : [context, event['state'] || {}]
    end

    # The state data, the request, and how often the execution was redriven.
    def read_data(event, execution)
      data = event['data']
      if event['task'].nil?
        redrives = (execution['RedriveCount'] || 0) + (event['redrives'] || 0)
        return [data.is_a?(Hash) ? data : {}, execution['Input'], redrives]
      end
      return [{}, data, 0] unless opening_retry?(data, execution)

      kept = data['execution']
      [{ 'retry' => data['retry'] }, kept['Input'], kept['RedriveCount'] || 0]
    end

    def opening_retry?(data, execution)
      return false if !data.is_a?(Hash) || data.key?('context')

      kept = data['execution']
      return false unless data['retry'].is_a?(Hash) && kept.is_a?(Hash)

      kept['Id'] == execution['Id'] && kept['StartTime'] == execution['StartTime']
    end

    def delays_of(step, max_attempts)
      retries = [0, max_attempts - 1].max
      given = step['delays'] || []
      given = Contract.usual_delays(retries) if given.empty?
      (0...retries).map { |retry_number| given[retry_number] || given.last || 1 }
    end

    # Trying again would not help.
    def unknown_version(step, wire)
      message = "The state machine speaks version #{wire.nil? ? 'undefined' : wire} of the step event, and this function version " \
                "#{Contract::WIRE_VERSION}. Deploy both with the same version of tasker-sfn."
      details = {
        'error' => Contract::PERMANENT, 'message' => message, 'code' => 'WIRE_VERSION_UNKNOWN', 'type' => 'permanent_error',
        'retryable' => false, 'step' => step, 'attempts' => 0
      }
      StepFailed.new(details, message.length + 400, nil)
    end
  end
end
