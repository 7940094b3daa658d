# frozen_string_literal: true

require 'tasker_core'
require_relative 'registration/step_results'
require_relative 'registration/user_info'
require_relative 'services/user_service'

module Microservices
  module StepHandlers
    # Makes the account active, and sums the registration up.
    class UpdateUserStatusHandler < TaskerCore::StepHandler::Base
      STEPS = %w[create_user_account setup_billing_profile initialize_preferences send_welcome_sequence].freeze

      def call(context)
        results = STEPS.to_h { |step| [step, context.get_dependency_result(step)] }
        Registration::StepResults.required(results)
        account = results['create_user_account']
        activated_at = Services::UserService.open.activate(account[:user_id])
        success(
          result: {
            user_id: account[:user_id],
            status: 'active',
            activated_at: activated_at,
            registration_summary: summary_of(context, *results.values)
          }
        )
      end

      private

      def summary_of(context, account, billing, chosen, welcome)
        {
          email: account[:email],
          name: account[:name],
          plan: account[:plan],
          source: Registration::UserInfo.of(context)[:source],
          registered_at: account[:created_at],
          billing_id: billing[:billing_id],
          trial_days: billing[:trial_days],
          next_billing_date: billing[:next_billing_date],
          notifications: chosen[:preferences].fetch(:notifications, {}),
          welcome_channels: welcome[:channels_used],
          welcome_messages: welcome[:messages_sent]
        }
      end
    end
  end
end
