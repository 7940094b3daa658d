# frozen_string_literal: true

require 'net/http'
require_relative 'stable_id'

module Microservices
  module Services
    # Services over HTTP.
    module HttpClient
      TIMEOUT_SECONDS = 10

      # Where the service is; nil where it is in memory.
      def self.address_of(service)
        ENV["#{service.upcase}_SERVICE_URL"].presence
      end

      # Sends JSON to a service and returns its JSON. `once` is what must not be done twice.
      #
      # 408, 429, 5xx and faults of the network are retryable, after the wait that a Retry-After header asks for; everything else that is
      # not a success is permanent.
      def self.send_json(service, method, path, body, once:)
        uri = URI("#{address_of(service).chomp('/')}#{path}")
        headers = {
          'Content-Type' => 'application/json', 'Accept' => 'application/json', 'Idempotency-Key' => StableId.of(*once)
        }
        request = Net::HTTP.const_get(method).new(uri, headers)
        request.body = body.to_json
        answer = Net::HTTP.start(
          uri.hostname, uri.port, use_ssl: uri.scheme == 'https', open_timeout: TIMEOUT_SECONDS, read_timeout: TIMEOUT_SECONDS
        ) { |http| http.request(request) }
        raise refusal(service, answer) unless answer.is_a?(Net::HTTPSuccess)

        JSON.parse(answer.body)
      rescue JSON::ParserError
        told = answer.body.to_s[0, 200]
        raise unavailable(service, "The #{service} service did not answer with JSON: #{told}", 'SERVICE_UNAVAILABLE')
      rescue SocketError, SystemCallError, Timeout::Error, EOFError => e
        raise unavailable(service, "The #{service} service cannot be reached: #{e.message}", 'SERVICE_UNREACHABLE')
      end

      def self.unavailable(service, message, code)
        TaskerCore::RetryableError.new(message, error_code: code, context: { service: service })
      end

      # What an answer means that is no success.
      def self.refusal(service, answer)
        status = answer.code.to_i
        message = "The #{service} service answered #{status}: #{answer.body.to_s[0, 200]}"
        told = { service: service, status_code: status }
        unless [408, 429].include?(status) || status >= 500
          return TaskerCore::PermanentError.new(message, error_code: 'SERVICE_REJECTED', context: told)
        end

        wait = answer['retry-after'].to_s[/\A\d+\z/]&.to_i
        TaskerCore::RetryableError.new(message, error_code: 'SERVICE_UNAVAILABLE', retry_after: wait, context: told)
      end
    end
  end
end
