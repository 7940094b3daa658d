# frozen_string_literal: true

module TaskerSfn
  # What decisions and batchable steps decided, as the machine asks for it.
  module Decisions
    # A decision names no more steps than these, and so many are told in a message.
    MOST_NAMES = 100
    MOST_TOLD = 20

    module_function

    # What a step leaves beside its result; nothing is decided by one that an operator has resolved without.
    def entry_of(call, result, store)
      told = result.nil? ? undecided(call) : decided(call, result, store)
      worker = call.batch.nil? ? {} : { 'worker' => call.batch['worker'], 'cursor' => call.batch['cursor'] }
      { 'after' => call.step.dependencies, **told, **worker }
    end

    # A decision that was resolved names nobody, and a batchable step finds no work.
    def undecided(call)
      return { 'activate' => {} } unless call.step.branches.nil?

      call.step.batches.nil? ? {} : { 'activate' => {}, 'batches' => [] }
    end

    # `activate` and `batches` of the reply; nothing for any other step.
    def decided(call, result, store)
      step = call.step
      return { 'activate' => activation(result, step.branches) } unless step.branches.nil?
      return {} if step.batches.nil?

      template, instances = planned(result, step.config, step.batches)
      return { 'activate' => {}, 'batches' => instances } if template.nil?

      instances.each { |instance| check_name(instance['worker'], step.batches) }
      each = each_of(instances, step.batches)
      told = each.nil? ? instances : ChildBatch.list_workers(call, template, instances, each, store)
      { 'activate' => { template => true }, 'batches' => told }
    end

    def activation(result, branches)
      unless result['dynamic_steps'].nil?
        TaskerCore::Log.write(
          'WARN', 'The decision brings "dynamic_steps", which are ignored: a machine has the steps of its template alone'
        )
      end
      names = names_in(result['decision_point_outcome'], branches).uniq
      if names.size > MOST_NAMES
        raise invalid_decision("it names #{names.size} steps, and #{MOST_NAMES} at most are allowed.", branches)
      end

      wrong = names - branches
      raise invalid_decision("it names #{told(wrong)}.", branches) unless wrong.empty?

      names.to_h { |name| [name, true] }
    end

    def names_in(outcome, branches)
      if outcome.nil?
        raise invalid_decision(
          'there is no "decision_point_outcome" in the result. Return what decision_success() or skip_branches() makes.',
          branches
        )
      end
      raise invalid_decision('"decision_point_outcome" is no object.', branches) unless outcome.is_a?(Hash)
      return [] if outcome['type'] == 'no_branches'

      if outcome['type'] != 'create_steps'
        raise invalid_decision('its "type" is neither "create_steps" nor "no_branches".', branches)
      end

      names = outcome['step_names']
      unless names.is_a?(Array) && names.all?(String)
        raise invalid_decision('its "step_names" is no list of strings.', branches)
      end

      names
    end

    def told(names)
      some = names.first(MOST_TOLD).map { |name| JsonText.write(name) }.join(', ')
      names.size > MOST_TOLD ? "#{some} and #{names.size - MOST_TOLD} more" : some
    end

    def invalid_decision(why, branches)
      allowance = branches.empty? ? 'No step follows that it may name.' : "It may name #{told(branches)}."
      TaskerCore::PermanentError.new(
        "The decision's outcome cannot be followed: #{why} #{allowance}", error_code: 'INVALID_DECISION_OUTCOME'
      )
    end

    # The workers that a batchable step's result asks for.
    def planned(result, config, batches)
      kind, outcome, unnumbered = outcome_in(result)
      return placeholder(config, batches) if kind == 'no_batches'

      template = template_of(outcome['worker_template_name'], config, batches)
      cursors = outcome['cursor_configs'].is_a?(Array) ? outcome['cursor_configs'] : []
      if cursors.empty?
        raise invalid_batch('it creates batches and has no "cursor_configs". Say "no_batches" where there is nothing to do.')
      end

      count = outcome['worker_count'] || cursors.size
      if count != cursors.size
        raise invalid_batch("its \"worker_count\" is #{JsonText.write(count)}, and there are #{cursors.size} \"cursor_configs\".")
      end

      ids = cursors.each_with_index.map { |cursor, index| unnumbered ? format('%03d', index + 1) : id_of(cursor, index) }
      seen = Set.new
      twice = ids.find { |id| !seen.add?(id) }
      raise invalid_batch("the \"batch_id\" #{JsonText.write(twice)} is given twice.") unless twice.nil?

      [template, ids.zip(cursors).map { |id, cursor| instance(template, id, cursor, cursors.size) }]
    end

    # A task has no two steps of one name. What another batch makes cannot be known here, but what it could.
    def check_name(worker, batches)
      if batches.fetch('taken', []).include?(worker)
        raise invalid_batch("a worker would have the name of another step, #{JsonText.write(worker)}. Rename one of them.")
      end

      other = batches.fetch('otherWorkers', []).find { |each| worker.start_with?("#{each}_") }
      return if other.nil?

      raise invalid_batch(
        "a worker would be called #{JsonText.write(worker)}, as one of the batch worker #{JsonText.write(other)} may be. " \
        'Give it another "batch_id", or rename one of the two batch workers.'
      )
    end

    # How many of the workers run in one child execution; nil where the task's own can run them all.
    def each_of(instances, batches)
      count, most, each = instances.size, batches['most'], batches['each']
      sizes = instances.map { |one| JsonText.write(one).bytesize + 1 }
      size = sizes.sum + 2
      return nil if count <= most && size <= Contract::PARTS_BYTES

      advice = 'at most travel. Keep in'
      if each.nil?
        raise invalid_batch("it asks for #{count} workers, and this state machine runs #{most} at most.") if count > most

        raise invalid_batch("its \"cursor_configs\" take #{size} bytes, and #{Contract::PARTS_BYTES} #{advice} them what leads to the data.")
      end

      largest = sizes.max
      if largest > Contract::PARTS_BYTES
        raise invalid_batch(
          "one of its \"cursor_configs\" takes #{largest} bytes, and #{Contract::PARTS_BYTES} #{advice} it what leads to the data."
        )
      end

      fitting = [each, Contract::PARTS_BYTES / largest].min
      if (count.to_f / fitting).ceil > Contract::MOST_CHILDREN
        raise invalid_batch(
          "it asks for #{count} workers, and with \"cursor_configs\" of up to #{largest} bytes a batch has " \
          "#{fitting * Contract::MOST_CHILDREN} at most."
        )
      end

      # As many as run at once, so that none waits for the slowest of others, unless there would be too many executions.
      [fitting, [Contract::MOST_AT_ONCE, (count.to_f / Contract::MOST_CHILDREN).ceil].max].min
    end

    # The kind of an outcome, under either of the two keys, what it says, and whether its cursors have no ids.
    def outcome_in(result)
      outcome, analysed = result['batch_processing_outcome'], result['batch_analyzer_outcome']
      # As handlers in Ruby write it that have nothing to cut.
      return [outcome, {}, false] if outcome == 'no_batches'

      if outcome.is_a?(Hash)
        kind = outcome['type']
        unless %w[no_batches create_batches].include?(kind)
          raise invalid_batch('its "type" is neither "create_batches" nor "no_batches".')
        end

        return [kind, outcome, false]
      end
      if analysed.is_a?(Hash)
        cursors = analysed['cursor_configs'].is_a?(Array) ? analysed['cursor_configs'] : []
        has_ids = cursors.any? { |each| each.is_a?(Hash) && each.key?('batch_id') }
        return [cursors.empty? ? 'no_batches' : 'create_batches', { 'cursor_configs' => cursors }, !has_ids]
      end
      if outcome.nil? && analysed.nil?
        raise invalid_batch(
          'there is no "batch_processing_outcome" in the result. Return what create_batches_outcome() or no_batches_outcome() makes.'
        )
      end

      raise invalid_batch('"batch_processing_outcome" is no object.')
    end

    # The template that the outcome names; else the configuration's, or the only one there is.
    def template_of(named, config, batches)
      workers = batches['workers']
      name = [named, config['worker_template_name'], workers.one? ? workers.first : nil].compact.first
      return name if name.is_a?(String) && workers.include?(name)

      known = workers.empty? ? 'none' : workers.map { |worker| JsonText.write(worker) }.join(', ')
      which = name.nil? ? 'it names no worker template' : "#{JsonText.write(name)} is none of its worker templates"
      raise invalid_batch("#{which}. Those are the steps of type \"batch_worker\" that depend on it: #{known}.")
    end

    # Without work a placeholder runs, if the configuration asks for one, so that what follows has something to join.
    def placeholder(config, batches)
      return [nil, []] if config['worker_template_name'].nil?

      template = template_of(nil, config, batches)
      cursor = { 'batch_id' => '000', 'start_cursor' => 0, 'end_cursor' => 0, 'batch_size' => 0 }
      [template, [{ **instance(template, '000', cursor, 1), 'is_no_op' => true }]]
    end

    def instance(template, id, cursor, workers)
      told = cursor.is_a?(Hash) ? cursor : {}
      { 'worker' => "#{template}_#{id}", 'cursor' => { 'batch_id' => id, **told }, 'of' => workers, 'is_no_op' => false }
    end

    def id_of(cursor, index)
      raise invalid_batch("\"cursor_configs[#{index}]\" is no object.") unless cursor.is_a?(Hash)

      id = cursor['batch_id']
      unless id.is_a?(String) && !id.empty?
        raise invalid_batch("\"cursor_configs[#{index}]\" has no \"batch_id\", which is a string.")
      end

      chars = JsonText.length_of(JsonText.write(id)) - 2
      return id if chars <= Contract::MOST_ID_CHARS

      raise invalid_batch("\"cursor_configs[#{index}]\" has a \"batch_id\" of #{chars} characters; #{Contract::MOST_ID_CHARS} are allowed.")
    end

    def invalid_batch(why)
      TaskerCore::PermanentError.new("The batch outcome cannot be followed: #{why}", error_code: 'INVALID_BATCH_OUTCOME')
    end
  end
end
