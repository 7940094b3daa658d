# frozen_string_literal: true

module TaskerCore
  module StepHandler
    module Mixins
      # Cuts work into batches, does one of them, and joins what came of all.
      module Batchable
        def capabilities
          super + %w[batchable batch_processing parallel_execution cursor_based deferred_convergence]
        end

        # A worker's part of the batch.
        def get_batch_context(context)
          BatchProcessing::BatchWorkerContext.from_step_data(context.workflow_step)
        end

        def detect_aggregation_scenario(results, analyzer_step_name, batch_worker_prefix)
          BatchProcessing::BatchAggregationScenario.detect(results, analyzer_step_name, batch_worker_prefix)
        end

        def get_dependency_result(results, step_name, *keys)
          result = results.get_results(step_name)
          keys.empty? ? result : result&.dig(*keys)
        end

        # The result of a worker that stands for work that there is not; nil of any other.
        def handle_no_op_worker(batch_context)
          return nil unless batch_context.no_op?

          success(result: { 'batch_id' => batch_context.batch_id, 'no_op' => true, 'processed_count' => 0 })
        end

        # Cursors of about the same size, the first from 0. A block may change each.
        def create_cursor_configs(total_items, worker_count)
          raise ArgumentError, 'worker_count must be > 0' if worker_count <= 0

          each = (total_items.to_f / worker_count).ceil
          (0...worker_count).map do |index|
            first = index * each
            last = [first + each, total_items].min
            config = {
              'batch_id' => format('%03d', index + 1), 'start_cursor' => first, 'end_cursor' => last, 'batch_size' => last - first
            }
            yield(config, index) if block_given?
            config
          end
        end

        def no_batches_outcome(reason:, metadata: {})
          outcome = Types::BatchProcessingOutcome.no_batches
          success(result: { 'batch_processing_outcome' => outcome.to_h, 'reason' => reason }.merge(metadata))
        end

        def create_batches_outcome(worker_template_name:, cursor_configs:, total_items:, metadata: {})
          outcome = Types::BatchProcessingOutcome.create_batches(
            worker_template_name: worker_template_name, worker_count: cursor_configs.size, cursor_configs: cursor_configs,
            total_items: total_items
          )
          told = { 'worker_count' => cursor_configs.size, 'total_items' => total_items }
          success(result: { 'batch_processing_outcome' => outcome.to_h, **told }.merge(metadata))
        end

        def batch_worker_success(items_processed:, items_succeeded: items_processed, items_failed: 0, items_skipped: 0, last_cursor: nil,
                                 results: nil, errors: nil, metadata: {})
          counts = {
            'items_processed' => items_processed, 'items_succeeded' => items_succeeded, 'items_failed' => items_failed,
            'items_skipped' => items_skipped
          }
          told = { 'last_cursor' => last_cursor, 'results' => results, 'errors' => errors }.compact
          success(result: { **counts, **told }.merge(metadata), metadata: { batch_worker: true })
        end

        def no_batches_aggregation_result(metadata: {})
          success(result: { 'worker_count' => 0, 'scenario' => 'no_batches' }.merge(metadata))
        end

        # What the block makes of the workers' results.
        def aggregate_batch_worker_results(scenario, zero_metrics: {})
          return no_batches_aggregation_result(metadata: zero_metrics) if scenario.no_batches?

          made = yield(scenario.batch_results)
          success(result: made.merge('worker_count' => scenario.worker_count, 'scenario' => 'with_batches'))
        end
      end
    end
  end
end
