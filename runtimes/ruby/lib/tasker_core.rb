# frozen_string_literal: true

# What Tasker's handlers require. The state machine takes the place of Tasker's worker.

require_relative 'tasker_core/core_ext'
require_relative 'tasker_core/version'
require_relative 'tasker_core/log'
require_relative 'tasker_core/errors'
require_relative 'tasker_core/record'
require_relative 'tasker_core/types'
require_relative 'tasker_core/models'
require_relative 'tasker_core/handlers'
require_relative 'tasker_core/batch_processing'
require_relative 'tasker_core/registry'
require_relative 'tasker_core/domain_events'
require_relative 'tasker_core/client'
require_relative 'tasker_core/worker_only'
