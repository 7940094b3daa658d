import { existsSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { wholeDefinition } from '../../asl/child-machines.ts';
import type { CompiledWorkflow } from '../../compile.ts';
import { recordedRuns, requestIn, type RecordedRun } from '../../console/recorded-runs.ts';
import type { RunSource } from '../../console/run-source.ts';
import { hasErrors } from '../../diagnostics/outcome.ts';
import { compileFiles } from '../../project/index.ts';
import type { StateMachine } from '../../states-language/types.ts';
import { readSubstitutions } from '../definition/definition-flags.ts';
import { readDefinitions } from '../definition/read-definitions.ts';
import { UsageError } from '../exit-code.ts';
import type { CliIo } from '../io.ts';
import { readHistory } from '../learn/history-file.ts';
import { printDiagnostics } from '../print-diagnostics.ts';
import type { ConsoleFlags } from './console-flags.ts';
import { fittingDefinition, type NamedDefinition } from './fitting-definition.ts';

/** Runs from files, and the templates that they ran. */
export interface RunsOfFiles {
  readonly source: RunSource;
  readonly workflows: readonly CompiledWorkflow[];
}

/**
 * Reads histories from files. What they ran is told by the templates, those of the project unless others are named, and by the definitions
 * of machines that run none.
 */
export function readRuns(
  files: readonly string[],
  flags: Pick<ConsoleFlags, 'templates' | 'definitions' | 'substitute'>,
  io: CliIo,
): RunsOfFiles {
  const folder = existsSync(resolve(io.cwd, 'templates')) ? ['templates'] : [];
  const { workflows, diagnostics } = compileFiles(flags.templates ?? folder, { from: io.cwd });
  printDiagnostics(diagnostics, io);
  const definitions = definitionsIn(flags, io);
  const runs = [...new Set(files)].map((file): RecordedRun => {
    const events = readHistory(file, io);
    const id = basename(file).replace(/\.json$/i, '');
    const request = requestIn(events);
    const workflow = findWorkflow(request, workflows);
    if (workflow !== undefined) return { id, definition: wholeDefinition(workflow), events };
    if (definitions.length === 0) throw noTemplate(file, request, workflows);
    const { name: machine, definition } = fittingDefinition(file, events, definitions);
    return { id, machine, definition, events };
  });
  const twice = runs.find(({ id }, index) => runs.findIndex((other) => other.id === id) !== index);
  if (twice !== undefined) {
    throw new UsageError(
      `Two histories are called "${twice.id}": rename one of the files, since its name is the run's.`,
    );
  }
  return { source: recordedRuns(runs), workflows };
}

function definitionsIn(
  { definitions: paths = [], substitute }: Pick<ConsoleFlags, 'definitions' | 'substitute'>,
  io: CliIo,
): readonly NamedDefinition[] {
  const { value = [], diagnostics } = readDefinitions(paths, readSubstitutions(substitute), () => false, io);
  printDiagnostics(diagnostics, io);
  if (hasErrors(diagnostics))
    throw new UsageError('What --definitions names must be valid: the histories are read by it.');
  return value.map(({ name, json }) => ({ name, definition: JSON.parse(json) as StateMachine }));
}

type NamedTemplate = ReturnType<typeof requestIn>;

function findWorkflow(
  { namespace = 'default', name, version = '1.0.0' }: NamedTemplate,
  workflows: readonly CompiledWorkflow[],
): CompiledWorkflow | undefined {
  return workflows.find(
    ({ template }) =>
      template.namespace.value === namespace && template.name.value === name && template.version.value === version,
  );
}

function noTemplate(
  file: string,
  { namespace = 'default', name, version = '1.0.0' }: NamedTemplate,
  workflows: readonly CompiledWorkflow[],
): UsageError {
  const wanted = name === undefined ? 'a task whose request names no template' : `"${namespace}/${name}" ${version}`;
  const known = workflows
    .map(({ template }) => `${template.namespace.value}/${template.name.value} ${template.version.value}`)
    .join(', ');
  return new UsageError(
    `The history "${file}" is of ${wanted}, and the template is needed to read it. ${
      known === '' ? 'There are no templates here' : `The templates are: ${known}`
    }; name its file or folder with --templates, or with --definitions the state machine in States Language that it is of.`,
  );
}
