# frozen_string_literal: true

require_relative 'schema'

module TaskerSfn
  # Publishes the domain events that follow from the end of a step's handler. An event that fails fails no step.
  class Publication
    # EventBridge takes entries of 256 KiB; their other fields take less than the rest.
    LARGEST_DETAIL = 262_144 - 4_096

    # `setup` has what is `declared`, and the classes of `publishers` and `subscribers`.
    def initialize(setup, store)
      @declared = setup['declared']
      Schema::PATTERNS_HERE.update(setup['patterns'] || {})
      @publishers = made(setup['publishers']).to_h { |each| [Contract.canonical_callable(each.name), each] }
      @subscribers = made(setup['subscribers'])
      @standard = TaskerCore::DomainEvents::DefaultPublisher.new
      @bus = EventBuses.open
      @store = store
    end

    # `result` is of a step that succeeded, `failure` has the details of one that failed.
    def publish(call, result: nil, failure: nil)
      ending = Ending.new(call, result, failure)
      (@declared.dig(call.task.template, call.template_step) || []).each do |event|
        publish_event(event, ending) if due?(event['condition'], ending)
      end
    end

    private

    def made(classes)
      classes.map { |each| Sources.handler(each['file'], each['name']).new }
    end

    def publish_event(event, ending)
      publisher = payload = nil
      publisher = publisher_of(event['publisher'])
      given = [ending.told, TaskerCore::IndifferentHash.wrap(event), ending.context]
      return unless call_with(publisher, :should_publish?, given)

      payload = Results.to_json_object(call_with(publisher, :transform_payload, given))
      additional = Results.to_json_object(call_with(publisher, :additional_metadata, given))
      problem = Schema.problem_in(payload, event['schema'] || {})
      raise ArgumentError, "its payload breaks the schema: #{problem}" unless problem.nil?

      publisher.before_publish(event['name'], payload, additional)
      deliver(event, publisher, Envelope.new(ending, event['name'], payload, publisher.name, additional))
    rescue StandardError => e
      count_error(event['name'], e)
      quietly { publisher&.on_publish_error(event['name'], e, payload || {}) }
    end

    # Publishers take as many arguments as they need.
    def call_with(publisher, name, given)
      arity = publisher.method(name).arity
      publisher.public_send(name, *(arity.negative? ? given : given.first(arity)))
    end

    def publisher_of(name)
      return @publishers.fetch('default', @standard) if name.nil? || name == 'default'

      @publishers[Contract.canonical_callable(name)] || TaskerCore::DomainEvents::PublisherRegistry.instance.get(name) ||
        raise(ArgumentError, "there is no publisher \"#{name}\"")
    end

    # A failure that is tried again is one of its own.
    def due?(condition, ending)
      fails = ending.fails?
      final = !fails || ending.failure['error'] != Contract::RETRY_AFTER
      {
        'success' => !fails, 'failure' => fails, 'retryable_failure' => fails && !final, 'permanent_failure' => fails && final,
        'always' => true
      }.fetch(condition || 'success')
    end

    def deliver(event, publisher, envelope)
      delivery = event['deliveryMode'] || 'durable'
      hand_over(envelope) if delivery != 'durable'
      if delivery != 'fast' || @bus&.sees_fast?
        raise ArgumentError, "there is no bus: #{Contract::EVENT_BUS_VARIABLE} is not set" if @bus.nil?

        task = envelope.call.task
        @bus.put(
          source: "tasker.#{task.namespace}", detail_type: envelope.name, time: envelope.fired_at, resources: [task.arn],
          detail: fit(envelope), delivery: delivery
        )
      end
      TaskerCore::Log.write('INFO', 'Event published', event: envelope.name, delivery: delivery)
      publisher.after_publish(envelope.name, envelope.payload, envelope.additional)
    end

    # The envelope; with a reference for its payload where it is larger than the bus takes.
    def fit(envelope)
      told = envelope.to_h
      size = JsonText.write(told).bytesize
      return told if size <= LARGEST_DETAIL

      if @store.nil?
        raise ArgumentError, "it takes #{size} bytes, more than EventBridge takes, and there is no bucket for large results"
      end

      text = JsonText.write(told['payload'])
      call = envelope.call
      uri = @store.put(Contract.parked_key(call.task.arn, "#{call.step.name}/#{call.attempt}/#{envelope.name}"), text)
      { **told, 'payload' => { Contract::PARKED => { 'uri' => uri, 'bytes' => text.bytesize } } }
    end

    # Hands the event to every subscriber whose pattern fits. One that fails keeps no other from it.
    def hand_over(envelope)
      event = envelope.for_subscribers
      [*@subscribers, *TaskerCore::DomainEvents::SubscriberRegistry.instance.subscribers].each do |subscriber|
        next unless subscriber.class.patterns.any? { |pattern| fits?(envelope.name, pattern) }
        next if subscriber.before_handle(event) == false

        subscriber.handle(event)
        subscriber.after_handle(event)
      rescue StandardError => e
        count_error(envelope.name, e, subscriber.class.name)
        quietly { subscriber.on_handle_error(event, e) }
      end
    end

    def fits?(name, pattern)
      name.match?(/\A#{Regexp.escape(pattern).gsub('\*', '.*')}\z/)
    end

    # A line of the log that a metric filter counts.
    def count_error(event, error, subscriber = nil)
      what = subscriber.nil? ? 'An event could not be published' : 'A subscriber failed'
      TaskerCore::Log.write('ERROR', what, event: event, subscriber: subscriber, error: error.message, event_errors: 1)
    end

    def quietly
      yield
    rescue StandardError
      nil
    end
  end

  # How a step has ended, as publishers are told of it.
  Ending = Struct.new(:call, :result, :failure) do
    def fails?
      !failure.nil?
    end

    # Of a failure, the result says what it is: schemas of failure events ask for `error_code` and `reason`.
    def told
      metadata = { attempt: call.attempt, success: !fails?, **(fails? ? failure['metadata'] || {} : {}).transform_keys(&:to_sym) }
      TaskerCore::IndifferentHash.wrap({ success: !fails?, result: fails? ? failed : result, metadata: metadata })
    end

    def context
      TaskerCore::IndifferentHash.wrap(
        task_uuid: call.task.id, step_uuid: TaskerEvent.step_uuid_of(call, call.step.name), step_name: call.step.name,
        namespace: call.task.namespace, correlation_id: call.task.correlation_id,
        task: TaskerEvent.task_of(call), workflow_step: TaskerEvent.workflow_step_of(call, nil)
      )
    end

    def failed
      {
        'error_code' => failure['code'] || failure['type'], 'reason' => failure['message'], 'error_type' => failure['type'],
        'retryable' => failure['retryable'], 'attempts' => failure['attempts']
      }
    end
  end

  # An event as it leaves the function: Tasker's envelope, without the definition of the step and the results before it.
  class Envelope
    attr_reader :ending, :name, :payload, :additional, :fired_at

    def initialize(ending, name, payload, publisher, additional)
      @ending = ending
      @name = name
      @payload = payload
      @publisher = publisher
      @additional = additional
      @fired_at = Time.now.utc.iso8601(3)
    end

    def call
      ending.call
    end

    # The same id however often an attempt is told of: who receives an event twice can drop it.
    def event_id
      again = call.task.redrive_count.positive? ? ", redrive #{call.task.redrive_count}" : ''
      Contract.uuid_of("#{call.task.arn}/#{call.step.name}/#{call.attempt}#{again}/#{name}")
    end

    def to_h
      {
        'event_id' => event_id, 'event_name' => name, 'event_version' => '1.0',
        'payload' => { 'execution_result' => execution_result, 'payload' => payload }, 'metadata' => metadata
      }
    end

    def for_subscribers
      TaskerCore::IndifferentHash.wrap(
        event_id: event_id, event_name: name, event_version: '1.0', payload: payload, business_payload: payload, metadata: metadata,
        execution_result: execution_result
      )
    end

    def metadata
      task = call.task
      names = %w[parent_correlation_id priority tags initiator source_system reason]
      {
        **additional, 'task_uuid' => task.id, 'step_uuid' => step_uuid, 'step_name' => call.step.name, 'namespace' => task.namespace,
        'correlation_id' => task.correlation_id, 'attempt' => call.attempt, 'fired_at' => fired_at, 'fired_by' => @publisher,
        'task' => { 'name' => task.name, 'version' => task.version, **task.told.slice(*names).compact }
      }
    end

    private

    def step_uuid
      TaskerEvent.step_uuid_of(call, call.step.name)
    end

    def execution_result
      unless ending.fails?
        return {
          'step_uuid' => step_uuid, 'success' => true, 'status' => 'completed', 'result' => ending.result,
          'metadata' => { 'completed_at' => fired_at }
        }
      end
      failure = ending.failure
      kind = { 'error_type' => failure['type'], 'retryable' => failure['retryable'] }
      metadata = { 'completed_at' => fired_at, **kind, 'error_code' => failure['code'], 'custom' => failure['metadata'] || {} }
      {
        'step_uuid' => step_uuid, 'success' => false, 'status' => 'failed', 'result' => {}, 'metadata' => metadata,
        'error' => { 'message' => failure['message'], **kind }
      }
    end
  end

  # Where events go.
  module EventBuses
    # The bus that the environment names; nil when it names none.
    def self.open
      named = ENV.fetch(Contract::EVENT_BUS_VARIABLE, '')
      return nil if named.empty?

      named.start_with?('file:') ? FileBus.new(named) : EventBridgeBus.new(named)
    end
  end

  # Appends events to a file, by its `file:` URL, one JSON document a line: for local runs.
  class FileBus
    def initialize(url)
      @file = Stores.path_of(url)
    end

    def sees_fast?
      true
    end

    def put(source:, detail_type:, time:, resources:, detail:, delivery:)
      event = {
        'version' => '0', 'id' => detail['event_id'], 'detail-type' => detail_type, 'source' => source, 'time' => time,
        'resources' => resources, 'detail' => detail, 'delivery' => delivery
      }
      # One write of a whole line: functions in several processes write to the same file.
      File.open(@file, 'ab') { |opened| opened.syswrite("#{JsonText.write(event)}\n") }
    end
  end

  # An EventBridge bus. The SDK is loaded at the first event: Lambda has it.
  class EventBridgeBus
    def initialize(bus)
      @bus = bus
    end

    def sees_fast?
      false
    end

    # Raises the reason where the bus does not take the event: the call succeeds although it refuses it.
    def put(source:, detail_type:, time:, resources:, detail:, delivery: nil) # rubocop:disable Lint/UnusedMethodArgument
      entry = {
        event_bus_name: @bus, source: source, detail_type: detail_type, resources: resources, time: Time.iso8601(time),
        detail: JsonText.write(detail)
      }
      answer = client.put_events(entries: [entry])
      return unless answer.failed_entry_count.to_i.positive?

      refused = answer.entries.first
      raise ArgumentError, "EventBridge refuses the event: #{refused.error_code}: #{refused.error_message}"
    end

    private

    # A step must not wait for its events without end.
    def client
      @client ||= begin
        require 'aws-sdk-eventbridge'
        Aws::EventBridge::Client.new(http_open_timeout: 2, http_read_timeout: 3, retry_limit: 1)
      end
    end
  end
end
