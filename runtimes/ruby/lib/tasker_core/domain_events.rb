# frozen_string_literal: true

require 'singleton'

module TaskerCore
  # Who takes part in domain events.
  module DomainEvents
    # Makes an event of how a step has ended. `step_result` has `:success`, `:result` and `:metadata`.
    class BasePublisher
      attr_reader :logger

      def initialize
        @logger = Logger.instance
      end

      # The name that templates call it by.
      def name
        raise NotImplementedError, "#{self.class} has no method \"name\""
      end

      # What the event says.
      def transform_payload(step_result, _event_declaration, _step_context = nil)
        step_result[:result] || {}
      end

      def should_publish?(_step_result, _event_declaration, _step_context = nil)
        true
      end

      def additional_metadata(_step_result, _event_declaration, _step_context = nil)
        {}
      end

      # An exception keeps the event from being published.
      def before_publish(event_name, _payload, _metadata)
        logger.debug("Publish the event #{event_name}")
      end

      def after_publish(event_name, _payload, _metadata)
        logger.debug("Published the event #{event_name}")
      end

      def on_publish_error(event_name, error, _payload)
        logger.error("The event #{event_name} could not be published: #{error.message}")
      end

      # Goes through all of it without publishing: the runtime publishes. Tells whether the event would be.
      def publish(ctx)
        result, declaration, context = ctx[:step_result], ctx[:event_declaration] || {}, ctx[:step_context]
        return false unless should_publish?(result, declaration, context)

        payload = transform_payload(result, declaration, context)
        metadata = additional_metadata(result, declaration, context)
        before_publish(ctx[:event_name], payload, metadata)
        after_publish(ctx[:event_name], payload, metadata)
        true
      rescue StandardError => e
        on_publish_error(ctx[:event_name], e, payload)
        false
      end
    end

    # Is told of events as they are published, in the function that publishes them.
    class BaseSubscriber
      class << self
        # Declares the names of events, where `*` stands for any text.
        def subscribes_to(*patterns)
          @patterns = patterns.flatten
        end

        def patterns
          @patterns || ['*']
        end
      end

      attr_reader :logger

      def initialize
        @logger = Logger.instance
      end

      # `event` has `:event_name`, `:business_payload`, `:metadata` and `:execution_result`.
      def handle(_event)
        raise NotImplementedError, "#{self.class} has no method \"handle\""
      end

      # False keeps the event from `handle`.
      def before_handle(_event)
        true
      end

      def after_handle(_event); end

      def on_handle_error(event, error)
        logger.error("#{self.class.name} could not handle #{event[:event_name]}: #{error.message}")
      end

      # The runtime tells every subscriber of the function by itself.
      def start!; end
      def stop!; end

      def active?
        true
      end
    end

    # The publishers that were registered.
    class PublisherRegistry
      include Singleton

      # Of publishers that templates name and nobody has registered.
      class ValidationError < StandardError
        attr_reader :missing_publishers, :registered_publishers

        def initialize(missing, registered)
          @missing_publishers = missing
          @registered_publishers = registered
          super("Missing publishers: #{missing.join(', ')}. Registered: #{registered.join(', ')}")
        end
      end

      # Of a publisher that nobody has registered.
      class PublisherNotFoundError < StandardError
        attr_reader :publisher_name, :registered_publishers

        def initialize(name, registered)
          @publisher_name = name
          @registered_publishers = registered
          super("Publisher '#{name}' not found. Registered: #{registered.join(', ')}")
        end
      end

      class RegistryFrozenError < StandardError; end

      # Of a name that is registered already.
      class DuplicatePublisherError < StandardError
        attr_reader :publisher_name

        def initialize(name)
          @publisher_name = name
          super("Publisher '#{name}' is already registered")
        end
      end

      # Publishes what the step returned.
      class DefaultPublisher < BasePublisher
        def name
          'default'
        end
      end

      attr_reader :publishers, :default_publisher

      def initialize
        @default_publisher = DefaultPublisher.new
        reset!
      end

      def register(publisher)
        raise ArgumentError, "Expected BasePublisher, got #{publisher.class}" unless publisher.is_a?(BasePublisher)

        check_open
        raise DuplicatePublisherError, publisher.name if publishers.key?(publisher.name)

        publishers[publisher.name] = publisher
        nil
      end

      def get(name)
        publishers[name]
      end

      def get_or_default(name)
        publishers[name] || default_publisher
      end

      def get_strict(name)
        return default_publisher if name == 'default'

        publishers[name] || raise(PublisherNotFoundError.new(name, registered_names))
      end

      def registered?(name)
        name == 'default' || publishers.key?(name)
      end

      def registered_names
        publishers.keys
      end

      def count
        publishers.size
      end

      def empty?
        publishers.empty?
      end

      def unregister(name)
        check_open
        publishers.delete(name)
      end

      def clear
        check_open
        publishers.clear
      end

      def validate_required!(names)
        missing = names.reject { |name| registered?(name) }
        raise ValidationError.new(missing, registered_names) unless missing.empty?

        freeze!
        true
      end

      def frozen?
        @is_frozen
      end

      def freeze!
        @is_frozen = true
      end

      def reset!
        @publishers = {}
        @is_frozen = false
      end

      private

      def check_open
        raise RegistryFrozenError, 'Registry is frozen after validation' if @is_frozen
      end
    end

    # The subscribers that were registered: the runtime finds those of a function by reading.
    class SubscriberRegistry
      include Singleton

      def register(subscriber)
        subscribers << (subscriber.is_a?(Class) ? subscriber.new : subscriber)
      end

      def subscribers
        @subscribers ||= []
      end

      def start_all!; end
      def stop_all!; end

      def count
        subscribers.size
      end

      def reset!
        @subscribers = []
      end
    end

    DefaultPublisher = PublisherRegistry::DefaultPublisher
    ValidationError = PublisherRegistry::ValidationError
    PublisherNotFoundError = PublisherRegistry::PublisherNotFoundError
    RegistryFrozenError = PublisherRegistry::RegistryFrozenError
  end
end
