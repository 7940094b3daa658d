# frozen_string_literal: true

require_relative '../../http'

module TaskerCore
  module StepHandler
    module Mixins
      # Calls an API: what it answers says whether the step is tried again. Faraday is the client where a project brings it.
      module API
        PERMANENT_STATUSES = [400, 401, 403, 404, 422].freeze

        def capabilities
          super + %w[http_client error_classification retry_headers faraday_connection]
        end

        def connection
          @connection ||= Http.connect(config)
        end

        # A block may change the connection, where it is Faraday's.
        def configure_connection(&block)
          @connection = Http.connect(config, &block)
        end

        def get(path, params: {}, headers: {})
          process_response(connection.get(path, params, headers))
        end

        def delete(path, params: {}, headers: {})
          process_response(connection.delete(path, params, headers))
        end

        %i[post put patch].each do |name|
          define_method(name) { |path, data: {}, headers: {}| process_response(connection.public_send(name, path, data, headers)) }
        end

        # Sends a file as a part of a form: Faraday's, with the gem faraday-multipart.
        def api_upload_file(path, file_path, field_name: 'file', additional_fields: {})
          unless File.exist?(file_path)
            raise Errors::PermanentError.new("File not found: #{file_path}", error_code: 'FILE_NOT_FOUND')
          end

          begin
            require 'faraday/multipart'
          rescue LoadError
            raise Errors::PermanentError.new('Uploads need the gem "faraday-multipart".', error_code: 'UPLOADS_MISSING')
          end
          part = Faraday::Multipart::FilePart.new(file_path, 'application/octet-stream')
          form = Http.faraday(config) { |made| made.request(:multipart) }
          process_response(form.post(path, { **additional_fields, field_name => part }))
        end

        # All items of an answer that comes in pages.
        def api_paginated_request(path, method: :get, pagination_key: 'cursor', limit_key: 'limit', max_pages: 100)
          results = []
          cursor = nil
          max_pages.times do
            params = { limit_key => config.dig(:pagination, :page_size) || 100, pagination_key => cursor }.compact
            body = IndifferentHash.wrap(method == :get ? get(path, params: params).body : post(path, data: params).body)
            items = Array(body['data'])
            block_given? ? yield(items) : results.concat(items)
            cursor = body["next_#{pagination_key}"] || body.dig('pagination', "next_#{pagination_key}") || body.dig('meta', "next_#{pagination_key}")
            return results if cursor.nil? || items.empty?
          end
          logger.warn("Pagination limit reached (#{max_pages} pages) for #{path}")
          results
        end

        def api_success(data:, status: 200, headers: {}, execution_time_ms: nil, metadata: {})
          told = { 'data' => data, 'status' => status, 'headers' => headers.to_h, 'execution_time_ms' => execution_time_ms }.compact
          success(result: told, metadata: metadata.merge(api_call: true))
        end

        def api_failure(message:, status: nil, error_type: nil, headers: {}, execution_time_ms: nil, metadata: {})
          told = { api_call: true, status: status, headers: headers, execution_time_ms: execution_time_ms }
          wait = ErrorClassification.extract_retry_after(headers)
          failure(
            message: message,
            error_type: error_type || error_type_of(status),
            retryable: !status.nil? && (status >= 500 || status == 429),
            metadata: metadata.merge(told, wait.nil? ? {} : { retry_after: wait }).compact
          )
        end

        # The response, or the error that its status means.
        def process_response(response)
          return response if response.success?

          status, reason = response.status, response.reason_phrase
          told = { status: status, body: response.body, headers: response.headers.to_h }
          if PERMANENT_STATUSES.include?(status)
            raise Errors::PermanentError.new("HTTP #{status}: #{reason}", error_code: "HTTP_#{status}", context: told)
          end

          wait = ErrorClassification.extract_retry_after(response.headers) if [429, 503].include?(status)
          raise Errors::RetryableError.new(api_message(status, reason), retry_after: wait, context: told)
        end

        private

        def api_message(status, reason)
          case status
          when 429 then "Rate limited: #{reason}"
          when 503 then "Service unavailable: #{reason}"
          when 500..599 then "Server error: HTTP #{status} #{reason}"
          else "Unknown HTTP status: #{status} #{reason}"
          end
        end

        def error_type_of(status)
          case status
          when 400..499 then 'PermanentError'
          when 500..599 then 'RetryableError'
          else 'UnexpectedError'
          end
        end
      end
    end
  end
end
