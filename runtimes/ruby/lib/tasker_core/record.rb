# frozen_string_literal: true

module TaskerCore
  # A class of values with named attributes: what Dry::Struct is to Tasker's own gem, which is not needed here.
  class Record
    class << self
      # Declares an attribute; without a default it must be given.
      def attribute(name, required: true, default: nil)
        own_attributes[name] = { required: required && default.nil?, default: default }
        attr_reader(name)
      end

      def attributes
        superclass.respond_to?(:attributes) ? superclass.attributes.merge(own_attributes) : own_attributes
      end
      alias schema attributes

      def attribute_names
        attributes.keys
      end

      private

      def own_attributes
        @own_attributes ||= {}
      end
    end

    def initialize(given = nil, **members)
      told = (given || {}).to_h.transform_keys(&:to_sym).merge(members)
      self.class.attributes.each do |name, attribute|
        value = told.key?(name) ? told[name] : default_of(attribute)
        raise ArgumentError, "#{self.class} needs #{name.inspect}" if attribute[:required] && !told.key?(name)

        instance_variable_set(:"@#{name}", value)
      end
    end

    def [](name)
      name = name.to_sym
      self.class.attributes.key?(name) ? public_send(name) : nil
    end

    def dig(name, *rest)
      value = self[name]
      rest.empty? || value.nil? ? value : value.dig(*rest)
    end

    def to_h
      self.class.attribute_names.to_h { |name| [name, plain(public_send(name))] }
    end
    alias to_hash to_h
    alias attributes to_h

    def ==(other)
      other.instance_of?(self.class) && other.to_h == to_h
    end
    alias eql? ==

    def hash
      [self.class, to_h].hash
    end

    # The same, with some attributes changed.
    def new(changes)
      self.class.new(self.class.attribute_names.to_h { |name| [name, public_send(name)] }.merge(changes))
    end

    private

    def default_of(attribute)
      attribute[:default].respond_to?(:call) ? attribute[:default].call : attribute[:default]
    end

    def plain(value)
      case value
      when Record then value.to_h
      when Array then value.map { |each| plain(each) }
      else value
      end
    end
  end
end
