# frozen_string_literal: true

require 'tasker_core'
require_relative 'registration/check_email'
require_relative 'registration/user_info'
require_relative 'services/user_service'

module Microservices
  module StepHandlers
    # Creates the user's account; the same e-mail address always gets the same one.
    class CreateUserAccountHandler < TaskerCore::StepHandler::Base
      def call(context)
        info = Registration::UserInfo.of(context)
        name = info[:name]
        account = Services::UserService.open.create_account(
          email: Registration::CheckEmail.call(info[:email]),
          name: name.is_a?(String) ? name : nil,
          plan: Registration::UserInfo.plan_of(info)
        )
        success(result: account)
      end
    end
  end
end
