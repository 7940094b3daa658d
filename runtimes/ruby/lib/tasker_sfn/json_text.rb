# frozen_string_literal: true

require 'json'

module TaskerSfn
  # A number that would be rounded on its way.
  class InexactNumber < StandardError
    attr_reader :path

    def initialize(path, number)
      shown = number.abs < 10**39 ? number.to_s : "#{number.to_s[0, 40]}…"
      super("The number #{shown} cannot be kept exactly: integers may go up to #{JsonText::LARGEST_EXACT}. Write it as a string.")
      @path = path
    end
  end

  # JSON as the other side sees it: what JavaScript would write.
  module JsonText
    # Integers beyond it are rounded on their way.
    LARGEST_EXACT = (2**53) - 1
    # Half of a pair is no character, and no UTF-8 has it; JSON has it as an escape.
    HALF = /\xED[\xA0-\xBF][\x80-\xBF]/n
    MARK = "\u{10FFFE}"

    module_function

    def parse(text)
      JSON.parse(text, max_nesting: false)
    end

    # The JSON text of what JSON has.
    def write(value)
      JSON.generate(value, max_nesting: 0)
    rescue JSON::GeneratorError, Encoding::UndefinedConversionError
      JSON.generate(marked(value), max_nesting: 0).gsub(/#{MARK}(\h{4})/) { "\\u#{Regexp.last_match(1)}" }
    end

    # The characters of a text as JavaScript and States Language count them.
    def length_of(text)
      # Those that are two there begin with such a byte.
      text.length + text.b.count("\xF0-\xF4".b)
    end

    # A value as JSON has it: dates, symbols, structs and the like become texts and objects. Raises TypeError for what cannot become JSON,
    # and InexactNumber for integers that would be rounded.
    def plain(value, path = '')
      case value
      when nil, true, false then value
      when String then text(value)
      when Symbol then value.name
      when Integer then exact(value, path)
      when TaskerCore::Duration then plain(value.value, path)
      when BigDecimal then value.finite? ? value.to_s('F') : nil
      when Float then value.finite? ? value : nil
      when Rational then plain(value.to_f, path)
      when Hash then value.to_h { |key, each| [key(key), plain(each, "#{path}/#{pointer(key(key))}")] }
      when Array, Set then value.each_with_index.map { |each, index| plain(each, "#{path}/#{index}") }
      else object(value, path)
      end
    end

    def object(value, path)
      case value
      when Time, DateTime then value.iso8601(3)
      when Date then value.iso8601
      when TaskerCore::Record, Struct then plain(value.to_h, path)
      when Module, Proc, Method, IO, Thread, Exception then refuse(value)
      else
        return plain(value.as_json, path) if value.respond_to?(:as_json)
        return plain(value.to_h, path) if value.respond_to?(:to_h)
        return value.to_s if value.class.instance_method(:to_s).owner != Kernel

        refuse(value)
      end
    end

    def refuse(value)
      raise TypeError, "a value of the class #{value.class} is no JSON"
    end

    def text(value)
      return value if value.encoding == Encoding::UTF_8

      value.encoding == Encoding::BINARY ? value.dup.force_encoding(Encoding::UTF_8) : value.encode(Encoding::UTF_8)
    rescue EncodingError
      value.dup.force_encoding(Encoding::UTF_8)
    end

    def exact(value, path)
      value.abs > LARGEST_EXACT ? raise(InexactNumber.new(path, value)) : value
    end

    def key(key)
      case key
      when String then text(key)
      when Symbol then key.name
      when nil then 'null'
      when true, false, Numeric, Date, Time then key.to_s
      else raise TypeError, "a key of the class #{key.class} is no JSON"
      end
    end

    def pointer(key)
      key.gsub('~', '~0').gsub('/', '~1')
    end

    def marked(value)
      case value
      when Hash then value.to_h { |name, each| [marked(name), marked(each)] }
      when Array then value.map { |each| marked(each) }
      when String
        return value if value.valid_encoding?

        made = value.b.gsub(HALF) { |bytes| "#{MARK}#{half(bytes)}".b }
        made.force_encoding(Encoding::UTF_8).scrub
      else value
      end
    end

    def half(bytes)
      one, two, three = bytes.bytes
      format('%04x', ((one & 0x0F) << 12) | ((two & 0x3F) << 6) | (three & 0x3F))
    end
  end
end
