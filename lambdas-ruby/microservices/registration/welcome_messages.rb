# frozen_string_literal: true

module Microservices
  module Registration
    # Messages to new users.
    module WelcomeMessages
      # The messages that a new user gets: always a welcome, a word on the trial if there is one, a push if wanted.
      def self.for(email:, name:, plan:, trial_days:, wants_push:)
        subject = "Welcome to Tasker, #{name || 'friend'}!"
        messages = [{ channel: 'email', type: 'welcome', recipient: email, subject: subject }]
        if trial_days.positive?
          started = "Your #{plan.capitalize} trial has started"
          messages << { channel: 'email', type: 'trial_started', recipient: email, subject: started }
        end
        if wants_push
          body = "Your #{plan} account is ready. Let's get started!"
          messages << { channel: 'push', type: 'welcome', body: body }
        end
        messages
      end
    end
  end
end
