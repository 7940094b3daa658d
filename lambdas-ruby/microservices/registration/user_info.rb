# frozen_string_literal: true

module Microservices
  module Registration
    # What the caller says about the new user; nothing of it has been checked.
    module UserInfo
      # The user's data as it was given; nothing where none was.
      def self.of(context)
        info = context.get_input(:user_info)
        info.is_a?(Hash) ? info : {}
      end

      # The plan in lower case: `free` where the user chose none. Whether there is such a plan is for billing to say.
      def self.plan_of(info)
        chosen = info[:plan].nil? ? 'free' : info[:plan]
        return chosen.strip.downcase.presence || 'free' if chosen.is_a?(String)

        raise TaskerCore::PermanentError.new("The plan must be a name, not #{chosen.to_json}.", error_code: 'UNKNOWN_PLAN')
      end
    end
  end
end
