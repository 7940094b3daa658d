# frozen_string_literal: true

require 'tasker_core'
require_relative 'registration/billing_tiers'
require_relative 'registration/step_results'
require_relative 'services/billing_service'

module Microservices
  module StepHandlers
    extend TaskerCore::StepHandler::Functional

    # Sets up the billing of a paid plan. A free plan needs none, which is a success too.
    SetupBillingProfileHandler = step_handler(
      'Microservices::StepHandlers::SetupBillingProfileHandler',
      depends_on: { account: 'create_user_account' }
    ) do |account:, context:| # rubocop:disable Lint/UnusedBlockArgument
      Registration::StepResults.required(create_user_account: account)
      tier = Registration::BillingTiers.of(account[:plan])
      offer = {
        user_id: account[:user_id],
        plan: account[:plan],
        price: tier.price,
        currency: 'USD',
        billing_cycle: 'monthly',
        trial_days: tier.trial_days
      }
      if tier.price.zero?
        nothing = { billing_id: nil, next_billing_date: nil, billing_required: false, status: 'skipped' }
        next { **offer, **nothing, features: tier.features }
      end

      due = tier.next_billing_date(Time.now.utc.to_date)
      profile = Services::BillingService.open.create_profile({ **offer, next_billing_date: due.iso8601 })
      { **offer, **profile.symbolize_keys, features: tier.features, billing_required: true, status: 'active' }
    end
  end
end
