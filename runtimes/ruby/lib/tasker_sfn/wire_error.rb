# frozen_string_literal: true

module TaskerSfn
  # An error whose name tells the state machine what to do. Its class says that it has that name.
  class WireError < StandardError
    def self.named(name, message, backtrace = [])
      kind = Class.new(WireError) do
        define_singleton_method(:name) { name }
        define_singleton_method(:to_s) { name }
        define_singleton_method(:inspect) { name }
      end
      error = kind.new(message)
      error.set_backtrace(backtrace)
      error
    end

    def wire_name
      self.class.name
    end
  end

  # A step has failed. `wire` is the error to report for it, `details` is what the log and events tell.
  class StepFailed < StandardError
    # Characters that the details of an error may take in the log, where there is room but not without end.
    LOG_LIMIT = 65_536

    attr_reader :details, :cause_error, :wire

    def initialize(details, limit, cause_error)
      super(details['message'])
      @details = Details.fit(details, LOG_LIMIT)
      @cause_error = cause_error
      message = Details.without_controls(JsonText.write(Details.fit(details, limit)))
      @wire = WireError.named(details['error'], message, Frames.of(cause_error, limit - JsonText.length_of(message)))
    end
  end

  # A step has yielded, and another invocation goes on.
  class StepYielded < StandardError
    attr_reader :progress, :wire

    def initialize(progress)
      super(Contract::CHECKPOINT_YIELD)
      @progress = progress
      @wire = WireError.named(Contract::CHECKPOINT_YIELD, JsonText.write(progress))
    end
  end

  # What a failure tells, in as much room as there is.
  module Details
    CONTROLS = /\\(?:u00([01][0-9a-f])|.)/i

    module_function

    # JSON text with pictures of control characters in place of their escapes. The machine writes the cause of the execution from it with
    # `$string`, which on AWS leaves such characters as they are, and JSON does not allow them. Escapes that have names stay.
    def without_controls(text)
      text.gsub(CONTROLS) { |found| Regexp.last_match(1).nil? ? found : [0x2400 + Regexp.last_match(1).to_i(16)].pack('U') }
    end

    # The details, cut to so many characters of JSON: the metadata goes first, then the message's end.
    def fit(details, limit)
      return details if length(details) <= limit

      bare = details.except('metadata')
      return bare if length(bare) <= limit

      short = { **bare, 'message' => bare['message'][0, limit], 'code' => cut(bare['code'], 64), 'type' => cut(bare['type'], 64) }
      return short if length(short) <= limit

      message = short['message']
      kept = (0..message.length).bsearch { |count| length({ **short, 'message' => "#{message[0, count]}…" }) > limit } || message.length + 1
      { **short, 'message' => "#{message[0, [kept - 1, 0].max]}…" }
    end

    def length(details)
      JsonText.length_of(JsonText.write(details))
    end

    def cut(text, limit)
      text.nil? || text.length <= limit ? text : "#{text[0, limit - 1]}…"
    end
  end

  # The frames of an error that are the handler's.
  module Frames
    # What Lambda's runtime takes for a frame beside what the frame shows.
    FRAME_CHARS = 4
    OURS = %r{/tasker_(?:sfn|core)(?:/[^:]*)?\.rb:}

    module_function

    # As many of the innermost frames as there is room for.
    def of(error, room)
      kept = own(error)
      left = room
      kept.take_while { |frame| (left -= frame.length + FRAME_CHARS) >= 0 }
    end

    def own(error)
      (error&.backtrace || []).take_while { |frame| !frame.match?(OURS) }
    end
  end
end
