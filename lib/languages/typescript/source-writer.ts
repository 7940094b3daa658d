import type { SourceWriter } from '../source-writer.ts';
import { handlerFile, handlerTestFile } from './handler-file.ts';

/** New code in TypeScript. */
export const typescriptWriter: SourceWriter = {
  title: 'TypeScript',
  handlerFile,
  handlerTestFile,
  // What makes types of schemas takes long to load.
  taskTypes: async (task) => (await import('./task-types.ts')).taskTypes(task),
  typesFile: (namespace, name) => `types/${namespace}/${name}.ts`,
};
