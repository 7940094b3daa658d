import type { HandlerLanguage } from '../language.ts';
import { findersOf } from '../source-reader.ts';
import { bundleHandlers } from './bundle-handlers.ts';
import { rubyReader } from './run-ruby.ts';

const NOT_A_SOURCE = /^(?:test_.*|.*_test|.*_spec|spec_helper|rails_helper)\.rb$/;

/** Ruby, read by the user's own interpreter and bundled with the gems that its Gemfile.lock names. */
export const ruby: HandlerLanguage = {
  id: 'ruby',
  isSource: (name) => name.endsWith('.rb') && !NOT_A_SOURCE.test(name.replace(/^.*[\\/]/, '')),
  notEntered: ['vendor', '.bundle'],
  ...findersOf(rubyReader),
  bundleHandlers,
};
