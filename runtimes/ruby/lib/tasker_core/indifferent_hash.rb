# frozen_string_literal: true

module TaskerCore
  # A hash that answers to symbols and texts alike, at every depth. Its keys are texts.
  class IndifferentHash < Hash
    # A value with every hash in it made one of these; what holds none stays what it is.
    def self.wrap(value)
      case value
      when IndifferentHash then value
      when Hash then value.each_with_object(new) { |(key, each), made| made[key] = each }
      when Array then value.map { |each| wrap(each) }
      else value
      end
    end

    def self.[](*given)
      wrap(Hash[*given])
    end

    def [](key)
      super(text(key))
    end

    def []=(key, value)
      super(text(key), IndifferentHash.wrap(value))
    end
    alias store []=

    def fetch(key, *otherwise, &block)
      super(text(key), *otherwise, &block)
    end

    def key?(key)
      super(text(key))
    end
    alias has_key? key?
    alias include? key?
    alias member? key?

    def dig(key, *rest)
      super(text(key), *rest)
    end

    def delete(key, &block)
      super(text(key), &block)
    end

    def values_at(*keys)
      super(*keys.map { |key| text(key) })
    end

    def fetch_values(*keys, &block)
      super(*keys.map { |key| text(key) }, &block)
    end

    def assoc(key)
      super(text(key))
    end

    def slice(*keys)
      wrapped(super(*keys.map { |key| text(key) }))
    end

    def except(*keys)
      wrapped(super(*keys.map { |key| text(key) }))
    end

    def update(*others)
      others.each do |other|
        other.to_h.each { |key, value| self[key] = block_given? && key?(key) ? yield(text(key), self[key], value) : value }
      end
      self
    end
    alias merge! update

    def merge(*others, &block)
      dup.update(*others, &block)
    end

    def replace(other)
      super(IndifferentHash.wrap(other.to_h))
    end

    def reverse_merge(other)
      IndifferentHash.wrap(other).merge(self)
    end
    alias with_defaults reverse_merge

    %i[select filter reject compact transform_values].each do |name|
      define_method(name) { |*given, &block| block || name == :compact ? wrapped(super(*given, &block)) : super(*given) }
    end

    def with_indifferent_access
      dup
    end

    # Plain hashes with texts for keys, at every depth.
    def to_hash
      each_with_object({}) { |(key, value), made| made[key] = plain(value) }
    end

    def to_h(&block)
      block ? super(&block) : to_hash
    end

    def symbolize_keys
      to_hash.transform_keys(&:to_sym)
    end

    def stringify_keys
      dup
    end

    private

    def text(key)
      key.is_a?(Symbol) ? key.name : key
    end

    def wrapped(hash)
      hash.instance_of?(IndifferentHash) ? hash : IndifferentHash.wrap(hash)
    end

    def plain(value)
      case value
      when Hash then value.to_hash
      when Array then value.map { |each| plain(each) }
      else value
      end
    end
  end
end
