import { existsSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { wholeDefinition } from '../../asl/child-machines.ts';
import type { CompiledWorkflow } from '../../compile.ts';
import { recordedRuns, requestIn, type RecordedRun } from '../../console/recorded-runs.ts';
import type { RunSource } from '../../console/run-source.ts';
import { compileFiles } from '../../project/index.ts';
import { UsageError } from '../exit-code.ts';
import type { CliIo } from '../io.ts';
import { readHistory } from '../learn/history-file.ts';
import { printDiagnostics } from '../print-diagnostics.ts';

/** Runs from files, and the templates that they ran. */
export interface RunsOfFiles {
  readonly source: RunSource;
  readonly workflows: readonly CompiledWorkflow[];
}

/** Reads histories from files. What they ran is told by the templates: those of the project, unless others are named. */
export function readRuns(files: readonly string[], paths: readonly string[] | undefined, io: CliIo): RunsOfFiles {
  const folder = existsSync(resolve(io.cwd, 'templates')) ? ['templates'] : [];
  const { workflows, diagnostics } = compileFiles(paths ?? folder, { from: io.cwd });
  printDiagnostics(diagnostics, io);
  const runs = [...new Set(files)].map((file): RecordedRun => {
    const events = readHistory(file, io);
    const workflow = findWorkflow(file, requestIn(events), workflows);
    return { id: basename(file).replace(/\.json$/i, ''), definition: wholeDefinition(workflow), events };
  });
  const twice = runs.find(({ id }, index) => runs.findIndex((other) => other.id === id) !== index);
  if (twice !== undefined) {
    throw new UsageError(
      `Two histories are called "${twice.id}": rename one of the files, since its name is the run's.`,
    );
  }
  return { source: recordedRuns(runs), workflows };
}

function findWorkflow(
  file: string,
  { namespace = 'default', name, version = '1.0.0' }: ReturnType<typeof requestIn>,
  workflows: readonly CompiledWorkflow[],
): CompiledWorkflow {
  const matching = workflows.filter(({ template }) => template.name.value === name);
  const found = matching.find(
    ({ template }) => template.namespace.value === namespace && template.version.value === version,
  );
  if (found !== undefined) return found;
  const wanted = name === undefined ? 'a task whose request names no template' : `"${namespace}/${name}" ${version}`;
  const known = workflows
    .map(({ template }) => `${template.namespace.value}/${template.name.value} ${template.version.value}`)
    .join(', ');
  throw new UsageError(
    `The history "${file}" is of ${wanted}, and the template is needed to read it. ${
      known === '' ? 'There are no templates here' : `The templates are: ${known}`
    }; name its file or folder with --templates.`,
  );
}
