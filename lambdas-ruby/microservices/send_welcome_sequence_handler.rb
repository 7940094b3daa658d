# frozen_string_literal: true

require 'tasker_core'
require_relative 'registration/step_results'
require_relative 'registration/welcome_messages'
require_relative 'services/notification_service'

module Microservices
  module StepHandlers
    extend TaskerCore::StepHandler::Functional

    # Welcomes the user, in words that depend on the account, its billing and its preferences.
    SendWelcomeSequenceHandler = step_handler(
      'Microservices::StepHandlers::SendWelcomeSequenceHandler',
      depends_on: { account: 'create_user_account', billing: 'setup_billing_profile', chosen: 'initialize_preferences' }
    ) do |account:, billing:, chosen:, context:| # rubocop:disable Lint/UnusedBlockArgument
      Registration::StepResults.required(
        create_user_account: account, setup_billing_profile: billing, initialize_preferences: chosen
      )
      messages = Registration::WelcomeMessages.for(
        email: account[:email],
        name: account[:name],
        plan: account[:plan],
        trial_days: billing[:trial_days],
        wants_push: chosen.dig(:preferences, :notifications, :push) == true
      )
      delivery = Services::NotificationService.open.send_welcome(account[:user_id], messages)
      {
        user_id: account[:user_id],
        channels_used: messages.map { |message| message[:channel] }.uniq,
        messages_sent: messages.size,
        status: 'sent',
        **delivery.symbolize_keys
      }
    end
  end
end
