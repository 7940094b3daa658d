# frozen_string_literal: true

module TaskerSfn
  # Makes the line of the log that ends an attempt a metric, too, in CloudWatch's embedded metric format.
  module Metrics
    UNITS = { attempts: 'Count', failures: 'Count', duration: 'Milliseconds', parked_bytes: 'Bytes' }.freeze
    # By template, and by step of it.
    DIMENSIONS = [%w[namespace task], %w[namespace task step]].freeze

    module_function

    def write
      TaskerCore::Log.filters << method(:with_metrics) unless TaskerCore::Log.filters.include?(method(:with_metrics))
    end

    def with_metrics(record)
      values = values_of(record)
      return record if values.nil?

      metrics = UNITS.slice(*values.keys).map { |name, unit| { 'Name' => name, 'Unit' => unit } }
      told = { 'Namespace' => 'Tasker', 'Dimensions' => DIMENSIONS, 'Metrics' => metrics }
      stamp = (Time.iso8601(record[:timestamp]).to_f * 1000).round
      { **record, **values, _aws: { 'Timestamp' => stamp, 'CloudWatchMetrics' => [told] } }
    end

    # The metrics of an attempt that has ended; nil of any other line.
    def values_of(record)
      return nil unless record[:step].is_a?(String)

      case record[:message]
      when 'Step succeeded'
        parked = record[:parked] == true ? record[:result_bytes] : 0
        { attempts: 1, failures: 0, duration: record[:duration_ms], parked_bytes: parked }
      when 'Step failed' then { attempts: 1, failures: 1, duration: record[:duration_ms] }
      # The process of the attempt could not tell how long it took.
      when 'Step gave no answer' then { attempts: 1, failures: 1 }
      end
    end
  end
end
