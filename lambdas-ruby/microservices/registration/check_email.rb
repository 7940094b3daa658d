# frozen_string_literal: true

module Microservices
  module Registration
    # What is a good e-mail address.
    module CheckEmail
      FORM = /\A[^\s@]+@[^\s@]+\.[^\s@]+\z/.freeze
      BLOCKED_DOMAINS = %w[tempmail.com throwaway.email mailinator.com].freeze

      # The address in lower case. Raises a PermanentError when it is missing, malformed, or of a disposable kind.
      def self.call(email)
        if email.nil? || (email.is_a?(String) && email.blank?)
          raise TaskerCore::PermanentError.new('Email address is required', error_code: 'MISSING_EMAIL')
        end
        unless email.is_a?(String) && email.match?(FORM)
          shown = email.is_a?(String) ? email : email.to_json
          raise TaskerCore::PermanentError.new("Invalid email format: #{shown}", error_code: 'INVALID_EMAIL')
        end

        address = email.downcase
        # A dot at the end of a domain changes nothing about whose it is.
        domain = address.split('@', 2).last.delete_suffix('.')
        return address unless BLOCKED_DOMAINS.include?(domain)

        message = "Disposable email addresses are not allowed: #{domain}"
        raise TaskerCore::PermanentError.new(message, error_code: 'BLOCKED_EMAIL_DOMAIN')
      end
    end
  end
end
