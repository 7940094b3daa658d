# frozen_string_literal: true

require_relative 'mixins/api'
require_relative 'mixins/decision'
require_relative 'mixins/batchable'

module TaskerCore
  module StepHandler
    # A handler that calls an API.
    class Api < Base
      include Mixins::API
    end
    API = Api

    # A handler that chooses which steps follow.
    class Decision < Base
      include Mixins::Decision
    end

    # A handler of a batch.
    class Batchable < Base
      include Mixins::Batchable
    end
  end
end
