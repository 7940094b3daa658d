# frozen_string_literal: true

module TaskerCore
  module Types
    # How a template names a handler.
    class HandlerDefinition < Record
      attribute :callable
      attribute :handler_method, required: false
      attribute :resolver, required: false
      attribute :initialization, default: -> { {} }

      def effective_method
        uses_method_dispatch? ? handler_method : 'call'
      end

      def uses_method_dispatch?
        !handler_method.nil? && handler_method != 'call'
      end

      def has_resolver_hint?
        !resolver.nil? && resolver != ''
      end
    end
  end
end
