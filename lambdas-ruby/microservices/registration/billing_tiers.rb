# frozen_string_literal: true

module Microservices
  module Registration
    # What a plan costs, per month in whole US dollars, and offers.
    BillingTier = Struct.new(:price, :features, :trial_days, keyword_init: true) do
      # When the first bill is due: at the end of the trial, or in a month's time. A month's last day stays one: from January 31 to the end
      # of February, not to March.
      def next_billing_date(start)
        trial_days.positive? ? start + trial_days.days : start + 1.month
      end
    end

    # The plans that there are.
    module BillingTiers
      PRO = %w[basic_features advanced_analytics priority_support].freeze
      ALL = {
        'free' => BillingTier.new(price: 0, features: %w[basic_features], trial_days: 0),
        'pro' => BillingTier.new(price: 29, features: PRO, trial_days: 14),
        'enterprise' => BillingTier.new(price: 299, features: [*PRO, 'custom_integrations', 'sso'], trial_days: 30)
      }.freeze

      # Raises a PermanentError when there is no such plan.
      def self.of(plan)
        ALL.fetch(plan) do
          raise TaskerCore::PermanentError.new(
            "Unknown plan \"#{plan}\". Allowed are #{ALL.keys.join(', ')}.",
            error_code: 'UNKNOWN_PLAN',
            context: { plan: plan, allowed: ALL.keys }
          )
        end
      end
    end
  end
end
