import { join } from 'node:path';
import { wordsOf } from '../names.ts';
import type { SourceWriter } from '../source-writer.ts';
import { handlerFile, handlerTestFile } from './handler-file.ts';
import { runtimeFolder } from './runtime-folder.ts';
import { taskTypes } from './task-types.ts';

/** New code in Python. */
export const pythonWriter: SourceWriter = {
  title: 'Python',
  handlerFile,
  handlerTestFile,
  taskTypes: (task) => Promise.resolve(taskTypes(task)),
  // Beside the handlers, which import it: a package "types" is Python's own.
  typesFile: (namespace, name) => `lambdas/${namespace}/${wordsOf(name).join('_')}_types.py`,
  project: {
    folder: join(runtimeFolder(), 'scaffold'),
    test: 'python3 test/run.py',
    ignored: ['__pycache__', '.venv'],
    setup: "- uses: actions/setup-python@v5\n        with: { python-version: '3.13' }",
  },
};
