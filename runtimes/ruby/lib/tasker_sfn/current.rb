# frozen_string_literal: true

module TaskerSfn
  # What is known where a handler runs.
  module Current
    VARIABLE = :tasker_sfn_current

    module_function

    # Lets what a handler calls know for which step it does.
    def with_call(call, yields)
      before = Thread.current.thread_variable_get(VARIABLE)
      Thread.current.thread_variable_set(VARIABLE, { call: call, yields: yields, created: 0 })
      yield
    ensure
      Thread.current.thread_variable_set(VARIABLE, before)
    end

    # What ties a task to the step that creates it: tried again, it finds the task that it has created.
    def next_task
      current = Thread.current.thread_variable_get(VARIABLE)
      return {} if current.nil?

      current[:created] += 1
      task, step = current[:call].task, current[:call].step
      {
        initiator: "#{task.namespace}/#{task.name}",
        parent_correlation_id: task.correlation_id,
        idempotency_key: "#{task.arn}/#{step.name}/#{current[:yields]}/#{current[:created]}"
      }
    end
  end
end
