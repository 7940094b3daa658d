# frozen_string_literal: true

module TaskerCore
  module StepHandler
    # Makes handlers of blocks. Each call returns a class of handlers, which is also found by its name.
    module Functional
      # What a decision's block decides.
      class Decision
        attr_reader :type, :steps, :reason, :routing_context

        def initialize(type, steps, reason, routing_context)
          @type = type
          @steps = steps
          @reason = reason
          @routing_context = routing_context
          freeze
        end

        def self.route(steps, **routing_context)
          new('create_steps', Array(steps), nil, routing_context)
        end

        def self.skip(reason, **routing_context)
          new('no_branches', [], reason, routing_context)
        end
      end

      # How an analyzer's block cuts its work.
      class BatchConfig
        attr_reader :total_items, :batch_size, :metadata

        def initialize(total_items:, batch_size:, metadata: {})
          @total_items = total_items
          @batch_size = batch_size
          @metadata = metadata
          freeze
        end
      end

      # The classes that were made here, by their names.
      def self.made
        @made ||= {}
      end

      # A class whose `call` hands the block what it asks for, and what it returns to `finish`.
      def self.make(name, depends_on:, inputs:, version:, block:, mixins: [], more: nil, finish: nil)
        raise ArgumentError, 'block required' unless block

        made[name] = Class.new(Base) do
          mixins.each { |mixin| include mixin }
          const_set(:VERSION, version)
          define_singleton_method(:defined_name) { name }
          define_method(:handler_name) { name }
          define_method(:call) do |context|
            given = Functional.arguments(context, depends_on, inputs)
            given.update(instance_exec(context, &more)) if more
            returned = block.call(**given)
            own = finish && instance_exec(returned, &finish)
            own || Functional.result_of(returned)
          rescue StandardError => e
            Types::StepHandlerCallResult.from_exception(e)
          end
        end
      end

      # What a block is given: the context, the results of steps and the inputs, each as its model where one is named.
      def self.arguments(context, depends_on, inputs)
        given = { context: context }
        depends_on.each do |name, (step, model)|
          given[name.to_sym] = as_model(context.get_dependency_result(step.to_s), model)
        end
        if inputs.is_a?(Class)
          given[:inputs] = as_model(context.context, inputs)
        else
          Array(inputs).each { |key| given[key.to_sym] = context.get_input(key.to_s) }
        end
        given
      end

      def self.as_model(value, model)
        return value if model.nil? || !value.is_a?(Hash)

        told = value.deep_symbolize_keys
        # A struct takes the members that it has; a Dry::Struct finds its own.
        model < Struct ? model.new(**told.slice(*model.members)) : model.new(told)
      end

      def self.result_of(returned)
        results = Types::StepHandlerCallResult
        case returned
        when results::Success, results::Error, results::CheckpointYield then returned
        when nil then results.success(result: {})
        when Exception then results.from_exception(returned)
        when Hash then results.success(result: returned)
        when Array, String, Numeric, true, false then results.success(result: returned)
        else results.success(result: returned.respond_to?(:to_h) ? returned.to_h : returned)
        end
      end

      # What a decision's block returned, as a result; nil where it is none of ours.
      DECIDED = lambda do |returned|
        next nil unless returned.is_a?(Decision)

        routing = returned.routing_context.empty? ? {} : { routing_context: returned.routing_context }
        if returned.type == 'create_steps'
          decision_success(steps: returned.steps, result_data: routing)
        else
          decision_no_branches(result_data: { reason: returned.reason, **routing }.compact)
        end
      end

      def self.analysed(worker_template)
        lambda do |returned|
          next nil unless returned.is_a?(BatchConfig)

          total, size, metadata = returned.total_items, returned.batch_size, returned.metadata
          next no_batches_outcome(reason: 'no_items', metadata: metadata) if total.zero?

          cursors = create_cursor_configs(total, (total.to_f / size).ceil)
          create_batches_outcome(worker_template_name: worker_template, cursor_configs: cursors, total_items: total, metadata: metadata)
        end
      end

      module_function

      def step_handler(name, depends_on: {}, inputs: [], version: '1.0.0', &block)
        Functional.make(name, depends_on: depends_on, inputs: inputs, version: version, block: block)
      end

      # The block returns what Decision.route or Decision.skip makes.
      def decision_handler(name, depends_on: {}, inputs: [], version: '1.0.0', &block)
        Functional.make(
          name, depends_on: depends_on, inputs: inputs, version: version, block: block, mixins: [Mixins::Decision], finish: DECIDED
        )
      end

      # The block returns a BatchConfig.
      def batch_analyzer(name, worker_template:, depends_on: {}, inputs: [], version: '1.0.0', &block)
        finish = Functional.analysed(worker_template)
        Functional.make(
          name, depends_on: depends_on, inputs: inputs, version: version, block: block, mixins: [Mixins::Batchable], finish: finish
        )
      end

      # The block is given its part of the batch as `batch_context`.
      def batch_worker(name, depends_on: {}, inputs: [], version: '1.0.0', &block)
        more = ->(context) { { batch_context: get_batch_context(context) } }
        Functional.make(
          name, depends_on: depends_on, inputs: inputs, version: version, block: block, mixins: [Mixins::Batchable], more: more
        )
      end

      # The block is given the handler itself as `api`, with its methods for requests.
      def api_handler(name, base_url:, depends_on: {}, inputs: [], version: '1.0.0', timeout: nil, headers: {}, &block)
        own = { url: base_url, timeout: timeout, headers: headers }.compact
        made = Functional.make(
          name, depends_on: depends_on, inputs: inputs, version: version, block: block, mixins: [Mixins::API],
                more: ->(_) { { api: self } }
        )
        made.define_method(:config) { @own_config ||= IndifferentHash.wrap(own).merge(super()) }
        made
      end
    end
  end
end
