# frozen_string_literal: true

require_relative 'step_handler/base'
require_relative 'step_handler/mixins'
require_relative 'step_handler/functional'

module TaskerCore
  # The names under which handlers extend the classes of step handlers.
  module Handlers
    # Of steps.
    module Steps
      Base = StepHandler::Base
      Mixins = StepHandler::Mixins
      API = StepHandler::Api
      Decision = StepHandler::Decision
      Batchable = StepHandler::Batchable

      class << self
        def create(handler_class, config: {})
          handler_class.new(config: config)
        end

        def validate(handler_class)
          missing = handler_class.instance_method(:call).owner == StepHandler::Base ? [:call] : []
          { valid: missing.empty?, missing_required: missing, optional_implemented: [], handler_class: handler_class.name }
        end
      end
    end
  end
end
