# frozen_string_literal: true

# Runs the tests of handlers: "ruby test/run.rb".

root = File.expand_path('..', __dir__)
$LOAD_PATH.unshift(File.join(root, 'lambdas'), File.join(root, 'node_modules', 'tasker-sfn', 'runtimes', 'ruby', 'lib'))
# The log of handlers would stand between the results.
ENV['LOG_LEVEL'] ||= 'FATAL'
Dir[File.join(__dir__, '**', 'test_*.rb')].sort.each { |file| require file }
