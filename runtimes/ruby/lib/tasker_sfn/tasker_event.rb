# frozen_string_literal: true

module TaskerSfn
  # A step as Tasker tells it to its workers in Ruby.
  module TaskerEvent
    module_function

    # The same id on every attempt of the same step of the same execution.
    def step_uuid_of(call, step)
      Contract.uuid_of("#{call.task.arn}/#{step}")
    end

    # With the results of the step's ancestors, as JSON texts. What a handler might change in it is made anew.
    def of(call, results, checkpoint)
      step = call.step
      {
        'task' => task_of(call),
        'workflow_step' => workflow_step_of(call, checkpoint),
        'step_definition' => {
          'name' => call.template_step,
          'handler' => { 'callable' => step.callable, 'method' => step.method, 'initialization' => fresh(step.config) },
          'dependencies' => step.dependencies.dup,
          'timeout_seconds' => step.timeout_seconds,
          'retry' => { 'retryable' => step.retryable, 'max_attempts' => step.max_attempts }
        },
        'dependency_results' => results.to_h do |name, text|
          told = { 'step_uuid' => step_uuid_of(call, name), 'success' => true, 'result' => JsonText.parse(text), 'status' => 'completed' }
          [name, told]
        end
      }
    end

    # The id of an attempt.
    def event_id_of(call)
      again = call.task.redrive_count.positive? ? "/#{call.task.redrive_count}" : ''
      Contract.uuid_of("#{step_uuid_of(call, call.step.name)}/#{call.attempt}#{again}")
    end

    def task_of(call)
      task = call.task
      request = fresh(task.told)
      identity = { 'task_name' => task.name, 'namespace_name' => task.namespace, 'task_version' => task.version }
      given = request.slice('initiator', 'source_system', 'reason', 'tags', 'parent_correlation_id')
      inner = {
        **identity, **given,
        'task_uuid' => task.id, 'named_task_uuid' => Contract.uuid_of(task.template), 'context' => request['context'] || {},
        'correlation_id' => task.correlation_id, 'complete' => false, 'priority' => request['priority'] || 0, 'identity_hash' => task.id,
        'created_at' => task.started_at, 'updated_at' => task.started_at,
        'requested_at' => request['requested_at'] || task.started_at, 'redrive_count' => task.redrive_count
      }
      { **identity, 'namespace' => task.namespace, 'task' => inner }
    end

    def workflow_step_of(call, checkpoint)
      task, step = call.task, call.step
      {
        'workflow_step_uuid' => step_uuid_of(call, step.name), 'task_uuid' => task.id,
        'named_step_uuid' => Contract.uuid_of("#{task.namespace}/#{task.name}/#{step.name}"),
        'name' => step.name, 'template_step_name' => call.template_step, 'retryable' => step.retryable,
        'max_attempts' => step.max_attempts, 'attempts' => call.attempt - 1, 'in_process' => true, 'processed' => false,
        'inputs' => inputs_of(call), 'created_at' => task.started_at, 'updated_at' => task.started_at, 'checkpoint' => checkpoint
      }
    end

    # A worker's part of the work lies beside its configuration.
    def inputs_of(call)
      config = fresh(call.step.config)
      return config if call.batch.nil?

      batch = fresh(call.batch)
      { **config, 'cursor' => batch['cursor'], 'batch_metadata' => batch['metadata'], 'is_no_op' => batch['is_no_op'] }
    end

    def fresh(value)
      JsonText.parse(JsonText.write(value))
    end
  end
end
