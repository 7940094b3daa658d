# frozen_string_literal: true

module TaskerCore
  # The version of Tasker whose handlers run here.
  VERSION = '0.1.8'
  Version = VERSION
end
