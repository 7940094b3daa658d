import { isFolder, walkFolder } from '../../project/index.ts';
import type { CliIo } from '../io.ts';
import { DEFINITION_NAME } from './definition-file.ts';
import { holdsDefinition } from './holds-definition.ts';

/** The state machines among the files that paths stand for, and what is left to be read as templates. */
export function splitPaths(
  paths: readonly string[],
  io: CliIo,
): { readonly definitions: readonly string[]; readonly templates: readonly string[] } {
  const definitions: string[] = [];
  const templates: string[] = [];
  for (const path of paths) {
    if (!isFolder(path, io.cwd)) {
      (holdsDefinition(path, io) ? definitions : templates).push(path);
      continue;
    }
    const isWanted = (name: string) => DEFINITION_NAME.test(name) || /\.ya?ml$/i.test(name);
    const { files } = walkFolder(path, io.cwd, { isWanted });
    const machines = files.filter((file) => holdsDefinition(file, io));
    definitions.push(...machines);
    // The folder as it is says what is wrong with it, such as that it holds nothing.
    if (machines.length === 0) templates.push(path);
    else templates.push(...files.filter((file) => !machines.includes(file)));
  }
  return { definitions, templates };
}
