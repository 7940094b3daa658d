# frozen_string_literal: true

# The recorded cases of the wire: what state machines send, and what every runtime has to answer.

require 'minitest/autorun'
require 'tmpdir'

ROOT = File.expand_path('../../..', __dir__)
$LOAD_PATH.unshift(File.join(ROOT, 'runtimes/ruby/lib'))
require 'tasker_sfn'

# The store of a case.
class CaseStore
  attr_reader :put_now

  def initialize(kept)
    @kept = kept.transform_values { |value| CaseStore.large(value) }
    @put_now = {}
  end

  def put(key, text)
    @put_now[key] = @kept[key] = text
    "local:#{key}"
  end

  def get(uri)
    @kept.fetch(uri.delete_prefix('local:'))
  end

  def find(key)
    @kept[key]
  end

  def self.large(value)
    JSON.generate(value.is_a?(Hash) && value.key?('returns_large') ? { 'text' => 'x' * value['returns_large'] } : value)
  end

  def self.shown(text)
    value = JSON.parse(text)
    value['text'].is_a?(String) && value['text'].length > 1000 ? { 'returns_large' => value['text'].length } : value
  end
end

CaseContext = Struct.new(:get_remaining_time_in_millis) do
  def aws_request_id
    'request-1'
  end
end

class WireTest < Minitest::Test
  CASES = Dir[File.join(ROOT, 'test/wire/cases/*.json')].sort
  # What an error says of itself beside its message has the names of its language, and so have the functions that a message advises.
  SPELLINGS = { 'errorCode' => 'error_code', 'retryAfter' => 'retry_after' }.freeze

  def setup
    @stdout = $stdout
    $stdout = StringIO.new
  end

  def teardown
    $stdout = @stdout
  end

  def test_there_are_cases
    assert_operator CASES.size, :>, 10
  end

  CASES.each do |file|
    JSON.parse(File.read(file), max_nesting: false).each_with_index do |one, number|
      name = "#{File.basename(file, '.json')}_#{number}_#{one['name']}"
      define_method("test_#{name}") { assert_answers(one) }
      define_method("test_version_1_of_#{name}") { assert_answers(one.merge('event' => of_version1(one['event']))) }
    end
  end

  def test_an_unknown_version_fails_with_a_sentence
    one = JSON.parse(File.read(File.join(ROOT, 'test/wire/cases/chain.json'))).first
    one['event']['task']['wire'] = TaskerSfn::Contract::WIRE_VERSION + 1
    error = assert_raises(TaskerSfn::WireError) { function_of('Wire::first', [{ 'tells' => true }]).call(one['event'], nil) }
    assert_match(/speaks version 3 of the step event, and this function version 2\. Deploy both/, error.message)
  end

  def test_what_is_no_event_is_refused
    error = assert_raises(TypeError) { function_of('Wire::first', []).call({ 'hello' => 1 }, nil) }
    assert_match(/its event needs step, data and execution/, error.message)
  end

  # A part of a task that runs in an execution of its own: the task's lies in the state data, in a batch beside the part of the work.
  def test_a_child_execution_is_of_its_task
    arn = 'arn:aws:states:us-east-1:1:execution:m:t1'
    execution = { 'Id' => arn, 'Name' => 't1', 'StartTime' => '2026-01-02T03:04:05Z', 'Input' => { 'context' => {} } }
    task = { 'wire' => 2, 'template' => %w[n t 1.0.0], 'budget' => { 'steps' => 1, 'reserved' => 0 } }
    around = { 'task' => task, 'execution' => execution, 'steps' => { 'a' => { 'result' => { 'x' => 1 }, 'after' => [] } } }
    batch = { 'worker' => 'b_1', 'cursor' => {}, 'of' => 1, 'is_no_op' => false }
    step = { 'name' => 'b', 'callable' => 'B', 'dependencies' => ['a'] }
    [around, { 'task' => task, 'steps' => around, 'batch' => batch }].each do |data|
      call = TaskerSfn::ReadCall.read({ 'step' => step, 'data' => data, 'state' => {} })
      assert_equal(['t1', ['a']], [call.task.id, call.ancestors.keys])
    end
  end

  # A store in a folder keeps what it is given, as the store of TypeScript does.
  def test_a_folder_keeps_results
    Dir.mktmpdir do |folder|
      store = TaskerSfn::FolderStore.new("file://#{folder}/new/%C3%A9%20x")
      uri = store.put('machine/task/step.json', '{"a":"é"}')
      assert_equal('local:machine/task/step.json', uri)
      assert_equal('{"a":"é"}', store.get(uri))
      assert(Dir.exist?(File.join(folder, 'new', 'é x')))
      assert_nil(store.find('machine/task/other.json'))
      assert_raises(TaskerSfn::ResultLost) { store.get('local:machine/task/other.json') }
      assert_raises(TaskerSfn::ResultLost) { store.get('s3://bucket/machine/task/step.json') }
    end
  end

  private

  def assert_answers(one)
    runs, store = one['runs'].dup, CaseStore.new(one['store'])
    event = JSON.parse(JSON.generate(one['event']), max_nesting: false)
    callable = (event['step'] || event['unanswered'])['callable']
    answer = begin
      { 'reply' => JSON.parse(JSON.generate(function_of(callable, runs, store).call(event, CaseContext.new(one['time'])))) }
    rescue TaskerSfn::WireError => e
      { 'error' => e.class.to_s, 'details' => JSON.parse(e.message) }
    end
    assert_equal(spelled(without_times(one['answer'])), spelled(without_times(answer)))
    assert_empty(runs, 'the handler ran another number of times')
    assert_equal(without_times(one['stored']), without_times(store.put_now.transform_values { |text| CaseStore.shown(text) }))
    assert_equal(one['event'], event, 'the event was changed')
  end

  def spelled(answer)
    metadata = answer.dig('details', 'metadata')
    answer['details']['metadata'] = metadata.transform_keys { |name| SPELLINGS.fetch(name, name) } if metadata
    message = answer.dig('details', 'message')
    answer['details']['message'] = message.gsub(/\w+\(\)/, '…()') if message
    answer
  end

  def without_times(value)
    JSON.parse(JSON.generate(value).gsub(/("timestamp":\s*)"[^"]*"/, '\1"2026-01-02T03:04:05.000Z"'))
  end

  # The event as a machine of version 1 sends it: an older machine may call a newer function.
  def of_version1(event)
    older = JSON.parse(JSON.generate(event))
    # In a child execution, the event is the same.
    if (context = older['execution'])
      older['execution'] = context['Execution']
      older['state'] = context['State'] if context.key?('State')
    end
    [older, older['data']].each { |holder| holder['task']['wire'] = 1 if holder.is_a?(Hash) && holder['task'].is_a?(Hash) }
    older
  end

  def function_of(callable, runs, store = nil)
    TaskerSfn::StepFunction.new(handler_of(callable, runs), store: store)
  end

  # A handler that does what it is told.
  def handler_of(callable, runs)
    Class.new(TaskerCore::StepHandler::Decision) do
      define_method(:handler_name) { callable }
      define_method(:runs) { runs }

      def call(context)
        kind, value = runs.shift.first
        send("on_#{kind}", value, context)
      end
      alias_method :process, :call

      private

      def on_returns(value, _)
        value
      end

      def on_returns_large(size, _)
        success(result: { text: 'x' * size })
      end

      def on_tells(_, context)
        success(result: WireTest.told_by(context))
      end

      def on_routes(steps, _)
        decision_success(steps: steps, routing_context: { by: 'size' })
      end

      def on_skips(reason, _)
        skip_branches(reason: reason)
      end

      def on_yields(value, _)
        checkpoint_yield(
          cursor: value['cursor'], items_processed: value['items_processed'], accumulated_results: value['accumulated_results']
        )
      end

      def on_fails(value, _)
        failure(**{ error_type: 'handler_error', **value.transform_keys(&:to_sym) })
      end

      def on_raises(value, _)
        told = { error_code: value['code'], retry_after: value['retry_after'] }.compact
        case value['class']
        when 'PermanentError' then raise TaskerCore::PermanentError.new(value['message'], **told)
        when 'RetryableError' then raise TaskerCore::RetryableError.new(value['message'], **told)
        else raise Object.const_get(value['class']), value['message']
        end
      end
    end
  end

  def self.told_by(context)
    step, task = context.workflow_step, context.task
    results = context.dependency_results.keys.sort.to_h { |name| [name, sized(context.get_dependency_result(name))] }
    {
      input: context.context, results: results, config: context.step_config, inputs: context.input_data,
      retry_count: context.retry_count, max_retries: context.max_retries, last: context.is_last_retry?,
      cursor: context.checkpoint_cursor, items: context.checkpoint_items_processed, accumulated: context.accumulated_results,
      step: step.name, template_step: step.template_step_name, step_uuid: context.step_uuid, event_id: context.event_id,
      task_uuid: context.task_uuid, named_task_uuid: task.named_task_uuid, correlation_id: context.correlation_id,
      requested_at: task.requested_at, redrive_count: task.redrive_count
    }
  end

  # Large texts would fill the cases.
  def self.sized(result)
    text = result.is_a?(Hash) ? result['text'] : nil
    text.is_a?(String) && text.length > 1000 ? { 'characters' => text.length } : result
  end
end
