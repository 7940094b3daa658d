# frozen_string_literal: true

module TaskerCore
  module Types
    # What a batchable step has decided.
    module BatchProcessingOutcome
      # There is nothing to do in batches.
      class NoBatches < Record
        attribute :type, default: 'no_batches'

        def to_h
          { 'type' => type }
        end

        def requires_batch_creation?
          false
        end
      end

      # Each cursor is the work of a worker.
      class CreateBatches < Record
        attribute :type, default: 'create_batches'
        attribute :worker_template_name
        attribute :worker_count
        attribute :cursor_configs
        attribute :total_items

        def to_h
          super.transform_keys(&:to_s)
        end

        def requires_batch_creation?
          true
        end
      end

      class << self
        def no_batches
          NoBatches.new
        end

        def create_batches(worker_template_name:, worker_count:, cursor_configs:, total_items:)
          raise ArgumentError, 'worker_template_name cannot be empty' if worker_template_name.to_s.empty?
          raise ArgumentError, 'cursor_configs cannot be empty' if cursor_configs.nil? || cursor_configs.empty?
          if cursor_configs.size != worker_count
            raise ArgumentError, "cursor_configs length (#{cursor_configs.size}) must equal worker_count (#{worker_count})"
          end

          cursor_configs.each_with_index { |config, index| check_size(IndifferentHash.wrap(config), index) }
          CreateBatches.new(
            worker_template_name: worker_template_name, worker_count: worker_count, cursor_configs: cursor_configs, total_items: total_items
          )
        end

        def from_hash(hash)
          raise ArgumentError, "Expected Hash, got #{hash.nil? ? 'nil' : hash.class}" unless hash.is_a?(Hash)

          told = IndifferentHash.wrap(hash)
          case told[:type]
          when 'no_batches' then no_batches
          when 'create_batches'
            create_batches(
              worker_template_name: told[:worker_template_name],
              worker_count: told[:worker_count],
              cursor_configs: told[:cursor_configs],
              total_items: told[:total_items]
            )
          else raise ArgumentError, "Unknown outcome type: #{told[:type].inspect}"
          end
        end

        private

        # Cursors that are numbers have as many items as lie between them.
        def check_size(config, index)
          first, last, size = config.values_at(:start_cursor, :end_cursor, :batch_size)
          return unless size && first.is_a?(Integer) && last.is_a?(Integer) && size != last - first

          raise ArgumentError, "cursor_configs[#{index}] batch_size (#{size}) must equal end_cursor - start_cursor (#{last - first})"
        end
      end
    end
  end
end
