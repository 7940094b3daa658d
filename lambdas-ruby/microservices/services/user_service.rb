# frozen_string_literal: true

require_relative 'faults'
require_relative 'http_client'
require_relative 'memory'
require_relative 'stable_id'

module Microservices
  module Services
    # Who keeps users' accounts: over HTTP where USER_SERVICE_URL is set, else in memory.
    module UserService
      def self.open
        HttpClient.address_of('user') ? OverHttp.new : InMemory.new
      end

      # Over HTTP.
      class OverHttp
        # Creates the account of an e-mail address, or returns the one that it has.
        def create_account(email:, name:, plan:)
          body = { email: email, name: name, plan: plan }
          HttpClient.send_json('user', 'Post', '/users', body, once: ['account', email])
        end

        # Makes an account active; once it is, it stays so since then.
        def activate(user_id)
          path = "/users/#{URI.encode_www_form_component(user_id)}"
          HttpClient.send_json('user', 'Patch', path, { status: 'active' }, once: ['activation', user_id])['activated_at']
        end
      end

      # In memory.
      class InMemory
        # Creates the account of an e-mail address, or returns the one that it has.
        def create_account(email:, name:, plan:)
          user_id = StableId.of('usr', email)
          Faults.misbehave('user', user_id)
          Memory.remember('accounts', user_id) do
            {
              user_id: user_id, email: email, name: name, plan: plan, status: 'created', email_verified: false,
              verification_token: SecureRandom.urlsafe_base64(32), created_at: Memory.now
            }
          end
        end

        # Makes an account active; once it is, it stays so since then.
        def activate(user_id)
          Faults.misbehave('user', user_id)
          Memory.remember('activations', user_id) { Memory.now }
        end
      end
    end
  end
end
