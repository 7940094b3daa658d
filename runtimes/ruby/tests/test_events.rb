# frozen_string_literal: true

# What a function publishes of its steps, and where its results lie on AWS.

require 'minitest/autorun'
require 'stringio'
require 'tempfile'
require 'tmpdir'

$LOAD_PATH.unshift(File.expand_path('../lib', __dir__))
require 'tasker_sfn/testing'

class EventsTest < Minitest::Test
  CLASSES = <<~RUBY
    class PaidPublisher < TaskerCore::DomainEvents::BasePublisher
      def name
        'PaidPublisher'
      end

      def transform_payload(step_result, declaration)
        { amount: step_result[:result][:amount], of: declaration['name'], ok: step_result[:success] }
      end

      def should_publish?(step_result, _declaration, _context)
        step_result[:result][:amount] != 13
      end

      def additional_metadata(_result, _declaration, context)
        { by: context[:step_name] }
      end
    end

    class PaidSubscriber < TaskerCore::DomainEvents::BaseSubscriber
      subscribes_to 'order.*'

      def self.seen
        @seen ||= []
      end

      def handle(event)
        raise 'broken' if event[:business_payload][:amount] == 7

        self.class.seen << event[:business_payload].to_h
      end
    end
  RUBY

  # One file for all tests: it is loaded once.
  FILE = Tempfile.new(['classes', '.rb']).tap { |file| file.write(CLASSES) && file.close }

  def setup
    @stdout = $stdout
    $stdout = @log = StringIO.new
    @folder = Dir.mktmpdir
    ENV['TASKER_SFN_EVENT_BUS'] = "file://#{@folder}/events.jsonl"
  end

  def teardown
    $stdout = @stdout
    ENV.delete('TASKER_SFN_EVENT_BUS')
  end

  # What an event of a step publishes: the events on the bus.
  def published(event, result = nil, &call)
    file = FILE.path
    setup = {
      declared: { 'test/test/1.0.0' => { 'step' => [event] } }, publishers: [{ file: file, name: 'PaidPublisher' }],
      subscribers: [{ file: file, name: 'PaidSubscriber' }]
    }
    handler = Class.new(TaskerCore::StepHandler::Base) { define_method(:call) { |_| call ? instance_exec(&call) : success(result: result) } }
    execution = { 'Id' => 'arn:aws:states:eu-1:1:execution:m:t', 'Name' => 't', 'StartTime' => '2026-01-02T03:04:05Z', 'Input' => { 'context' => {} } }
    task = { 'wire' => 2, 'template' => %w[test test 1.0.0], 'budget' => { 'steps' => 1, 'reserved' => 0 } }
    step = { 'step' => { 'name' => 'step', 'callable' => 'handler' }, 'data' => { 'task' => task }, 'execution' => { 'Execution' => execution } }
    begin
      TaskerSfn::StepFunction.new(handler, events: JSON.generate(setup)).call(step)
    rescue TaskerSfn::WireError
      nil
    end
    bus = File.join(@folder, 'events.jsonl')
    File.exist?(bus) ? File.readlines(bus).map { |line| JSON.parse(line) } : []
  end

  def test_a_publisher_makes_the_payload
    told = published({ name: 'order.paid', publisher: 'PaidPublisher', schema: { type: 'object' } }, { amount: 5 })
    assert_equal(1, told.size)
    detail = told.first['detail']
    assert_equal({ 'amount' => 5, 'of' => 'order.paid', 'ok' => true }, detail['payload']['payload'])
    assert_equal(%w[step PaidPublisher], detail['metadata'].values_at('by', 'fired_by'))
    assert_equal(['tasker.test', 'order.paid', 'durable'], told.first.values_at('source', 'detail-type', 'delivery'))
    assert_equal([true, { 'amount' => 5 }], detail['payload']['execution_result'].values_at('success', 'result'))
  end

  def test_a_publisher_may_keep_an_event
    assert_empty(published({ name: 'order.paid', publisher: 'PaidPublisher' }, { amount: 13 }))
  end

  def test_a_payload_keeps_to_its_schema
    require 'tasker_sfn/schema'
    TaskerSfn::Schema::PATTERNS_HERE['^a+$'] = '\Aa{1,}(?!.|\n)'
    schema = { type: 'object', required: ['amount'], properties: { amount: { type: 'integer', minimum: 1 }, id: { type: 'string', pattern: '^a+$' } } }
    assert_equal(1, published({ name: 'order.paid', schema: schema }, { amount: 5, id: 'aa' }).size)
    assert_equal(1, published({ name: 'order.paid', schema: schema }, { amount: 0 }).size)
    assert_match(/must be >= 1/, @log.string)
    assert_equal(1, published({ name: 'order.paid', schema: schema }, { amount: 2, id: "aa\nb" }).size)
    assert_match(/must match pattern/, @log.string)
  end

  def test_conditions
    permanent = -> { raise TaskerCore::PermanentError.new('no', error_code: 'NO') }
    again = -> { raise 'busy' }
    fails = { name: 'order.failed', condition: 'failure' }
    assert_equal({ 'error_code' => 'NO', 'reason' => 'no' }, published(fails, &permanent).last['detail']['payload']['payload'].slice('error_code', 'reason'))
    before = published({ name: 'order.failed', condition: 'permanent_failure' }, &again).size
    assert_equal(1, before)
    assert_equal(2, published({ name: 'order.failed', condition: 'retryable_failure' }, &again).size)
    assert_equal(2, published({ name: 'order.paid', condition: 'success' }, &again).size)
    assert_equal(3, published({ name: 'order.paid', condition: 'always' }, &permanent).size)
  end

  def test_subscribers_are_told_in_the_function
    published({ name: 'order.paid', deliveryMode: 'fast' }, { amount: 5 })
    assert_equal([{ 'amount' => 5 }], PaidSubscriber.seen)
    published({ name: 'order.paid', deliveryMode: 'fast' }, { amount: 7 })
    published({ name: 'other', deliveryMode: 'fast' }, { amount: 8 })
    assert_equal([{ 'amount' => 5 }], PaidSubscriber.seen)
    assert_match(/"A subscriber failed".*"broken"/, @log.string)
  ensure
    PaidSubscriber.seen.clear
  end

  def test_an_unknown_publisher_fails_no_step
    assert_empty(published({ name: 'order.paid', publisher: 'Nobody' }, { amount: 5 }))
    assert_match(/there is no publisher \\"Nobody\\"/, @log.string)
    assert_match(/Step succeeded/, @log.string)
  end
end

# A client of S3 that keeps objects in memory.
module Aws
  module S3
    module Errors
      class NoSuchKey < StandardError; end
      class AccessDenied < StandardError; end
    end

    class Client
      def self.kept
        @kept ||= {}
      end

      def put_object(bucket:, key:, body:, content_type:, checksum_algorithm:)
        raise ArgumentError unless content_type == 'application/json' && checksum_algorithm == 'SHA256'

        self.class.kept["#{bucket}/#{key}"] = body.b
      end

      def get_object(bucket:, key:, checksum_mode:)
        raise ArgumentError unless checksum_mode == 'ENABLED'
        raise Errors::AccessDenied unless self.class.kept.key?("#{bucket}/#{key}")

        Struct.new(:body).new(StringIO.new(self.class.kept["#{bucket}/#{key}"]))
      end
    end
  end
end
$LOADED_FEATURES << 'aws-sdk-s3.rb'

class BucketStoreTest < Minitest::Test
  def test_a_bucket_keeps_results
    store = TaskerSfn::BucketStore.new('b')
    store.define_singleton_method(:require) { |_| true }
    assert_equal('s3://b/m/t/s.json', store.put('m/t/s.json', '{"a":"é"}'))
    assert_equal('{"a":"é"}', store.get('s3://b/m/t/s.json'))
    assert_nil(store.find('m/t/other.json'))
    assert_raises(TaskerSfn::ResultLost) { store.get('s3://b/m/t/other.json') }
    assert_raises(TaskerSfn::ResultLost) { store.get('s3://c/m/t/s.json') }
  end
end

# A failure reaches Lambda under its own name.
class RuntimeApiTest < Minitest::Test
  def test_a_failure_is_reported_by_its_name
    server = TCPServer.new('127.0.0.1', 0)
    ENV['AWS_LAMBDA_RUNTIME_API'] = "127.0.0.1:#{server.addr[1]}"
    asked = nil
    serving = Thread.new do
      client = server.accept
      head = +''
      head << client.gets until head.end_with?("\r\n\r\n")
      asked = [head.lines.first.strip, head, JSON.parse(client.read(head[/content-length: (\d+)/i, 1].to_i))]
      client.write("HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n")
      client.close
    end
    error = TaskerSfn::WireError.named('RetryAfterError', '{"message":"later"}', ["/a.rb:1:in `x'"])
    assert(TaskerSfn::RuntimeApi.report('r1', error))
    serving.join
    assert_equal('POST /2018-06-01/runtime/invocation/r1/error HTTP/1.1', asked[0])
    assert_match(/lambda-runtime-function-error-type: RetryAfterError/i, asked[1])
    assert_equal({ 'errorType' => 'RetryAfterError', 'errorMessage' => '{"message":"later"}', 'stackTrace' => ["/a.rb:1:in `x'"] }, asked[2])
  ensure
    ENV.delete('AWS_LAMBDA_RUNTIME_API')
    server&.close
  end

  def test_where_nobody_takes_it_the_failure_is_raised
    error = TaskerSfn::WireError.named('PermanentError', '{}')
    refute(TaskerSfn::RuntimeApi.report('r1', error))
    ENV['AWS_LAMBDA_RUNTIME_API'] = '127.0.0.1:1'
    refute(TaskerSfn::RuntimeApi.report('r1', error))
    assert_equal('PermanentError', error.class.to_s)
  ensure
    ENV.delete('AWS_LAMBDA_RUNTIME_API')
  end
end

# A task that goes on after an operator has repaired it.
class CarriedTest < Minitest::Test
  def answer(continues, name: 't.run-2', step: 'a', **more)
    execution = { 'Id' => 'arn:aws:states:eu-1:1:execution:m:t', 'Name' => name, 'StartTime' => '2026-01-02T03:04:05Z' }
    execution['Input'] = { 'context' => {}, 'continues' => continues }
    task = { 'wire' => 2, 'template' => %w[n t 1.0.0], 'budget' => { 'steps' => 1, 'reserved' => 0 } }
    event = { 'step' => { 'name' => step, 'callable' => 'handler', **more }, 'data' => { 'task' => task }, 'execution' => { 'Execution' => execution } }
    stdout, $stdout = $stdout, StringIO.new
    handler = Class.new(TaskerCore::StepHandler::Base) { define_method(:call) { |context| success(result: { ran: context.task_uuid }) } }
    TaskerSfn::StepFunction.new(handler, store: nil).call(event)
  ensure
    $stdout = stdout
  end

  CONTINUES = {
    'task' => { 'id' => 't', 'arn' => 'arn:aws:states:eu-1:1:execution:m:t', 'started_at' => '2026-01-01T00:00:00Z' }, 'run' => 2,
    'restarts' => 1, 'results' => { 'a' => { 'x' => 1 }, 'resolved' => nil },
    'failures' => { 'f' => { 'type' => 'timeout', 'message' => 'slow', 'retryable' => true, 'attempts' => 3 } }, 'repair' => {}
  }.freeze

  def test_what_was_settled_is_answered_again
    assert_equal({ 'result' => { 'x' => 1 }, 'after' => [] }, answer(CONTINUES))
    assert_equal({ 'result' => nil, 'after' => [], 'activate' => {} }, answer(CONTINUES, step: 'resolved', 'branches' => ['b']))
    assert_equal({ 'ran' => 't' }, answer(CONTINUES, step: 'other')['result'])
    error = assert_raises(TaskerSfn::WireError) { answer(CONTINUES, step: 'f') }
    assert_equal(['PermanentError', 'slow', 3], [error.wire_name, *JSON.parse(error.message).values_at('message', 'attempts')])
  end

  def test_only_an_execution_of_that_name_goes_on
    assert_equal({ 'ran' => 'mine' }, answer(CONTINUES, name: 'mine')['result'])
  end
end
