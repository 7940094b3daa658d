# frozen_string_literal: true

require_relative 'types/error_types'
require_relative 'types/step_handler_call_result'
require_relative 'types/decision_point_outcome'
require_relative 'types/batch_processing_outcome'
require_relative 'types/handler_definition'
require_relative 'types/client_types'
require_relative 'types/step_context'
