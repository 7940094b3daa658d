# frozen_string_literal: true

require_relative 'types/error_types'
require_relative 'types/step_handler_call_result'
require_relative 'types/decision_point_outcome'
require_relative 'types/batch_processing_outcome'
require_relative 'types/handler_definition'
require_relative 'types/client_types'
require_relative 'types/step_context'

module TaskerCore
  module Types
    # What the id of a task or a step looks like.
    UUID_REGEX = /\A\h{8}(?:-\h{4}){3}-\h{12}\z/
  end
end
