# frozen_string_literal: true

require 'net/http'

module TaskerSfn
  # The Lambda Runtime API, where the process has one.
  module RuntimeApi
    VARIABLE = 'AWS_LAMBDA_RUNTIME_API'
    ROOT = '/2018-06-01/runtime'

    module_function

    # Reports an error under its own name. Lambda's client for Ruby would report `Function<Name>` of whatever is raised, which no machine
    # knows; it answers the invocation a second time afterwards, which the API refuses and the client ignores.
    # False where there is nobody to tell: then the error is to be raised.
    def report(request_id, error)
      address = ENV.fetch(VARIABLE, '')
      return false if address.empty? || request_id.nil? || !error.is_a?(WireError)

      post(address, "invocation/#{request_id}/error", body_of(error), 'Lambda-Runtime-Function-Error-Type' => error.wire_name)
    end

    # True where it was taken.
    def post(address, path, body, headers = {})
      host, port = address.split(':')
      request = Net::HTTP::Post.new("#{ROOT}/#{path}", { 'Content-Type' => 'application/json', **headers })
      request.body = body
      http = Net::HTTP.new(host, port.to_i, nil)
      http.start { |connection| connection.request(request) }.is_a?(Net::HTTPSuccess)
    rescue SystemCallError, IOError, Net::ProtocolError, Timeout::Error
      false
    end

    def body_of(error)
      JsonText.write({ 'errorMessage' => error.message, 'errorType' => error.wire_name, 'stackTrace' => error.backtrace || [] })
    end
  end
end
