import type { Outcome } from '../diagnostics/outcome.ts';
import { readTextFile } from '../project/index.ts';
import { parseTemplate } from '../template/parse-template.ts';
import type { TaskTemplate } from '../template/task-template.ts';
import { refuseDefinition } from './definition/holds-definition.ts';
import type { CliIo } from './io.ts';

/** Reads the template that a command names. */
export function readTemplate(path: string, io: CliIo): Outcome<TaskTemplate> {
  refuseDefinition(path, io);
  const { value: source, diagnostics } = readTextFile(path, io.cwd);
  return source === undefined ? { diagnostics } : parseTemplate(source.text, path);
}
