# frozen_string_literal: true

require 'json'
require 'net/http'

module TaskerSfn
  # Runs a function as Lambda's runtime for Ruby does: it asks the Runtime API for events, and answers them.
  module Bootstrap
    ROOT = '/2018-06-01/runtime'

    # What Lambda tells a function beside the event.
    class Context
      attr_reader :aws_request_id, :invoked_function_arn, :deadline_ms, :function_name, :function_version, :memory_limit_in_mb,
                  :log_group_name, :log_stream_name, :identity, :client_context

      def initialize(headers)
        @aws_request_id = headers['Lambda-Runtime-Aws-Request-Id']
        @invoked_function_arn = headers['Lambda-Runtime-Invoked-Function-Arn']
        @deadline_ms = headers['Lambda-Runtime-Deadline-Ms'].to_i
        @function_name = ENV.fetch('AWS_LAMBDA_FUNCTION_NAME', '')
        @function_version = '$LATEST'
        @memory_limit_in_mb = ENV.fetch('AWS_LAMBDA_FUNCTION_MEMORY_SIZE', '')
        @log_group_name = ENV.fetch('AWS_LAMBDA_LOG_GROUP_NAME', '')
        @log_stream_name = ENV.fetch('AWS_LAMBDA_LOG_STREAM_NAME', '')
      end

      # Milliseconds until the function's timeout.
      def get_remaining_time_in_millis
        [0, deadline_ms - Process.clock_gettime(Process::CLOCK_REALTIME, :millisecond)].max
      end
    end

    module_function

    # Loads the function of a folder, and runs it until the process is ended.
    def main(folder)
      host, port = ENV.fetch('AWS_LAMBDA_RUNTIME_API').split(':')
      api = Net::HTTP.new(host, port.to_i, nil)
      api.read_timeout = nil
      api.start
      load_function(folder, api)
      loop { run(api) }
    end

    def load_function(folder, api)
      require File.join(folder, 'index')
    rescue Exception => e # rubocop:disable Lint/RescueException
      warn("#{e.class}: #{e.message}", *e.backtrace)
      post(api, 'init/error', error_of(e, 'Init'))
      exit!(1)
    end

    def run(api)
      request = api.get("#{ROOT}/invocation/next")
      context = Context.new(request)
      event = JSON.parse(request.body.force_encoding(Encoding::UTF_8), max_nesting: false)
      answer, kind = JSON.generate(TOPLEVEL_BINDING.receiver.send(:handler, event: event, context: context), max_nesting: 0), 'response'
    rescue SystemExit, SignalException
      raise
    rescue Exception => e # rubocop:disable Lint/RescueException
      raise if context.nil?

      answer, kind = error_of(e, 'Function'), 'error'
    ensure
      $stdout.flush
      $stderr.flush
      # A function may have answered already: then this is refused.
      post(api, "invocation/#{context.aws_request_id}/#{kind}", answer) if kind
    end

    def post(api, path, body)
      api.post("#{ROOT}/#{path}", body, 'Content-Type' => 'application/json')
    end

    # As Lambda's client for Ruby tells it: the class within the word for who has failed.
    def error_of(error, who)
      frames = (error.backtrace || []).take_while { |frame| !frame.start_with?(__FILE__) }
      JSON.generate('errorMessage' => error.message.to_s.scrub, 'errorType' => "#{who}<#{error.class}>", 'stackTrace' => frames)
    end
  end
end
