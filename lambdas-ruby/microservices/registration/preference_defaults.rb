# frozen_string_literal: true

module Microservices
  module Registration
    # A user's settings.
    module PreferenceDefaults
      COMMON = {
        theme: 'light', language: 'en', timezone: 'UTC', notifications: { email: true, push: false, sms: false }
      }.freeze
      DEFAULTS = {
        'free' => { **COMMON, marketing_emails: true, weekly_digest: false },
        'pro' => { **COMMON, marketing_emails: true, weekly_digest: true, beta_features: false },
        'enterprise' => { **COMMON, marketing_emails: false, weekly_digest: true, beta_features: false, audit_emails: true }
      }.freeze

      # A plan's defaults with the user's own settings over them, those of `notifications` one by one.
      def self.merge(plan, own)
        defaults = DEFAULTS.fetch(plan, COMMON)
        chosen = settings('preferences', own)
        notifications = settings('preferences.notifications', chosen[:notifications])
        { **defaults, **chosen, notifications: { **defaults[:notifications], **notifications } }
      end

      # Settings that were given; none where there are none.
      def self.settings(name, value)
        return {} if value.nil?
        return value.symbolize_keys if value.is_a?(Hash)

        raise TaskerCore::PermanentError.new("\"#{name}\" must be an object of settings.", error_code: 'INVALID_PREFERENCES')
      end
    end
  end
end
