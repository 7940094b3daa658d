# frozen_string_literal: true

module TaskerSfn
  # The entries in the state data that tell of work that is done.
  class Entries
    # By name: of steps that completed or were skipped.
    attr_reader :passed

    # Reads them, wherever their containers lie.
    def initialize(data)
      @passed = {}
      @isolated = {}
      data.each { |member, container| collect(container) if member.start_with?('steps', 'received') }
    end

    # The entries of all transitive dependencies that completed: from one to the next along their `after`. With them, where the workers are
    # listed that have left theirs outside of the state data.
    def ancestors(dependencies)
      listed, seen, found, todo = [], {}, {}, dependencies.dup
      until todo.empty?
        name = todo.pop
        entry = passed[name]
        next if entry.nil? || seen.key?(name)

        seen[name] = true
        todo.concat(entry['after'])
        next unless entry.key?('result')

        if entry.key?('children') then listed.concat(lists_of(name))
        elsif entry.key?('workers') then entry['workers'].each { |each| found[each['worker']] = Entries.result_of_worker(each) }
        # Who asks for the result of a step that was resolved without one is told nil, as of any that is not there.
        elsif !entry['result'].nil? then found[name] = entry
        end
      end
      [found, listed]
    end

    # The entry of a step that completed before its task was redriven.
    def completed(name, worker)
      entry = worker.nil? ? passed[name] : (@isolated[name] || workers(name)).find { |each| each['worker'] == worker }
      entry&.key?('result') ? entry : nil
    end

    # With what a worker failed whose batch went on without it.
    def given_up(name, worker)
      workers(name).find { |each| each['worker'] == worker }&.dig('failure', 'caught')
    end

    # What those see who join the batch: of a worker that was resolved without a result nothing, of one that failed what stands for it.
    def self.result_of_worker(worker)
      return worker['result'].nil? ? { **worker, 'result' => {} } : worker if worker.key?('result')

      { 'result' => partial_failure(worker['cursor'], worker['failure']['caught']), 'after' => [] }
    end

    # What stands for a failed worker among the results of its batch.
    def self.partial_failure(cursor, caught)
      size = cursor['batch_size']
      items = size.is_a?(Numeric) ? size : 0
      error = { 'error' => caught['Error'], 'cause' => caught['Cause'] }.compact
      {
        'partial_failure' => true, 'batch_id' => cursor['batch_id'], 'items_processed' => items, 'items_succeeded' => 0,
        'items_failed' => items, 'items_skipped' => 0, 'results' => [], 'errors' => [error]
      }
    end

    private

    def collect(container)
      members = case container
                when Hash then container
                when Array then container.each_with_index.map { |value, index| [index.to_s, value] }
                else []
                end
      members.each do |name, value|
        if value.is_a?(Hash) && value['isolated'].is_a?(Array) then @isolated[name] = value['isolated']
        elsif value.is_a?(Hash) && value['after'].is_a?(Array) then passed[name] = value
        else collect(value)
        end
      end
    end

    # Where the workers of a batch are listed: the batchable step before them has said it.
    def lists_of(template)
      found = passed.values.select { |each| each.dig('activate', template) == true }
      found.map { |each| each['batches'] }.grep(Hash)
    end

    def workers(template)
      passed.dig(template, 'workers') || []
    end
  end
end
