import { resolve } from 'node:path';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { makeDiagnostic } from '../../diagnostics/make-diagnostic.ts';
import type { Outcome } from '../../diagnostics/outcome.ts';
import { fileStart } from '../../diagnostics/source.ts';
import { isFolder, walkFolder } from '../../project/index.ts';
import type { CliIo } from '../io.ts';
import { DEFINITION_NAME, type DefinitionFile } from './definition-file.ts';
import { duplicateDefinition } from './diagnostics.ts';
import { judgeForRun } from './judge-definition.ts';
import { readDefinition } from './read-definition.ts';
import type { Substitutions } from './substitute.ts';

/** Reads the state machines that files and folders stand for, to be served side by side, and says what is wrong with them. */
export function readDefinitions(
  paths: readonly string[],
  values: Substitutions,
  isExpress: (name: string) => boolean,
  io: CliIo,
): Outcome<readonly DefinitionFile[]> {
  const diagnostics: Diagnostic[] = [];
  const byName = new Map<string, DefinitionFile>();
  for (const path of paths.flatMap((each) => filesOf(each, diagnostics, io))) {
    const read = readDefinition(path, values, io);
    diagnostics.push(...read.diagnostics);
    const { value: file } = read;
    if (file === undefined) continue;
    diagnostics.push(...judgeForRun(file, isExpress(file.name) ? 'EXPRESS' : 'STANDARD'));
    const other = byName.get(file.name);
    if (other === undefined) byName.set(file.name, file);
    else if (resolve(io.cwd, other.source.path) !== resolve(io.cwd, path)) diagnostics.push(conflict(other, file));
  }
  return { value: [...byName.values()], diagnostics };
}

function filesOf(path: string, diagnostics: Diagnostic[], { cwd }: CliIo): readonly string[] {
  if (!isFolder(path, cwd)) return [path];
  const walked = walkFolder(path, cwd, { isWanted: (name) => DEFINITION_NAME.test(name) });
  diagnostics.push(...walked.diagnostics);
  return walked.files;
}

function conflict(first: DefinitionFile, second: DefinitionFile): Diagnostic {
  const params = { name: second.name, first: first.source.path, second: second.source.path };
  return makeDiagnostic(duplicateDefinition, fileStart(second.source), params);
}
