# frozen_string_literal: true

module TaskerCore
  # What the handlers of batches are told.
  module BatchProcessing
    # A worker's part of the batch: what lies from its first cursor up to its last.
    class BatchWorkerContext
      attr_reader :cursor, :batch_metadata, :is_no_op

      def self.from_step_data(workflow_step)
        new(workflow_step)
      end

      def initialize(workflow_step)
        inputs = IndifferentHash.wrap(workflow_step.inputs || {}).deep_symbolize_keys
        @is_no_op = inputs[:is_no_op] == true
        @cursor = (@is_no_op ? nil : inputs[:cursor]) || {}
        @batch_metadata = (@is_no_op ? nil : inputs[:batch_metadata]) || {}
        @checkpoint = workflow_step.checkpoint
        check_cursor unless @is_no_op
      end

      # Cursors may be anything that can be compared; numbers are what handlers expect where they count rows.
      def start_cursor
        counted(cursor[:start_cursor])
      end

      def end_cursor
        counted(cursor[:end_cursor])
      end

      def batch_id
        cursor[:batch_id] || 'unknown'
      end

      def batch_size
        cursor[:batch_size] || (end_cursor.is_a?(Integer) ? end_cursor - start_cursor : nil)
      end

      def checkpoint_interval
        batch_metadata[:checkpoint_interval]&.to_i || 100
      end

      def no_op?
        @is_no_op
      end

      def checkpoint_cursor
        @checkpoint&.dig('cursor')
      end

      def accumulated_results
        @checkpoint&.dig('accumulated_results')
      end

      def checkpoint_items_processed
        @checkpoint&.dig('items_processed') || 0
      end

      def has_checkpoint?
        !checkpoint_cursor.nil?
      end

      def [](name)
        to_h[name.to_sym]
      end

      def dig(name, *rest)
        to_h.dig(name.to_sym, *rest)
      end

      def to_h
        { batch_id: batch_id, cursor: cursor, cursor_config: cursor, batch_metadata: batch_metadata, is_no_op: is_no_op }
      end

      private

      def counted(value)
        value.nil? || value.to_s.match?(/\A\d+\z/) ? value.to_i : value
      end

      def check_cursor
        raise ArgumentError, 'Missing cursor configuration' if cursor.empty?

        %i[batch_id start_cursor end_cursor].each { |name| raise ArgumentError, "Missing #{name}" unless cursor.key?(name) }
        first, last = cursor.values_at(:start_cursor, :end_cursor)
        return unless first.is_a?(Integer) || last.is_a?(Integer)
        raise ArgumentError, "Mixed cursor types not allowed: start=#{first.class}, end=#{last.class}" unless [first, last].all?(Integer)
        raise ArgumentError, "start_cursor must be non-negative, got #{first}" if first.negative?

        raise ArgumentError, "start_cursor (#{first}) must be <= end_cursor (#{last})" if first > last
      end
    end

    # Whether workers ran, and what they returned.
    class BatchAggregationScenario
      attr_reader :type, :batchable_result, :batch_results, :worker_count

      def self.detect(dependency_results, batchable_step_name, batch_worker_prefix)
        new(dependency_results, batchable_step_name, batch_worker_prefix)
      end

      def initialize(results, batchable_step_name, batch_worker_prefix)
        @batchable_result = results.get_results(batchable_step_name)
        names = results.keys.select { |name| name.start_with?(batch_worker_prefix) }
        @batch_results = names.to_h { |name| [name, results.get_results(name)] }
        # A placeholder runs in the place of workers that there are not.
        outcome = @batchable_result['batch_processing_outcome'] if @batchable_result.is_a?(Hash)
        nothing = (outcome.is_a?(Hash) ? outcome['type'] : outcome) == 'no_batches'
        @type = @batch_results.empty? || nothing ? :no_batches : :with_batches
        @worker_count = no_batches? ? 0 : @batch_results.size
      end

      def no_batches?
        type == :no_batches
      end

      def with_batches?
        type == :with_batches
      end
    end
  end
end
