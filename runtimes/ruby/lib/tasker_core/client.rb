# frozen_string_literal: true

module TaskerCore
  # Creates tasks and follows them, over the REST API whose address is in TASKER_API_URL, with the bearer token in TASKER_API_TOKEN where
  # there is one. A task that a handler creates belongs to the step: tried again, the step finds the task that it has created.
  module Client
    URL = 'TASKER_API_URL'
    TOKEN = 'TASKER_API_TOKEN'

    module_function

    def create_task(name:, namespace: 'default', context: {}, version: '1.0.0', initiator: 'tasker-core-ruby', source_system: 'tasker-core',
                    reason: 'Task requested', **options)
      of_step = defined?(TaskerSfn::Current) ? TaskerSfn::Current.next_task : {}
      request = {
        name: name, namespace: namespace, version: version, context: context, initiator: initiator, source_system: source_system,
        reason: reason, **of_step, **options
      }
      status, answer = Client.send_request('Post', '/v1/tasks', request)
      existing = answer.dig('error', 'details', 'task_uuid') if status == 409
      return get_task(existing) if existing && !options.key?(:idempotency_key) && request.key?(:idempotency_key)

      Types::ClientTypes::TaskResponse.new(Client.good(status, answer))
    end

    def get_task(task_uuid)
      Types::ClientTypes::TaskResponse.new(Client.get("/v1/tasks/#{Client.quoted(task_uuid)}"))
    end

    # The latest first. They come in pages: `offset` is a multiple of `limit`.
    def list_tasks(limit: 50, offset: 0, namespace: nil, status: nil)
      unless (offset % limit).zero?
        raise Errors::PermanentError, "\"offset\" is #{offset}, which is no multiple of \"limit\" (#{limit}): tasks come in pages."
      end

      asked = { page: (offset / limit) + 1, per_page: limit, namespace: namespace, status: status }.compact
      answer = Client.get("/v1/tasks?#{URI.encode_www_form(asked)}")
      types = Types::ClientTypes
      tasks = (answer['tasks'] || []).map { |each| types::TaskResponse.new(each) }
      types::TaskListResponse.new(tasks: tasks, pagination: types::PaginationInfo.new(answer['pagination'] || {}))
    end

    def cancel_task(task_uuid)
      Client.good(*Client.send_request('Delete', "/v1/tasks/#{Client.quoted(task_uuid)}"))
    end

    def list_task_steps(task_uuid)
      answer = Client.get("/v1/tasks/#{Client.quoted(task_uuid)}/workflow_steps")
      steps = answer.is_a?(Array) ? answer : answer['steps'] || []
      steps.map { |each| Types::ClientTypes::StepResponse.new(each) }
    end

    # A step by its name or id.
    def get_step(task_uuid, step_uuid)
      Types::ClientTypes::StepResponse.new(Client.get(Client.step_path(task_uuid, step_uuid)))
    end

    def get_step_audit_history(task_uuid, step_uuid)
      answer = Client.get("#{Client.step_path(task_uuid, step_uuid)}/audit")
      (answer.is_a?(Array) ? answer : []).map { |each| Types::ClientTypes::StepAuditResponse.new(each) }
    end

    def health_check
      answer = Client.get('/health')
      status = answer['status']
      Types::ClientTypes::HealthResponse.new(healthy: %w[ok healthy].include?(status), status: status, timestamp: answer['timestamp'])
    end

    class << self
      def step_path(task_uuid, step_uuid)
        "/v1/tasks/#{quoted(task_uuid)}/workflow_steps/#{quoted(step_uuid)}"
      end

      def quoted(text)
        URI.encode_www_form_component(text.to_s).gsub('+', '%20')
      end

      def get(path)
        good(*send_request('Get', path))
      end

      def good(status, answer)
        return answer if status < 400

        error = answer.is_a?(Hash) ? answer['error'] : nil
        told = error.is_a?(Hash) ? error['message'] : error || answer
        kind = [408, 429].include?(status) || status >= 500 ? Errors::RetryableError : Errors::PermanentError
        raise kind.new("Tasker's API answers #{status}: #{told}", metadata: { status_code: status })
      end

      def send_request(method, path, body = nil)
        require 'net/http'
        uri = URI("#{base.chomp('/')}#{path}")
        request = Net::HTTP.const_get(method).new(uri, headers)
        request.body = JSON.generate(body) unless body.nil?
        answer = Net::HTTP.start(uri.hostname, uri.port, use_ssl: uri.scheme == 'https', open_timeout: 30, read_timeout: 30) do |http|
          http.request(request)
        end
        [answer.code.to_i, parsed(answer.body.to_s)]
      rescue SocketError, SystemCallError, Timeout::Error, EOFError => e
        raise Errors::RetryableError, "Tasker's API cannot be reached: #{e.message}"
      end

      private

      def base
        named = ENV.fetch(URL, '')
        return named unless named.empty?

        raise Errors::PermanentError.new(
          "TaskerCore::Client needs the address of the REST API in #{URL}. Give it to the function: \"environment\" of its step.",
          error_code: 'API_URL_MISSING'
        )
      end

      def headers
        token = ENV.fetch(TOKEN, '')
        told = { 'content-type' => 'application/json', 'accept' => 'application/json' }
        token.empty? ? told : told.merge('authorization' => "Bearer #{token}")
      end

      def parsed(body)
        body.empty? ? {} : JSON.parse(body)
      rescue JSON::ParserError
        { 'error' => { 'message' => body[0, 400] } }
      end
    end
  end
end
