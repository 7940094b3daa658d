# frozen_string_literal: true

# What Tasker's handlers find on Ruby's own classes without a require. ActiveSupport's own take their place where a project brings it.

require 'bigdecimal'
require 'date'
require 'digest'
require 'json'
require 'securerandom'
require 'set'
require 'time'
require_relative 'duration'
require_relative 'indifferent_hash'

module TaskerCore
  # Extensions, each for the class that it names.
  module CoreExt
    # Adds what a class does not have already.
    def self.add(target, extension)
      extension.instance_methods(false).each do |name|
        target.define_method(name, extension.instance_method(name)) unless target.method_defined?(name)
      end
    end

    # Of every object.
    module Objects
      def blank?
        respond_to?(:empty?) ? !!empty? : !self
      end

      def present?
        !blank?
      end

      def presence
        present? ? self : nil
      end

      def try(name = nil, *given, &block)
        return instance_eval(&block) if name.nil?

        respond_to?(name) ? public_send(name, *given, &block) : nil
      end

      def in?(others)
        others.include?(self)
      end
    end

    # Of nothing.
    module Nothing
      def try(*)
        nil
      end
    end

    # Of texts.
    module Texts
      def blank?
        match?(/\A[[:space:]]*\z/)
      end

      def squish
        strip.gsub(/[[:space:]]+/, ' ')
      end

      def truncate(length, omission: '…')
        self.length > length ? "#{self[0, [length - omission.length, 0].max]}#{omission}" : dup
      end

      def underscore
        gsub('::', '/').gsub(/([A-Z\d]+)([A-Z][a-z])/, '\1_\2').gsub(/([a-z\d])([A-Z])/, '\1_\2').tr('-', '_').downcase
      end

      def camelize
        split('/').map { |part| part.split('_').map { |word| word[0].to_s.upcase + word[1..].to_s }.join }.join('::')
      end

      def titleize
        underscore.tr('_/', '  ').split.map(&:capitalize).join(' ')
      end

      def humanize
        tr('_', ' ').sub(/\A\s*\w/, &:upcase)
      end

      def parameterize(separator: '-')
        unicode_normalize(:nfkd).gsub(/[^\x00-\x7F]/, '').downcase.gsub(/[^a-z0-9_-]+/, separator).gsub(/\A#{separator}+|#{separator}+\z/, '')
      end

      def demodulize
        split('::').last || ''
      end

      def constantize
        Object.const_get(self)
      end
    end

    # Of hashes.
    module Hashes
      def with_indifferent_access
        IndifferentHash.wrap(self)
      end

      def symbolize_keys
        transform_keys { |key| key.respond_to?(:to_sym) ? key.to_sym : key }
      end

      def stringify_keys
        transform_keys(&:to_s)
      end

      def deep_transform_keys(&block)
        CoreExt.deep_transform_keys(to_hash, &block)
      end

      def deep_symbolize_keys
        deep_transform_keys { |key| key.respond_to?(:to_sym) ? key.to_sym : key }
      end

      def deep_stringify_keys
        deep_transform_keys(&:to_s)
      end

      def deep_merge(other, &block)
        merge(other) do |key, one, two|
          if one.is_a?(Hash) && two.is_a?(Hash)
            one.deep_merge(two, &block)
          else
            block ? block.call(key, one, two) : two
          end
        end
      end

      def reverse_merge(other)
        other.merge(self)
      end

      def compact_blank
        reject { |_, value| value.blank? }
      end
    end

    # Of what can be gone through.
    module Collections
      def index_by
        each_with_object({}) { |each, made| made[yield(each)] = each }
      end

      def index_with
        each_with_object({}) { |each, made| made[each] = yield(each) }
      end

      def pluck(*keys)
        map { |each| keys.one? ? each[keys.first] : keys.map { |key| each[key] } }
      end

      def exclude?(value)
        !include?(value)
      end

      def many?
        count > 1
      end

      def compact_blank
        reject(&:blank?)
      end
    end

    # Of lists.
    module Lists
      def second
        self[1]
      end

      def in_groups_of(count)
        each_slice(count).map { |group| group + ([nil] * (count - group.size)) }
      end

      def to_sentence
        size < 3 ? join(' and ') : "#{self[0..-2].join(', ')}, and #{last}"
      end
    end

    # Of numbers.
    module Numbers
      Duration::SECONDS.each_key do |unit|
        define_method(unit) { Duration.of(self, unit) }
        define_method(unit.to_s.chomp('s').to_sym) { Duration.of(self, unit) }
      end

      %i[kilobyte megabyte gigabyte].each.with_index(1) do |unit, power|
        define_method(unit) { self * (1024**power) }
        define_method(:"#{unit}s") { self * (1024**power) }
      end
    end


    # Of Time itself.
    module Clock
      def current
        now.utc
      end

      def zone
        self
      end
    end

    # Of Date itself.
    module Calendar
      def current
        today
      end

      def yesterday
        today - 1
      end

      def tomorrow
        today + 1
      end
    end

    def self.deep_transform_keys(value, &block)
      case value
      when Hash then value.each_with_object({}) { |(key, each), made| made[block.call(key)] = deep_transform_keys(each, &block) }
      when Array then value.map { |each| deep_transform_keys(each, &block) }
      else value
      end
    end

    add(NilClass, Nothing)
    add(String, Texts)
    add(Object, Objects)
    add(Hash, Hashes)
    add(Array, Lists)
    add(Numeric, Numbers)
    [Array, Hash, Range, Set, Enumerator].each { |collection| add(collection, Collections) }
    add(Time.singleton_class, Clock)
    add(Date.singleton_class, Calendar)
  end
end
