# frozen_string_literal: true

require 'json'
require 'logger'
require 'singleton'
require 'time'

module TaskerCore
  # The log: a line of JSON for each record, with the fields of the step that runs.
  module Log
    LEVELS = %w[TRACE DEBUG INFO WARN ERROR FATAL].freeze
    FIELDS = :tasker_sfn_log_fields

    module_function

    # Every line that is written within carries the fields.
    def with_fields(fields)
      before = Thread.current.thread_variable_get(FIELDS)
      Thread.current.thread_variable_set(FIELDS, fields)
      yield
    ensure
      Thread.current.thread_variable_set(FIELDS, before)
    end

    # Writes a line. A log never fails the work that it reports on.
    def write(level, message, fields = {})
      return if LEVELS.index(level) < lowest

      stamp = Time.now.utc.iso8601(3)
      record = { level: level, message: message.to_s, timestamp: stamp, **(Thread.current.thread_variable_get(FIELDS) || {}), **fields }
      write_record(record.compact)
    rescue StandardError
      nil
    end

    # Each is given a record before it is written, and says what is written in its place.
    def filters
      @filters ||= []
    end

    def write_record(record)
      told = filters.reduce(record) { |each, filter| filter.call(each) }
      # One write of a whole line: threads of a handler write, too.
      $stdout.write("#{JSON.generate(told.transform_values { |value| shown(value) })}\n")
      $stdout.flush
    end

    def shown(value)
      JSON.generate(value)
      value
    rescue StandardError
      value.to_s.scrub
    end

    def lowest
      level = (ENV['AWS_LAMBDA_LOG_LEVEL'] || ENV['LOG_LEVEL'] || 'INFO').upcase
      LEVELS.index(level) || LEVELS.index('INFO')
    end
  end

  # What handlers log with. It takes what Ruby's own logger takes.
  class Logger
    include Singleton

    { trace: 'TRACE', debug: 'DEBUG', info: 'INFO', warn: 'WARN', error: 'ERROR', fatal: 'FATAL' }.each do |name, level|
      define_method(name) do |message = nil, fields = nil, **more, &block|
        Log.write(level, told(message.nil? && block ? block.call : message), **(fields.is_a?(Hash) ? fields : {}), **more)
        true
      end
      define_method(:"#{name}?") { Log::LEVELS.index(level) >= Log.lowest }
      define_method(:"log_#{name}") { |message, fields = {}, **more| public_send(name, message, fields, **more) }
    end
    alias unknown error

    def add(severity, message = nil, progname = nil, &block)
      name = %i[debug info warn error fatal][severity || ::Logger::INFO] || :info
      public_send(name, message || progname, &block)
    end
    alias log add

    def level
      { 'TRACE' => 0, 'DEBUG' => 0, 'INFO' => 1, 'WARN' => 2, 'ERROR' => 3, 'FATAL' => 4 }[Log::LEVELS[Log.lowest]]
    end

    # The level is that of the function: AWS_LAMBDA_LOG_LEVEL.
    def level=(_); end

    def <<(message)
      info(message)
      self
    end

    private

    def told(message)
      message.is_a?(Exception) ? "#{message.message} (#{message.class})" : message
    end
  end

  # Structured lines of the log.
  module Tracing
    %w[error warn info debug trace].each do |name|
      define_singleton_method(name) { |message, fields = {}| Log.write(name.upcase, message, **fields.transform_keys(&:to_sym)) }
    end
  end
end
