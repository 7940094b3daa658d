# frozen_string_literal: true

module Microservices
  module Services
    # What the in-memory services remember under a name, by user id, as long as their process lives.
    module Memory
      ALL = Hash.new { |all, name| all[name] = {} }

      # What is remembered under the key; made and kept when there is nothing yet.
      def self.remember(memory, key)
        ALL[memory][key] ||= yield
      end

      # ISO 8601.
      def self.now
        Time.current.iso8601(3)
      end
    end
  end
end
