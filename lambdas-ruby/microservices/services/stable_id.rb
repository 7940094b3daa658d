# frozen_string_literal: true

require 'digest'

module Microservices
  module Services
    # Ids.
    module StableId
      # The same id for the same thing, such as `usr_5f2…`: a repeated call makes nothing twice, even in another process.
      def self.of(prefix, thing)
        "#{prefix}_#{Digest::SHA256.hexdigest(thing)[0, 24]}"
      end
    end
  end
end
