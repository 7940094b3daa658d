# frozen_string_literal: true

require_relative 'faults'
require_relative 'http_client'
require_relative 'memory'

module Microservices
  module Services
    # Who keeps users' preferences: over HTTP where PREFERENCES_SERVICE_URL is set, else in memory.
    module PreferencesService
      def self.open
        HttpClient.address_of('preferences') ? OverHttp.new : InMemory.new
      end

      # Over HTTP.
      class OverHttp
        # Sets all preferences of a user.
        def initialize_for(user_id, preferences)
          path = "/users/#{URI.encode_www_form_component(user_id)}/preferences"
          HttpClient.send_json('preferences', 'Put', path, { preferences: preferences }, once: ['preferences', user_id])
        end
      end

      # In memory.
      class InMemory
        # Sets all preferences of a user.
        def initialize_for(user_id, preferences)
          Faults.misbehave('preferences', user_id)
          Memory::ALL['preferences'][user_id] = { preferences: preferences, updated_at: Memory.now }
        end
      end
    end
  end
end
