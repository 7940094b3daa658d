# frozen_string_literal: true

require 'tasker_core'
require_relative 'registration/preference_defaults'
require_relative 'registration/step_results'
require_relative 'registration/user_info'
require_relative 'services/preferences_service'

module Microservices
  module StepHandlers
    extend TaskerCore::StepHandler::Functional

    # Sets the user's preferences: the plan's defaults, and what the user chose over them.
    InitializePreferencesHandler = step_handler(
      'Microservices::StepHandlers::InitializePreferencesHandler',
      depends_on: { account: 'create_user_account' }
    ) do |account:, context:|
      Registration::StepResults.required(create_user_account: account)
      own = Registration::UserInfo.of(context)[:preferences]
      preferences = Registration::PreferenceDefaults.merge(account[:plan], own)
      stored = Services::PreferencesService.open.initialize_for(account[:user_id], preferences)
      { user_id: account[:user_id], **stored.symbolize_keys, status: 'initialized' }
    end
  end
end
