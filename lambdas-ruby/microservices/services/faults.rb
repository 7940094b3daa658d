# frozen_string_literal: true

require_relative 'memory'

module Microservices
  module Services
    # Lets in-memory services misbehave, as the variable TASKER_SFN_DEMO_FAULTS says: `billing:fail=2,preferences:slow=3000ms`.
    module Faults
      VARIABLE = 'TASKER_SFN_DEMO_FAULTS'
      SERVICES = %w[user billing preferences notification].freeze
      FAULT = /\A(\w+):(fail|down|reject|slow)(?:=(\d+)(ms|s)?)?\z/.freeze

      # `fail=2` fails the first two calls for each user, `down` every call, `reject` refuses for good, `slow=3000ms` takes its time.
      def self.misbehave(service, user_key)
        ENV.fetch(VARIABLE, '').split(/[\s,;]+/).reject(&:empty?).each do |item|
          found = FAULT.match(item)
          raise no_fault(item) if found.nil? || !SERVICES.include?(found[1])

          commit(service, user_key, found[2], (found[3] || 1).to_i, found[4]) if found[1] == service
        end
      end

      def self.no_fault(item)
        TaskerCore::PermanentError.new(
          "\"#{item}\" in #{VARIABLE} is not a fault. Write <service>:fail=2, :down, :reject or :slow=3000ms, " \
          "where the service is #{SERVICES.join(', ')}.",
          error_code: 'INVALID_FAULT'
        )
      end

      # Does it.
      def self.commit(service, user_key, kind, amount, unit)
        return sleep(unit == 's' ? amount : amount / 1000.0) if kind == 'slow'

        told = { service: service }
        if kind == 'reject'
          message = "The #{service} service rejected the request."
          raise TaskerCore::PermanentError.new(message, error_code: 'SERVICE_REJECTED', context: told)
        end
        calls = Memory::ALL["calls of #{service}"]
        calls[user_key] = calls.fetch(user_key, 0) + 1
        return unless kind == 'down' || calls[user_key] <= amount

        message = "The #{service} service is temporarily unavailable."
        raise TaskerCore::RetryableError.new(message, error_code: 'SERVICE_UNAVAILABLE', context: told)
      end
    end
  end
end
