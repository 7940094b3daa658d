# frozen_string_literal: true

module TaskerCore
  # The HTTP client of handlers: Faraday where it is installed, and else one of Ruby's own library that answers as it does.
  module Http
    PATIENCE = 30

    module_function

    def connect(config, &block)
      begin
        require 'faraday'
      rescue LoadError
        return Plain.new(config)
      end
      faraday(config, &block)
    end

    # How the requests of a configuration say who they are.
    def authorization(auth)
      told = IndifferentHash.wrap(auth || {})
      case told[:type]
      when 'bearer' then { 'Authorization' => "Bearer #{told[:token]}" }
      when 'basic' then { 'Authorization' => "Basic #{["#{told[:username]}:#{told[:password]}"].pack('m0')}" }
      when 'api_key' then { (told[:api_key_header] || 'X-API-Key') => told[:token] }
      else {}
      end
    end

    def faraday(config)
      Faraday.new(config[:url]) do |connection|
        connection.options.timeout = config[:timeout] || PATIENCE
        connection.options.open_timeout = config[:open_timeout] || config[:timeout] || PATIENCE
        connection.ssl.merge!(config[:ssl].symbolize_keys) if config[:ssl]
        { **authorization(config[:auth]), **(config[:headers] || {}) }.each { |name, value| connection.headers[name] = value }
        connection.params.merge!(config[:params]) if config[:params]
        connection.request :json
        connection.response :json
        yield(connection) if block_given?
      end
    end

    # An answer.
    Response = Struct.new(:status, :reason_phrase, :headers, :body) do
      def success?
        (200..299).cover?(status)
      end
    end

    # Headers, whose names have no case.
    class Headers < Hash
      def [](name)
        super(name.to_s.downcase)
      end
    end

    # Ruby's own client.
    class Plain
      def initialize(config)
        @config = config
      end

      def get(path, params = {}, headers = {})
        send_request('Get', path, params, headers)
      end

      def delete(path, params = {}, headers = {})
        send_request('Delete', path, params, headers)
      end

      %w[Post Put Patch].each do |name|
        define_method(name.downcase) { |path, data = {}, headers = {}| send_request(name, path, {}, headers, data) }
      end

      private

      def send_request(method, path, params, headers, data = nil)
        require 'net/http'
        uri = uri_of(path, params)
        request = Net::HTTP.const_get(method).new(uri, headers_of(headers))
        unless data.nil?
          request.body = data.is_a?(String) ? data : JSON.generate(data)
          request['Content-Type'] ||= 'application/json'
        end
        timeouts = { open_timeout: @config[:open_timeout] || @config[:timeout] || PATIENCE, read_timeout: @config[:timeout] || PATIENCE }
        answer = Net::HTTP.start(uri.hostname, uri.port, use_ssl: uri.scheme == 'https', **timeouts) { |http| http.request(request) }
        response_of(answer)
      rescue SocketError, SystemCallError, Net::OpenTimeout, Net::ReadTimeout, EOFError => e
        raise Errors::NetworkError, "#{method.upcase} #{uri} failed: #{e.message}"
      end

      def uri_of(path, params)
        base = @config[:url].to_s
        uri = URI(path.to_s.match?(%r{\Ahttps?://}) ? path.to_s : "#{base.chomp('/')}/#{path.to_s.delete_prefix('/')}")
        query = URI.decode_www_form(uri.query || '') + (@config[:params] || {}).to_a + params.to_a
        uri.query = query.empty? ? nil : URI.encode_www_form(query)
        uri
      end

      def headers_of(headers)
        all = { 'Accept' => 'application/json', **Http.authorization(@config[:auth]), **(@config[:headers] || {}).to_h, **headers }
        all.to_h { |name, value| [name.to_s, value.to_s] }
      end

      def response_of(answer)
        headers = Headers.new
        answer.each_header { |name, value| headers.store(name, value) }
        body = answer.body.to_s.dup.force_encoding(Encoding::UTF_8)
        body = JSON.parse(body) if headers['content-type'].to_s.include?('json') && !body.strip.empty?
        Response.new(answer.code.to_i, answer.message, headers, body)
      rescue JSON::ParserError
        Response.new(answer.code.to_i, answer.message, headers, body)
      end
    end
  end
end
