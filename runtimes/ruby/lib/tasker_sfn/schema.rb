# frozen_string_literal: true

module TaskerSfn
  # Judges payloads of events by their JSON Schema.
  module Schema
    TYPES = {
      'object' => ->(value) { value.is_a?(Hash) },
      'array' => ->(value) { value.is_a?(Array) },
      'string' => ->(value) { value.is_a?(String) },
      'boolean' => ->(value) { [true, false].include?(value) },
      'null' => ->(value) { value.nil? },
      'number' => ->(value) { value.is_a?(Numeric) },
      'integer' => ->(value) { value.is_a?(Numeric) && value == value.floor }
    }.freeze
    # The patterns of schemas, which are JavaScript's, with the same in words of Ruby.
    PATTERNS_HERE = {} # rubocop:disable Style/MutableConstant
    LIMITS = { 'minimum' => '>=', 'maximum' => '<=', 'exclusiveMinimum' => '>', 'exclusiveMaximum' => '<' }.freeze

    module_function

    # The first way in which a value breaks a schema; nil where it keeps to it. Formats only inform.
    def problem_in(value, schema, root = schema, path = '')
      return nil if schema == true || schema == {}

      at = path.empty? ? 'it' : path
      return "#{at} must not be there" if schema == false

      referred(value, schema, root, path) || kind(value, schema, at) || one_of(value, schema, at) || of_kind(value, schema, root, path, at) ||
        combined(value, schema, root, path, at)
    end

    def referred(value, schema, root, path)
      schema.key?('$ref') ? problem_in(value, resolve(schema['$ref'], root), root, path) : nil
    end

    def kind(value, schema, at)
      kinds = Array(schema['type'])
      return nil if kinds.empty? || kinds.any? { |name| TYPES.fetch(name).call(value) }

      "#{at} must be #{kinds.join(',')}"
    end

    def one_of(value, schema, at)
      return "#{at} must be equal to one of the allowed values" if schema.key?('enum') && schema['enum'].none? { |each| each == value }

      "#{at} must be equal to constant" if schema.key?('const') && schema['const'] != value
    end

    def of_kind(value, schema, root, path, at)
      case value
      when String then text(value, schema, at)
      when Numeric then number(value, schema, at)
      when Array then list(value, schema, root, path, at)
      when Hash then object(value, schema, root, path, at)
      end
    end

    def text(value, schema, at)
      least, most, pattern = schema.values_at('minLength', 'maxLength', 'pattern')
      return "#{at} must NOT have fewer than #{least} characters" if least && value.length < least
      return "#{at} must NOT have more than #{most} characters" if most && value.length > most

      "#{at} must match pattern \"#{pattern}\"" if pattern && !value.match?(expression(pattern))
    end

    def expression(pattern)
      Regexp.new(PATTERNS_HERE.fetch(pattern, pattern))
    end

    def number(value, schema, at)
      LIMITS.each do |name, sign|
        limit = schema[name]
        return "#{at} must be #{sign} #{limit}" if limit.is_a?(Numeric) && !value.public_send(sign, limit)
      end
      factor = schema['multipleOf']
      "#{at} must be multiple of #{factor}" if factor && (value / factor.to_f) != (value / factor.to_f).floor
    end

    def list(value, schema, root, path, at)
      least, most = schema.values_at('minItems', 'maxItems')
      return "#{at} must NOT have fewer than #{least} items" if least && value.size < least
      return "#{at} must NOT have more than #{most} items" if most && value.size > most
      return "#{at} must NOT have duplicate items" if schema['uniqueItems'] && value.uniq.size != value.size

      items = schema['items']
      first = schema['prefixItems'] || (items.is_a?(Array) ? items : [])
      rest = items.is_a?(Array) ? schema.fetch('additionalItems', true) : schema.fetch('items', true)
      value.each_with_index do |each, index|
        problem = problem_in(each, index < first.size ? first[index] : rest, root, "#{path}/#{index}")
        return problem unless problem.nil?
      end
      return nil if !schema.key?('contains') || value.any? { |each| problem_in(each, schema['contains'], root).nil? }

      "#{at} must contain at least 1 valid item(s)"
    end

    def object(value, schema, root, path, at)
      missing = (schema['required'] || []).find { |name| !value.key?(name) }
      return "#{at} must have required property '#{missing}'" if missing

      least, most = schema.values_at('minProperties', 'maxProperties')
      return "#{at} must NOT have fewer than #{least} properties" if least && value.size < least
      return "#{at} must NOT have more than #{most} properties" if most && value.size > most

      value.each do |name, each|
        problem = property(name, each, schema, root, path, at)
        return problem unless problem.nil?
      end
      (schema['dependentRequired'] || {}).each do |name, needed|
        next if !value.key?(name) || needed.all? { |each| value.key?(each) }

        return "#{at} must have properties #{needed.join(', ')} when property #{name} is present"
      end
      nil
    end

    def property(name, value, schema, root, path, at)
      if schema.key?('propertyNames') && problem_in(name, schema['propertyNames'], root)
        return "#{at} property name must be valid"
      end

      own = [(schema['properties'] || {})[name]].compact
      own += (schema['patternProperties'] || {}).select { |pattern, _| name.match?(expression(pattern)) }.values
      if own.empty? && schema.key?('additionalProperties')
        return "#{at} must NOT have additional properties" if schema['additionalProperties'] == false

        own = [schema['additionalProperties']]
      end
      own.each do |each|
        problem = problem_in(value, each, root, "#{path}/#{name}")
        return problem unless problem.nil?
      end
      nil
    end

    def combined(value, schema, root, path, at)
      kept = ->(each) { problem_in(value, each, root, path).nil? }
      (schema['allOf'] || []).each do |each|
        problem = problem_in(value, each, root, path)
        return problem unless problem.nil?
      end
      return "#{at} must match a schema in anyOf" if schema.key?('anyOf') && schema['anyOf'].none?(&kept)
      return "#{at} must match exactly one schema in oneOf" if schema.key?('oneOf') && !schema['oneOf'].one?(&kept)
      return "#{at} must NOT be valid" if schema.key?('not') && kept.call(schema['not'])
      return nil unless schema.key?('if')

      problem_in(value, schema.fetch(kept.call(schema['if']) ? 'then' : 'else', true), root, path)
    end

    # A part of the same document; others are not looked for, as in every judge of ours.
    def resolve(reference, root)
      reference.delete_prefix('#').split('/').drop(1).reduce(root) do |found, part|
        name = part.gsub('~1', '/').gsub('~0', '~')
        found.is_a?(Array) ? found.fetch(name.to_i) : found.fetch(name)
      end
    end
  end
end
