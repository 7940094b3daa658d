import { join } from 'node:path';
import { wordsOf } from '../names.ts';
import type { SourceWriter } from '../source-writer.ts';
import { handlerFile, handlerTestFile } from './handler-file.ts';
import { runtimeFolder } from './runtime-folder.ts';
import { taskTypes } from './task-types.ts';

/** New code in Ruby. */
export const rubyWriter: SourceWriter = {
  title: 'Ruby',
  handlerFile,
  handlerTestFile,
  taskTypes: (task) => Promise.resolve(taskTypes(task)),
  // Beside the handlers, which require it.
  typesFile: (namespace, name) => `lambdas/${namespace}/${wordsOf(name).join('_')}_types.rb`,
  project: {
    folder: join(runtimeFolder(), 'scaffold'),
    test: 'ruby test/run.rb',
    ignored: ['.bundle', 'vendor'],
    setup: "- uses: ruby/setup-ruby@v1\n        with: { ruby-version: '3.4' }",
  },
};
