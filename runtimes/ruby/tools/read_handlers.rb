# frozen_string_literal: true

# Reads Ruby files for tasker-sfn: which handlers they hold, and what they need. Nothing of them is run.
#
# One JSON document comes on standard input, one goes to standard output:
#   {"find": [file, …]}                                       -> what each file declares
#   {"close": [[file, …], …], "folders": […], "search": […]}  -> what each list of files is made of: the files that they require or whose
#                                                                constants they name, and libraries of others

require 'json'

version = RUBY_VERSION.split('.').map(&:to_i)
if (version <=> [3, 1, 0]).negative?
  $stdout.write(JSON.generate(version: version))
  exit
end

require 'find'
require 'rbconfig'
require 'ripper'
require 'set'

# The parsed code of a file.
class Source
  STEP_BASE = /(?:\A|::)(?:StepHandler|Handlers::Steps)::(?:Base|Api|API|Decision|Batchable)\z/.freeze
  PUBLISHER_BASE = /(?:\A|::)BasePublisher\z/.freeze
  RESOLVER_BASE = /(?:\A|::)(?:Base|Registry)Resolver\z/.freeze
  SUBSCRIBER_BASE = /(?:\A|::)BaseSubscriber\z/.freeze
  MAKERS = %w[step_handler decision_handler batch_analyzer batch_worker api_handler].freeze

  Declared = Struct.new(:path, :base, :nesting, :line, :column, :name, :is_named, :patterns, :pattern, :prefix, :priority, keyword_init: true)
  Made = Struct.new(:path, :name, :line, :column, keyword_init: true)

  # The classes, the handlers made of blocks, all constants that it sets, what it refers to, and what it requires.
  attr_reader :classes, :made, :constants, :references, :requires, :problem

  def initialize(file)
    @file = file
    @classes, @made, @constants, @references, @requires, @texts = [], [], {}, Set.new, [], {}
    code = File.read(file, encoding: Encoding::UTF_8)
    tree = Ripper.sexp(code, file)
    tree.nil? ? @problem = problem_in(code) : read(tree[1], [])
  end

  # Whether a plain function lies in it: `def handler(event:, context:)`.
  def function?
    @function || false
  end

  private

  # A line of what the compiler says of code that cannot be parsed. It compiles, and runs nothing.
  def problem_in(code)
    RubyVM::InstructionSequence.compile(code, @file)
    { reason: 'it cannot be parsed', line: 1, column: 1 }
  rescue SyntaxError => e
    told = e.message.lines.map(&:strip).find { |line| line.match?(/:\d+: /) } || e.message
    reason = told.sub(/\A.*?:\d+: /, '').sub(/\Asyntax error(?:s found)?,?\s*/i, '').sub(/\s*\(SyntaxError\)\z/, '')
    better = e.message.lines.map { |line| line[/\^+\s*(.+)\z/, 1] }.compact.first
    reason = better || reason
    { reason: reason.empty? ? 'syntax error' : reason.strip, line: told[/:(\d+): /, 1].to_i.clamp(1, 1_000_000), column: 1 }
  end

  # Goes through code that lies in these modules.
  def read(node, nesting)
    return unless node.is_a?(Array)

    case node.first
    when :class then read_class(node, nesting)
    when :module then read_module(node, nesting)
    when :assign then read_assign(node, nesting)
    when :def then read_def(node, nesting)
    when :var_ref, :const_path_ref, :top_const_ref then read_reference(node, nesting)
    when :command, :method_add_arg then read_call(node, nesting)
    else node.each { |each| read(each, nesting) }
    end
  end

  def read_class(node, nesting)
    _, const, base, body = node
    path = [*nesting, *names_of(const)]
    line, column = place_of(const)
    @constants[path.join('::')] ||= true
    unless base.nil?
      declared = Declared.new(path: path, base: names_of(base)&.join('::'), nesting: nesting, line: line, column: column)
      tell_members(declared, statements_of(body))
      @classes << declared
      read(base, nesting)
    end
    read(body, path)
  end

  # The name that a class gives itself, and what it subscribes to.
  def tell_members(declared, statements)
    statements.each do |statement|
      if statement.first == :def && %w[handler_name name].include?(statement[1][1])
        declared.is_named = statement[1][1]
        declared.name = text_of(only_value(statement))
        declared.line, declared.column = statement[1][2][0], statement[1][2][1] + 1
      elsif call_name(statement) == 'subscribes_to'
        patterns = arguments_of(statement).map { |each| text_of(each) }
        declared.patterns = patterns.include?(nil) ? nil : patterns
      else
        tell_resolver(declared, statement)
      end
    end
  end

  # Which callables a resolver takes, and when it is asked.
  def tell_resolver(declared, statement)
    case call_name(statement)
    when 'handles_pattern' then declared.pattern = pattern_of(arguments_of(statement).first)
    when 'handles_prefix' then declared.prefix = text_of(arguments_of(statement).first)
    when 'priority_value' then declared.priority = number_of(arguments_of(statement).first)
    else declared.priority = number_of(only_value(statement)) if statement.first == :def && statement[1][1] == 'priority'
    end
  end

  def number_of(node)
    node&.first == :@int ? node[1].delete('_').to_i : nil
  end

  # The text of a pattern without options and interpolation.
  def pattern_of(node)
    return nil unless node&.first == :regexp_literal && node[2][1] == '/'

    node[1].all? { |each| each.first == :@tstring_content } ? node[1].map { |each| each[1] }.join : nil
  end

  def read_module(node, nesting)
    _, const, body = node
    path = [*nesting, *names_of(const)]
    @constants[path.join('::')] ||= true
    read(body, path)
  end

  def read_assign(node, nesting)
    _, target, value = node
    names = target.first == :var_field && target[1][0] == :@const ? [target[1][1]] : nil
    names = names_of(target) if target.first == :const_path_field
    unless names.nil?
      path = [*nesting, *names]
      @constants[path.join('::')] ||= true
      @texts[names.last] = text_of(value) if names.one?
      made = made_by(value)
      unless made.nil?
        line, column = place_of(target)
        @made << Made.new(path: path.join('::'), name: made.first, line: line, column: column)
        @told_value = value
      end
    end
    read(value, nesting)
  end

  def read_def(node, nesting)
    @function = true if nesting.empty? && node[1][1] == 'handler'
    node[2..].each { |each| read(each, nesting) }
  end

  def read_reference(node, nesting)
    names = names_of(node)
    @references << [nesting, names] unless names.nil?
    node[1..].each { |each| read(each, nesting) } if names.nil?
  end

  def read_call(node, nesting)
    name = call_name(node)
    if %w[require require_relative load].include?(name)
      text = text_of(arguments_of(node).first)
      line, column = place_of(node)
      @requires << { kind: name, name: text, line: line, column: column } unless text.nil?
    elsif MAKERS.include?(name) && !inside_told?(node)
      line, column = place_of(node)
      given = text_of(arguments_of(node).first)
      @made << Made.new(path: given, name: given, line: line, column: column)
    end
    node[1..].each { |each| read(each, nesting) }
  end

  # Whether the constant has been told of already that a call is assigned to.
  def inside_told?(node)
    !@told_value.nil? && (@told_value.equal?(node) || @told_value.include?(node))
  end

  # `[name]` of a call that makes a handler; nil of any other code.
  def made_by(value)
    call = value.is_a?(Array) && value.first == :method_add_block ? value[1] : value
    MAKERS.include?(call_name(call)) ? [text_of(arguments_of(call).first)] : nil
  end

  # The name of the method that is called.
  def call_name(node)
    return nil unless node.is_a?(Array)

    case node.first
    when :command, :fcall then node[1][1]
    when :command_call, :call then node[3].is_a?(Array) ? node[3][1] : nil
    when :method_add_arg, :method_add_block then call_name(node[1])
    end
  end

  def arguments_of(node)
    given = case node.first
            when :command then node[2]
            when :command_call then node[4]
            when :method_add_arg then node[2]
            when :method_add_block then return arguments_of(node[1])
            end
    given = given[1] while given.is_a?(Array) && %i[arg_paren args_add_block].include?(given.first)
    given.is_a?(Array) ? given.select { |each| each.is_a?(Array) } : []
  end

  # A plain text or symbol, or a constant of the file that is one; nil for any other expression.
  def text_of(node)
    case node&.first
    when :string_literal
      parts = node[1][1..]
      return '' if parts.empty?

      parts.one? && parts.first.first == :@tstring_content ? parts.first[1] : nil
    when :symbol_literal then node[1][1].is_a?(Array) ? node[1][1][1] : nil
    when :var_ref then node[1][0] == :@const ? @texts[node[1][1]] : nil
    when :call then %w[freeze].include?(call_name(node)) ? text_of(node[1]) : nil
    end
  end

  # What a method returns that does nothing else.
  def only_value(node)
    body = node[3]
    # The body of `def name = value` is the value itself.
    own = body.first == :bodystmt && body[1].first.is_a?(Symbol) ? body[1] : nil
    statements = body.first == :bodystmt && own.nil? ? statements_of(body) : [own || body]
    value = statements.one? ? statements.first : nil
    value&.first == :return ? arguments_of([:command, nil, value[1]]).first : value
  end

  def statements_of(body)
    (body.first == :bodystmt ? body[1] : body).select { |each| each.is_a?(Array) && each.first != :void_stmt }
  end

  # The parts of a constant's path; nil of an expression that is none.
  def names_of(node)
    case node.first
    when :@const then [node[1]]
    when :const_ref, :top_const_ref, :var_ref, :top_const_field then node[1][0] == :@const ? [node[1][1]] : nil
    when :const_path_ref, :const_path_field
      base = names_of(node[1])
      base && [*base, node[2][1]]
    end
  end

  def place_of(node)
    return [1, 1] unless node.is_a?(Array)
    return [node[2][0], node[2][1] + 1] if node.first.is_a?(Symbol) && node.first.to_s.start_with?('@')

    node.each do |each|
      found = each.is_a?(Array) ? place_of(each) : nil
      return found if found && found != [1, 1]
    end
    [1, 1]
  end
end

# The places of constants, from where they are named: in the modules around it, from the innermost to none.
def candidates(nesting, names)
  nesting.length.downto(0).map { |count| [*nesting.first(count), *names].join('::') }
end

# What each file declares. A class is a handler where its base is one, in whichever file that is.
def find(files)
  sources = files.map { |file| [file, read(file)] }
  classes = sources.flat_map { |_, source| source.is_a?(Source) ? source.classes : [] }
  by_path = classes.to_h { |each| [each.path.join('::'), each] }
  kind = lambda do |declared, pattern, seen = []|
    next false if declared.base.nil? || seen.include?(declared)
    next true if declared.base.match?(pattern)

    base = candidates(declared.nesting, declared.base.split('::')).map { |path| by_path[path] }.compact.first
    base ? kind.call(base, pattern, [*seen, declared]) : false
  end
  sources.map { |_, source| source.is_a?(Source) ? declared_in(source, kind) : source }
end

def declared_in(source, kind)
  return { problem: source.problem } if source.problem

  found = source.classes.flat_map { |each| declarations_of(each, kind) }
  found += source.made.map { |each| { kind: 'function', name: each.name, export: each.path, line: each.line, column: each.column } }
  { found: found, function: source.function? && found.empty? }
end

def declarations_of(declared, kind)
  path = declared.path.join('::')
  place = { export: path, line: declared.line, column: declared.column }
  if kind.call(declared, Source::STEP_BASE)
    names = [path]
    names << declared.name if declared.is_named == 'handler_name' && declared.name && declared.name != path
    return names.map { |name| { kind: 'class', name: name, **place } }
  end
  if kind.call(declared, Source::RESOLVER_BASE)
    name = declared.is_named == 'name' ? declared.name : declared.path.last
    return [{ kind: 'resolver', name: name, pattern: declared.pattern, prefix: declared.prefix, priority: declared.priority, **place }]
  end
  return [{ kind: 'publisher', name: declared.name, **place }] if kind.call(declared, Source::PUBLISHER_BASE) && declared.is_named
  return [{ kind: 'subscriber', patterns: declared.patterns || ['*'], **place }] if kind.call(declared, Source::SUBSCRIBER_BASE)

  []
end

# The code of a file, or what is wrong with it.
def read(file)
  source = Source.new(file)
  source.problem ? { problem: source.problem } : source
rescue ArgumentError, EncodingError, SystemCallError => e
  { problem: { reason: e.message, line: 1, column: 1 } }
end

# What lists of files are made of.
class Closing
  # The runtime, which is bundled by itself, and what Lambda has.
  PROVIDED = %r{\A(?:tasker_core|tasker_sfn|aws-sdk|aws-sigv4|bundler|rubygems)(?:[-/]|\z)}.freeze
  # Libraries that come with Ruby as gems.
  BUNDLED = %w[
    minitest power_assert rake test rexml rss net/ftp net/imap net/pop net/smtp matrix prime rbs typeprof debug racc mutex_m getoptlong
    base64 bigdecimal observer abbrev resolv-replace rinda drb nkf syslog csv repl_type_completor pstore logger ostruct irb reline
  ].freeze
  NOT_ENTERED = %w[node_modules vendor .git .bundle tmp log coverage cdk.out dist spec test].freeze

  # Constants are looked for in files of `folders`, required files in those of `search`.
  def initialize(folders, search)
    @folders = folders
    @search = search
    @sources = {}
  end

  def close(files)
    taken, packages, constants, problem, open_files = {}, {}, {}, nil, files.dup
    until open_files.empty? || problem
      file = open_files.pop
      next if taken.key?(file)

      taken[file] = true
      source = source_of(file)
      next problem = { file: file, **source[:problem] } unless source.is_a?(Source)

      required(file, source, packages).each { |each| open_files << each }
      named(source).each do |constant, place|
        constants[constant] = place
        open_files << place
      end
    end
    { sources: taken.keys.sort, constants: constants.sort.to_h, packages: packages.values.sort_by { |each| each[:name] }, problem: problem }
  end

  private

  def source_of(file)
    @sources[file] ||= read(file)
  end

  # The files that a file requires; libraries of others are put beside.
  def required(file, source, packages)
    source.requires.map do |each|
      name = each[:name]
      own = each[:kind] == 'require_relative' ? [File.expand_path(name, File.dirname(file))] : @search.map { |folder| File.expand_path(name, folder) }
      found = own.flat_map { |path| [path, "#{path}.rb"] }.find { |path| path.end_with?('.rb') && File.file?(path) }
      if found.nil? && each[:kind] == 'require' && !provided?(name)
        packages[name] ||= { name: name, file: file, line: each[:line], column: each[:column] }
      end
      found
    end.compact
  end

  def provided?(name)
    return true if name.match?(PROVIDED) || BUNDLED.include?(name) || BUNDLED.include?(name.split('/').first) || built_in?(name)

    standard = RbConfig::CONFIG.values_at('rubylibdir', 'rubyarchdir')
    standard.any? { |folder| [name, "#{name}.rb", "#{name}.so"].any? { |path| File.file?(File.join(folder, path)) } }
  end

  def built_in?(name)
    %w[thread enumerator rational complex fiber set ruby2_keywords].include?(name)
  end

  # The files of the constants that a file names.
  def named(source)
    source.references.each_with_object({}) do |(nesting, names), found|
      # `A::B` needs the file of A::B, and that of A where none has it.
      names.length.downto(1) do |count|
        path = candidates(nesting, names.first(count)).find { |each| index.key?(each) }
        next if path.nil?

        found[path] = index[path]
        path.split('::').each_index { |part| add_parent(path.split('::').first(part + 1).join('::'), found) }
        break
      end
    end
  end

  def add_parent(path, found)
    found[path] ||= index[path] if index.key?(path)
  end

  # The file of each constant: of those that several have, the first one that is named like it, or is the nearest to the top.
  def index
    @index ||= files.each_with_object({}) do |file, made|
      source = source_of(file)
      next unless source.is_a?(Source)

      source.constants.each_key { |path| made[path] = better(path, made[path], file) }
    end
  end

  def better(path, one, other)
    return other if one.nil?

    word = path.split('::').last.gsub(/([a-z\d])([A-Z])/, '\1_\2').downcase
    [one, other].min_by { |file| [File.basename(file, '.rb') == word ? 0 : 1, file.count('/'), file] }
  end

  def files
    found = @folders.select { |folder| File.directory?(folder) }.flat_map do |folder|
      list = []
      Find.find(folder) do |path|
        Find.prune if path != folder && File.directory?(path) && NOT_ENTERED.include?(File.basename(path))
        list << path if path.end_with?('.rb') && File.file?(path) && !path.end_with?('_spec.rb', '_test.rb')
      end
      list
    end
    found.uniq.sort
  end
end

request = JSON.parse($stdin.read)
answer = { version: version, executable: RbConfig.ruby }
answer[:files] = find(request['find']) if request.key?('find')
if request.key?('close')
  closing = Closing.new(request['folders'], request['search'])
  answer[:closed] = request['close'].map { |files| closing.close(files) }
end
$stdout.write(JSON.generate(answer))
