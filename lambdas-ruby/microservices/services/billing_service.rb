# frozen_string_literal: true

require_relative 'faults'
require_relative 'http_client'
require_relative 'memory'
require_relative 'stable_id'

module Microservices
  module Services
    # Who bills users: over HTTP where BILLING_SERVICE_URL is set, else in memory.
    module BillingService
      def self.open
        HttpClient.address_of('billing') ? OverHttp.new : InMemory.new
      end

      # Over HTTP.
      class OverHttp
        # Creates a user's billing profile, or returns the one that there is.
        def create_profile(profile)
          HttpClient.send_json('billing', 'Post', '/billing_profiles', profile, once: ['billing', profile[:user_id]])
        end
      end

      # In memory.
      class InMemory
        # Creates a user's billing profile, or returns the one that there is.
        def create_profile(profile)
          user_id = profile[:user_id]
          Faults.misbehave('billing', user_id)
          Memory.remember('billing profiles', user_id) do
            {
              billing_id: StableId.of('bil', user_id), next_billing_date: profile[:next_billing_date], created_at: Memory.now
            }
          end
        end
      end
    end
  end
end
