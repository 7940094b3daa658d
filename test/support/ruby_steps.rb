# frozen_string_literal: true

# Steps of random workflows in Ruby: a line of JSON comes for each invocation, and one goes back with what came of it.

$LOAD_PATH.unshift(File.expand_path('../../runtimes/ruby/lib', __dir__))
require 'tasker_sfn'

# The process ends, or hangs: the runtime cannot say anything of it.
class Gone < Exception; end # rubocop:disable Lint/InheritException

# Does what it is asked, and notes what it saw.
class AskedHandler < TaskerCore::StepHandler::Decision
  class << self
    attr_accessor :asked, :runs
  end

  def handler_name
    asked['callable']
  end

  def call(context)
    kind = asked['runs'][runs.size] || 'ok'
    note(context)
    case kind
    when 'retryable' then raise TaskerCore::RetryableError, "not now #{asked['ballast']}"
    when 'retry_after' then raise TaskerCore::RetryableError.new('later', retry_after: asked['retryAfter'])
    when 'permanent' then raise TaskerCore::PermanentError.new("never#{asked['ballast']}", error_code: 'NEVER')
    when 'throw' then raise TypeError, 'a mistake'
    when 'crash', 'timeout' then raise Gone, kind
    when 'yield' then yield_at(context)
    else { **asked['result'], 'from' => context.step_name, 'more' => asked['ballast'], **asked['outcome'] }
    end
  end

  private

  def asked
    self.class.asked
  end

  def runs
    self.class.runs
  end

  def note(context)
    results = context.dependency_results.keys.to_h { |name| [name, context.get_dependency_result(name)] }
    runs << { attempt: context.retry_count + 1, results: results, yields: context.checkpoint_items_processed }
  end

  def yield_at(context)
    name, items = context.step_name, context.checkpoint_items_processed
    told = [context.checkpoint_cursor&.to_h, context.accumulated_results&.to_h]
    expected = items.zero? ? [nil, nil] : [{ 'at' => items, 'of' => name }, { 'of' => name, 'sum' => items }]
    raise TaskerCore::PermanentError.new("#{name} goes on from #{told} after #{items} yields.", error_code: 'LOST') if told != expected

    items += 1
    checkpoint_yield(cursor: { at: items, of: name }, items_processed: items, accumulated_results: { of: name, sum: items })
  end
end

Context = Struct.new(:aws_request_id, :get_remaining_time_in_millis)

answers = $stdout.dup
# What the log says is nobody's business here.
$stdout = File.open(File::NULL, 'w')
$stdin.each_line do |line|
  AskedHandler.asked = JSON.parse(line, max_nesting: false)
  AskedHandler.runs = []
  told = begin
    function = TaskerSfn::StepFunction.new(AskedHandler, events: JSON.generate(AskedHandler.asked['events']))
    { reply: function.call(AskedHandler.asked['event'], Context.new('request', 900_000)) }
  rescue Gone => e
    { gone: e.message }
  rescue StandardError => e
    { error: e.class.to_s, message: e.message }
  end
  answers.puts(JSON.generate({ **told, runs: AskedHandler.runs }, max_nesting: 0))
  answers.flush
end
