# frozen_string_literal: true

require 'singleton'

module TaskerCore
  # Finds handlers by their names. The state machine calls a function by its handler already: handlers that look for others find them here.
  module Registry
    # The ways in which a handler is found.
    module Resolvers
      # Of every way; the one with the lowest priority is asked first.
      class BaseResolver
        def name
          self.class.name.to_s.split('::').last
        end

        def priority
          100
        end

        def can_resolve?(_definition, _config = nil)
          raise NotImplementedError, "#{self.class} has no method \"can_resolve?\""
        end

        def resolve(_definition, _config = nil)
          raise NotImplementedError, "#{self.class} has no method \"resolve\""
        end

        def registered_callables
          []
        end

        private

        # A handler of a class; another object is one itself.
        def instance_of_handler(found, definition)
          return found unless found.is_a?(Class)

          Registry.make(found, definition.initialization)
        end
      end

      # Handlers that were registered by name.
      class ExplicitMappingResolver < BaseResolver
        def initialize(name = 'explicit_mapping')
          super()
          @name = name
          @handlers = {}
        end

        attr_reader :name

        def priority
          10
        end

        def register(key, handler)
          @handlers[key.to_s] = handler
        end

        def unregister(key)
          @handlers.delete(key.to_s)
        end

        def can_resolve?(definition, _config = nil)
          @handlers.key?(definition.callable)
        end

        def resolve(definition, _config = nil)
          found = @handlers[definition.callable]
          found && instance_of_handler(found, definition)
        end

        def registered_callables
          @handlers.keys
        end
      end

      # Handlers by the names of their classes.
      class ClassConstantResolver < BaseResolver
        def name
          'class_constant'
        end

        def can_resolve?(definition, _config = nil)
          !constant(definition.callable).nil?
        end

        def resolve(definition, _config = nil)
          found = constant(definition.callable)
          found && instance_of_handler(found, definition)
        end

        private

        def constant(callable)
          found = callable.to_s.gsub('.', '::').split('::').reduce(Object) { |scope, part| scope.const_get(part) }
          found.is_a?(Class) && found.method_defined?(:call) ? found : nil
        rescue NameError
          nil
        end
      end

      # Handlers whose names fit a pattern.
      class RegistryResolver < BaseResolver
        class << self
          def handles_pattern(pattern = nil)
            pattern.nil? ? @pattern : @pattern = pattern
          end

          def handles_prefix(prefix = nil)
            prefix.nil? ? @prefix : @prefix = prefix
          end

          def priority_value(value = nil)
            value.nil? ? @priority || 50 : @priority = value
          end
        end

        def priority
          self.class.priority_value
        end

        def can_resolve?(definition, _config = nil)
          pattern, prefix = self.class.handles_pattern, self.class.handles_prefix
          (pattern && definition.callable.match?(pattern)) || (prefix && definition.callable.start_with?(prefix)) || false
        end
      end

      # Calls another method of a handler in the place of `call`.
      class MethodDispatchWrapper
        attr_reader :handler, :target_method

        def initialize(handler, target_method)
          @handler = handler
          @target_method = target_method.to_sym
          return if handler.respond_to?(@target_method)

          raise Errors::ResolutionError, "#{handler.class} has no method \"#{target_method}\""
        end

        def call(context)
          handler.public_send(target_method, context)
        end

        def unwrap
          handler
        end
      end
    end

    BaseResolver = Resolvers::BaseResolver

    # Asks one resolver after the other.
    class ResolverChain
      attr_reader :resolvers

      def self.default
        new([Resolvers::ExplicitMappingResolver.new, Resolvers::ClassConstantResolver.new])
      end

      def initialize(resolvers = [])
        @resolvers = resolvers.sort_by(&:priority)
      end

      def add_resolver(resolver)
        @resolvers = [*@resolvers, resolver].sort_by(&:priority)
        self
      end
      alias add add_resolver

      def get_resolver(name)
        resolvers.find { |resolver| resolver.name == name }
      end

      def list_resolvers
        resolvers.map { |resolver| { name: resolver.name, priority: resolver.priority } }
      end

      def register(name, handler)
        resolvers.find { |resolver| resolver.respond_to?(:register) }.register(name, handler)
      end

      def resolve(definition, config = nil)
        asked = definition.has_resolver_hint? ? [get_resolver(definition.resolver)].compact : resolvers
        found = asked.find { |resolver| resolver.can_resolve?(definition, config) }&.resolve(definition, config)
        found && wrap_for_method_dispatch(found, definition)
      end

      def can_resolve?(definition)
        resolvers.any? { |resolver| resolver.can_resolve?(definition) }
      end

      def registered_callables
        resolvers.flat_map(&:registered_callables).uniq
      end

      def wrap_for_method_dispatch(handler, definition)
        definition.uses_method_dispatch? ? Resolvers::MethodDispatchWrapper.new(handler, definition.handler_method) : handler
      end
    end

    # The handlers of this process.
    class HandlerRegistry
      include Singleton

      attr_reader :resolver_chain

      def initialize
        @resolver_chain = ResolverChain.default
      end

      # Nil where there is none.
      def resolve_handler(spec)
        definition = definition_of(spec)
        made = StepHandler::Functional.made[definition.callable]
        resolver_chain.resolve(definition) ||
          (made && resolver_chain.wrap_for_method_dispatch(Registry.make(made, definition.initialization), definition))
      end
      alias resolve resolve_handler

      def register_handler(name, handler_class)
        resolver_chain.register(name, handler_class)
      end
      alias register register_handler

      def handler_available?(name)
        resolver_chain.can_resolve?(definition_of(name)) || StepHandler::Functional.made.key?(name)
      end
      alias is_registered handler_available?
      alias registered? handler_available?

      def registered_handlers
        (resolver_chain.registered_callables + StepHandler::Functional.made.keys).uniq.sort
      end
      alias list_handlers registered_handlers

      def add_resolver(resolver)
        resolver_chain.add_resolver(resolver)
      end

      private

      def definition_of(spec)
        return spec if spec.is_a?(Types::HandlerDefinition)
        return Types::HandlerDefinition.new(callable: spec.to_s) unless spec.respond_to?(:callable)

        told = %i[handler_method resolver initialization].select { |name| spec.respond_to?(name) }.to_h { |name| [name, spec.public_send(name)] }
        Types::HandlerDefinition.new(callable: spec.callable.to_s, **told.compact)
      end
    end

    # A handler of a class, with the step's configuration where its `initialize` takes one.
    def self.make(handler_class, initialization)
      takes = handler_class.instance_method(:initialize).parameters
      config = IndifferentHash.wrap(initialization || {})
      return handler_class.new(config: config) if takes.any? { |kind, name| %i[key keyreq].include?(kind) && name == :config }
      return handler_class.new(config) if takes.any? { |kind, _| kind == :req }

      handler_class.new
    end
  end
end
