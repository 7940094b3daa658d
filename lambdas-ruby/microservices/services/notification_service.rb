# frozen_string_literal: true

require_relative 'faults'
require_relative 'http_client'
require_relative 'memory'

module Microservices
  module Services
    # Who writes to users: over HTTP where NOTIFICATION_SERVICE_URL is set, else in memory.
    module NotificationService
      def self.open
        HttpClient.address_of('notification') ? OverHttp.new : InMemory.new
      end

      # Over HTTP.
      class OverHttp
        # Sends a user's welcome messages; a repeated call sends nothing twice.
        def send_welcome(user_id, messages)
          body = { user_id: user_id, messages: messages }
          HttpClient.send_json('notification', 'Post', '/notifications', body, once: ['welcome', user_id])
        end
      end

      # In memory.
      class InMemory
        # Sends a user's welcome messages; a repeated call sends nothing twice.
        def send_welcome(user_id, _messages)
          Faults.misbehave('notification', user_id)
          Memory.remember('deliveries', user_id) { { sent_at: Memory.now } }
        end
      end
    end
  end
end
