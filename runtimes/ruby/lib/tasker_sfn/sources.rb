# frozen_string_literal: true

module TaskerSfn
  # Loads the project's files: those of handlers, and those of constants that nobody has required when they are first named.
  module Sources
    @files = {}
    @folder = '/'

    class << self
      # `files` is JSON that has the file of each constant, such as `Shop::Money`; where they are no whole paths, in a folder.
      def load_on_demand(folder = '/', files)
        @folder = folder
        JsonText.parse(files).each { |name, file| @files[name] = whole(file) }
        Module.prepend(OnDemand) unless Module.include?(OnDemand)
      end

      # Loads what a scope names; false where no file has it.
      def load_constant(scope, name)
        path = scope == Object || scope.name.nil? ? [] : scope.name.split('::')
        path.length.downto(0).any? do |count|
          full = [*path.first(count), name].join('::')
          file = @files[full]
          file && require(file)
        end
      end

      # A file by its whole path.
      def whole(file)
        File.expand_path(file, @folder)
      end

      # The gems of a project on this machine. Those that are not installed are missed where they are required.
      def use_gems(gemfile)
        require 'bundler'
        ENV['BUNDLE_GEMFILE'] = gemfile
        Bundler.setup
      rescue LoadError, StandardError
        nil
      end

      # The handler that a file has, by the name of its class, or by the one that it was made under.
      def handler(file, name)
        require whole(file)
        made = TaskerCore::StepHandler::Functional.made[name]
        return made if made

        Object.const_get(name)
      rescue NameError => e
        raise unless e.receiver.is_a?(Module) && name.split('::').include?(e.name.to_s)

        raise NameError, "#{file} has no handler \"#{name}\": #{e.message}"
      end
    end

    # Asks for the file of a constant before it is said to be missing.
    module OnDemand
      def const_missing(name)
        return super unless Sources.load_constant(self, name)

        path = self == Object || self.name.nil? ? [] : self.name.split('::')
        scopes = path.length.downto(0).map { |count| count.zero? ? Object : Object.const_get(path.first(count).join('::')) }
        found = scopes.find { |scope| scope.const_defined?(name, false) }
        found ? found.const_get(name, false) : super
      end
    end
  end
end
