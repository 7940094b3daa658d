import { isFile, readTextFile } from '../../project/index.ts';
import { UsageError } from '../exit-code.ts';
import type { CliIo } from '../io.ts';
import { isDefinition } from './definition-file.ts';

/** Whether a file holds a state machine. What cannot be read twice, such as a pipe, is taken for a template. */
export function holdsDefinition(path: string, { cwd }: Pick<CliIo, 'cwd'>): boolean {
  if (!isFile(path, cwd)) return false;
  const { value } = readTextFile(path, cwd);
  return value !== undefined && isDefinition(path, value.text);
}

/** A state machine is nothing for commands that work with templates alone. */
export function refuseDefinition(path: string, io: CliIo): void {
  if (!holdsDefinition(path, io)) return;
  throw new UsageError(
    `"${path}" is a state machine, not a template. What can be done with it: validate, graph, run, replay, local --definitions, new template --from.`,
  );
}
