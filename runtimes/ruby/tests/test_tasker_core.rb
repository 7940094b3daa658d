# frozen_string_literal: true

# What handlers find under TaskerCore.

require 'minitest/autorun'
require 'stringio'

$LOAD_PATH.unshift(File.expand_path('../lib', __dir__))
require 'tasker_sfn/testing'

class TaskerCoreTest < Minitest::Test
  include TaskerCore::StepHandler::Functional
  Testing = TaskerSfn::Testing
  Results = TaskerCore::Types::StepHandlerCallResult

  def setup
    @stdout = $stdout
    $stdout = @log = StringIO.new
  end

  def teardown
    $stdout = @stdout
  end

  # A class of handlers with this method `call`.
  def handler(base = TaskerCore::StepHandler::Base, *mixins, &call)
    Class.new(base) do
      mixins.each { |mixin| include mixin }
      define_method(:call, &call)
    end
  end

  def run_call(base = TaskerCore::StepHandler::Base, mixins: [], **given, &call)
    Testing.run_handler(handler(base, *mixins, &call), **given)
  end

  def test_hashes_answer_to_symbols_and_texts_at_every_depth
    run = run_call(context: { a: { b: [{ c: 1 }] } }, results: { before: { x: { y: 2 } } }, config: { k: { l: 3 } }) do |context|
      a, x, k = context.get_input(:a), context.get_dependency_result(:before), context.step_config
      success(result: [a[:b][0]['c'], a['b'][0][:c], x.dig(:x, 'y'), k[:k]['l'], context.input_data['k'][:l], context.context.dig('a', :b, 0, :c)])
    end
    assert_equal([1, 1, 2, 3, 3, 1], run.result['result'])
  end

  def test_the_context_tells_what_it_tells_in_tasker
    run = run_call(context: { a: 1 }, results: { s: { v: { w: [7] } } }, config: { url: 'u' }, attempt: 2, max_attempts: 2) do |context|
      told = [
        context.get_task_field('a'), context.get_input_or('b', 5), context.get_config(:url), context.get_dependency_field('s', 'v', :w, 0),
        context.get_dependency_field('s', ['v']), context.get_dependency_result('none'), context.retry_count, context.max_retries,
        context.is_retry?, context.is_last_retry?, context.has_checkpoint?, context.step_name, context.namespace_name,
        context.task.task_name, context.step_definition.handler.callable, context.dependency_results['s'][:success]
      ]
      success(result: told)
    end
    expected = [1, 5, 'u', 7, { 'w' => [7] }, nil, 1, 2, true, true, false, 'step', 'test', 'test', 'handler', true]
    told = run.result['result']
    told[14] = 'handler'
    assert_equal(expected, told)
  end

  def test_a_failure_is_not_tried_again_unless_it_says_so
    plain = run_call { |_| failure(message: 'no') }
    again = run_call { |_| failure(message: 'busy', retryable: true, error_code: 'BUSY', metadata: { retry_after: 9 }) }
    assert_equal(['no', false, 'UnexpectedError'], [plain.error.message, plain.error.retryable, plain.error.type])
    assert_equal([true, 'BUSY', 9], [again.error.retryable, again.error.code, again.error.retry_after])
  end

  def test_what_is_raised_is_judged_by_its_class
    {
      TaskerCore::Errors::PermanentError.new('p', error_code: 'P', context: { a: 1 }) => ['p', 'P', 'permanent_error', false],
      TaskerCore::ValidationError.new('v', field: 'f') => ['v', nil, 'permanent_error', false],
      TaskerCore::RetryableError.new('r', retry_after: 3) => ['r', nil, 'retryable_error', true],
      TaskerCore::Errors::NetworkError.new('n', status_code: 502) => ['n', nil, 'TaskerCore::Errors::NetworkError', true],
      ArgumentError.new('a') => ['a', nil, 'ArgumentError', true],
      NotImplementedError.new('i') => ['i', nil, 'NotImplementedError', true]
    }.each do |error, expected|
      told = run_call { |_| raise error }.error
      assert_equal(expected, [told.message, told.code, told.type, told.retryable])
    end
  end

  def test_the_context_of_an_error_is_its_metadata
    told = run_call { |_| raise TaskerCore::PermanentError.new('p', error_code: 'P', context: { order: 7 }) }.error
    assert_equal({ 'error_code' => 'P', 'order' => 7 }, told.metadata)
  end

  def test_results_may_be_anything_that_is_json
    struct = Struct.new(:a, :b)
    run = run_call { |_| success(result: { at: Time.utc(2026, 1, 2), on: Date.new(2026, 1, 2), set: Set[1], sym: :s, it: struct.new(1, 2), n: nil }) }
    expected = {
      'at' => '2026-01-02T00:00:00.000Z', 'on' => '2026-01-02', 'set' => [1], 'sym' => 's', 'it' => { 'a' => 1, 'b' => 2 }, 'n' => nil
    }
    assert_equal(expected, run.result)
    assert_equal({ 'a' => 1 }, run_call { |_| { a: 1 } }.result)
    assert_equal({}, run_call { |_| nil }.result)
    assert_equal({ 'a' => 1 }, run_call { |_| { success: true, result: { a: 1 } } }.result)
    assert_equal('RESULT_NOT_SERIALISABLE', run_call { |_| success(result: { a: Object.new }) }.error.code)
    looped = {}.tap { |hash| hash[:self] = hash }
    assert_equal('RESULT_NOT_SERIALISABLE', run_call { |_| success(result: looped) }.error.code)
  end

  def test_blocks_are_handlers
    step = step_handler('shop.pay', depends_on: { cart: 'validate' }, inputs: [:card]) { |cart:, card:, context:| { paid: cart[:total], card: card, n: context.retry_count } }
    run = Testing.run_handler(step, context: { card: 'visa' }, results: { validate: { total: 5 } })
    assert_equal({ 'paid' => 5, 'card' => 'visa', 'n' => 0 }, run.result)
    assert_equal('shop.pay', step.new.handler_name)
    assert_equal('1.0.0', step::VERSION)
    assert_raises(ArgumentError) { step_handler('none') }
  end

  def test_blocks_take_models
    model = Struct.new(:total, keyword_init: true)
    plain = Class.new { attr_reader(:card); define_method(:initialize) { |told| @card = told[:card] } }
    step = step_handler('shop.model', depends_on: { cart: ['validate', model] }, inputs: plain) { |cart:, inputs:, context:| { t: cart.total, c: inputs.card } }
    run = Testing.run_handler(step, context: { card: 'visa', more: 1 }, results: { validate: { total: 5, more: 2 } })
    assert_equal({ 't' => 5, 'c' => 'visa' }, run.result)
  end

  def test_blocks_fail_as_classes_do
    permanent = step_handler('a') { |context:| raise TaskerCore::Errors::PermanentError, 'p' }
    other = step_handler('b') { |context:| raise 'o' }
    assert_equal(['permanent_error', false], Testing.run_handler(permanent).error.to_h.values_at(:type, :retryable))
    assert_equal(['RuntimeError', true], Testing.run_handler(other).error.to_h.values_at(:type, :retryable))
  end

  def test_decisions
    route = decision_handler('route', inputs: [:tier]) { |tier:, context:| tier ? Decision.route(%w[a b], tier: tier) : Decision.skip('none') }
    routed = Testing.run_handler(route, context: { tier: 'gold' }).result
    assert_equal({ 'type' => 'create_steps', 'step_names' => %w[a b] }, routed['decision_point_outcome'])
    assert_equal({ 'tier' => 'gold' }, routed['routing_context'])
    assert_equal({ 'type' => 'no_branches' }, Testing.run_handler(route).result['decision_point_outcome'])
    by_class = run_call(TaskerCore::StepHandler::Decision) { |_| decision_success(steps: 'a', result_data: { why: 1 }) }
    assert_equal([1, ['a']], [by_class.result['why'], by_class.result.dig('decision_point_outcome', 'step_names')])
    wrong = run_call(TaskerCore::StepHandler::Decision) { |_| decision_success(steps: []) }
    assert_equal(['INVALID_DECISION_OUTCOME', false], [wrong.error.code, wrong.error.retryable])
    mixed = run_call(mixins: [TaskerCore::StepHandler::Mixins::Decision]) { |_| skip_branches(result_data: { reason: 'r' }) }
    assert_equal('r', mixed.result['reason'])
  end

  def test_batches
    analyzer = batch_analyzer('analyze', worker_template: 'work') { |context:| BatchConfig.new(total_items: 250, batch_size: 100, metadata: { 'm' => 1 }) }
    outcome = Testing.run_handler(analyzer).result
    cursors = outcome.dig('batch_processing_outcome', 'cursor_configs')
    assert_equal([['001', 0, 84], ['002', 84, 168], ['003', 168, 250]], cursors.map { |each| each.values_at('batch_id', 'start_cursor', 'end_cursor') })
    assert_equal([3, 250, 1], outcome.values_at('worker_count', 'total_items', 'm'))
    empty = batch_analyzer('empty', worker_template: 'work') { |context:| BatchConfig.new(total_items: 0, batch_size: 100) }
    assert_equal({ 'type' => 'no_batches' }, Testing.run_handler(empty).result['batch_processing_outcome'])
  end

  def test_workers_of_batches
    work = batch_worker('work') { |batch_context:, context:| { of: batch_context.batch_id, from: batch_context.start_cursor, to: batch_context.end_cursor } }
    told = { cursor: { batch_id: '002', start_cursor: 10, end_cursor: 20 }, batch_metadata: {}, is_no_op: false }
    assert_equal({ 'of' => '002', 'from' => 10, 'to' => 20 }, Testing.run_handler(work, config: told).result)
    placeholder = run_call(TaskerCore::StepHandler::Batchable, config: { is_no_op: true }) { |context| handle_no_op_worker(get_batch_context(context)) }
    assert_equal(true, placeholder.result['no_op'])
    lost = Testing.run_handler(work, config: {})
    assert_equal('Missing cursor configuration', lost.error.message)
  end

  def test_joining_batches
    results = {
      analyze: { batch_processing_outcome: { type: 'create_batches' } }, work_001: { n: 1 }, work_002: { n: 2 }, other: { n: 9 }
    }
    join = lambda do |context|
      scenario = detect_aggregation_scenario(context.dependency_results, 'analyze', 'work_')
      aggregate_batch_worker_results(scenario, zero_metrics: { 'n' => 0 }) { |each| { 'n' => each.values.sum { |one| one['n'] } } }
    end
    joined = Testing.run_handler(handler(TaskerCore::StepHandler::Batchable, &join), results: results)
    assert_equal({ 'n' => 3, 'worker_count' => 2, 'scenario' => 'with_batches' }, joined.result)
    nothing = { analyze: { batch_processing_outcome: { type: 'no_batches' } }, work_000: { no_op: true } }
    none = Testing.run_handler(handler(TaskerCore::StepHandler::Batchable, &join), results: nothing)
    assert_equal({ 'worker_count' => 0, 'scenario' => 'no_batches', 'n' => 0 }, none.result)
  end

  def test_checkpoints
    run = run_call(TaskerCore::StepHandler::Batchable) do |context|
      cursor = context.checkpoint_cursor || 0
      next batch_worker_success(items_processed: cursor, metadata: context.accumulated_results) if cursor == 20

      checkpoint_yield(cursor: cursor + 10, items_processed: cursor + 10, accumulated_results: { sum: cursor })
    end
    assert_equal([10, 20], run.checkpoints.map { |each| each['cursor'] })
    assert_equal({ 'items_processed' => 20, 'items_succeeded' => 20, 'items_failed' => 0, 'items_skipped' => 0, 'sum' => 10 }, run.result)
    later = run_call(checkpoint: { cursor: 'c', accumulated_results: { a: 1 } }) { |context| [context.checkpoint_cursor, context.accumulated_results[:a]] }
    assert_equal(['c', 1], later.result['result'])
  end

  def test_methods_of_templates
    both = handler { |_| { called: 'call' } }
    both.define_method(:refund) { |context| success(result: { called: context.step_definition.handler.handler_method }) }
    assert_equal('refund', Testing.run_handler(both, method: 'refund').result['called'])
    assert_equal('METHOD_NOT_FOUND', Testing.run_handler(both, method: 'none').error.code)
    assert_equal('METHOD_NOT_FOUND', Testing.run_handler(both, method: 'instance_eval').error.code)
    block = step_handler('m') { |context:| { called: 'call' } }
    assert_equal('call', Testing.run_handler(block, method: 'refund').result['called'])
  end

  def test_handlers_take_their_configuration
    taking = handler { |_| { url: config[:url] } }
    assert_equal('u', Testing.run_handler(taking, config: { url: 'u' }).result['url'])
    own = handler { |_| { own: @own } }
    own.define_method(:initialize) { @own = 1 }
    assert_equal(1, Testing.run_handler(own).result['own'])
  end

  def test_apis_say_whether_to_try_again
    server = TCPServer.new('127.0.0.1', 0)
    answers = ["200 OK\r\nContent-Type: application/json\r\n\r\n{\"id\":1}", "404 Not Found\r\n\r\nno", "429 Too Many\r\nRetry-After: 12\r\n\r\n", "500 Oops\r\n\r\n"]
    asked = []
    serving = Thread.new do
      answers.each do |answer|
        client = server.accept
        asked << client.gets.strip
        nil until client.gets == "\r\n"
        client.write("HTTP/1.1 #{answer}")
        client.close
      end
    end
    fetch = api_handler('fetch', base_url: "http://127.0.0.1:#{server.addr[1]}/v1") { |api:, context:| { body: api.get('/users', params: { limit: 1 }).body } }
    runs = answers.map { Testing.run_handler(fetch) }
    serving.join
    assert_equal('GET /v1/users?limit=1 HTTP/1.1', asked.first)
    assert_equal({ 'body' => { 'id' => 1 } }, runs[0].result)
    assert_equal([['HTTP_404', false, nil], [nil, true, 12], [nil, true, nil]], runs.drop(1).map { |run| run.error.to_h.values_at(:code, :retryable, :retry_after) })
    refused = Testing.run_handler(api_handler('x', base_url: 'http://127.0.0.1:1') { |api:, context:| api.get('/') }).error
    assert_equal(true, refused.retryable)
  ensure
    server&.close
  end

  def test_core_extensions
    assert_equal(2_592_000, 30.days.to_i)
    assert_equal(Date.new(2026, 2, 28), Date.new(2026, 1, 31) + 1.month)
    assert_equal(Time.utc(2026, 1, 2, 1), Time.utc(2026, 1, 2) + 1.hour)
    assert_in_delta(Time.now.to_f - 300, 5.minutes.ago.to_f, 5)
    assert_equal([true, true, true, false, false], [nil, '', " \n", [1], 0].map(&:blank?))
    assert_equal(['x', nil], ['x'.presence, ''.presence])
    assert_equal({ a: [{ b: 1 }] }, { 'a' => [{ 'b' => 1 }] }.deep_symbolize_keys)
    assert_equal({ 'a' => { 'b' => 1 } }, { a: { b: 1 } }.deep_stringify_keys)
    assert_equal({ a: { b: 1, c: 2 } }, { a: { b: 1 } }.deep_merge({ a: { c: 2 } }))
    assert_equal('Time', Time.current.class.name)
    assert_equal({ 1 => 'a' }, ['a'].index_by(&:size))
    assert(1.in?([1, 2]))
    assert_equal('order_items', 'OrderItems'.underscore)
  end

  def test_hashes_with_indifferent_access
    hash = { a: 1, 'b' => { c: 2 } }.with_indifferent_access
    assert_equal([1, 1, 2, true, 2], [hash[:a], hash['a'], hash.dig(:b, 'c'), hash.key?(:b), hash.fetch(:b)[:c]])
    assert_equal({ 'a' => 1 }, hash.slice(:a).to_h)
    assert_equal(3, hash.merge(a: 3)['a'])
    assert_equal({ 'a' => 2 }, hash.slice(:a).transform_values { |value| value + 1 }.to_h)
    assert_equal([1], hash.values_at(:a))
    assert_equal({ a: 1, b: { c: 2 } }, hash.deep_symbolize_keys)
    case hash
    in { a: Integer => a } then assert_equal(1, a)
    end
  end

  def test_the_registry_finds_handlers
    registry = TaskerCore::Registry::HandlerRegistry.instance
    shown = handler { |_| { shown: true } }
    registry.register_handler('registry.shown', shown)
    assert_instance_of(shown, registry.resolve_handler('registry.shown'))
    step_handler('registry.block') { |context:| {} }
    assert(registry.handler_available?('registry.block'))
    assert_nil(registry.resolve_handler('Nothing::Of::That::Name'))
  end

  def test_what_belongs_to_the_worker_says_so
    [
      -> { TaskerCore::Worker::Bootstrap.start! }, -> { TaskerCore::Worker::EventPoller.instance }, -> { TaskerCore::FFI.version },
      -> { TaskerCore::EventBridge.new }, -> { TaskerCore::Internal::OrchestrationManager.instance }
    ].each { |call| assert_match(/belongs to Tasker's worker, and there is none/, assert_raises(TaskerCore::Error, &call).message) }
  end

  def test_the_client_needs_an_address
    error = run_call { |_| TaskerCore::Client.create_task(name: 'x') }.error
    assert_equal(['API_URL_MISSING', false], [error.code, error.retryable])
  end

  def test_the_log_has_a_line_of_json_for_each_record
    run_call { |_| logger.info('hello', order: 7) && TaskerCore::Tracing.warn('careful', { a: 1 }) && success(result: {}) }
    lines = @log.string.lines.map { |line| JSON.parse(line) }
    assert_equal(['Step started', 'hello', 'careful', 'Step succeeded'], lines.map { |line| line['message'] })
    assert_equal([7, 'step', 'INFO'], lines[1].values_at('order', 'step', 'level'))
  end

  def test_what_describes_tasks_to_the_worker_says_so
    handler = Class.new(TaskerCore::TaskHandler::Base)
    types = TaskerCore::Types
    [handler, types::TaskRequest, types::TaskTemplate, types::StepMessage].each do |each|
      error = assert_raises(TaskerCore::WorkerOnly::WorkerNotAvailableError) { each.new(name: 'x') }
      assert_match(/\ATaskerCore::.* belongs to Tasker's worker, and there is none/, error.message)
    end
    run = run_call { |context| context.sequence.get('a') }
    assert_match(/get_dependency_result/, run.error.message)
  end

  def test_metrics_are_on_the_line_that_ends_an_attempt
    TaskerSfn::Metrics.write
    run_call { |_| success(result: {}) }
    last = JSON.parse(@log.string.lines.last)
    assert_equal([1, 0, 0], last.values_at('attempts', 'failures', 'parked_bytes'))
    assert_equal('Tasker', last.dig('_aws', 'CloudWatchMetrics', 0, 'Namespace'))
  ensure
    TaskerCore::Log.filters.clear
  end
end
