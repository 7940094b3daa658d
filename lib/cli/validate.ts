import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { toJson } from '../diagnostics/to-json.ts';
import { count } from '../diagnostics/wording.ts';
import { compileFiles } from '../project/index.ts';
import { ExitCode } from './exit-code.ts';
import type { CliIo } from './io.ts';
import { printJson } from './print-json.ts';
import { isRefused } from './is-refused.ts';
import { printDiagnostics } from './print-diagnostics.ts';
import { readSubstitutions } from './definition/definition-flags.ts';
import { splitPaths } from './definition/split-paths.ts';
import type { ValidateFlags } from './validate-flags.ts';

/** Reports every mistake in the templates and state machines that the paths stand for. */
export async function validate(
  paths: readonly string[],
  { json, strict, substitute }: ValidateFlags,
  io: CliIo,
): Promise<ExitCode> {
  const { definitions, templates } = splitPaths(paths, io);
  const { files, diagnostics: ofTemplates } = compileFiles(templates, { from: io.cwd });
  const diagnostics = [...ofTemplates, ...(await judge(definitions, substitute, io))];
  if (json) {
    printJson(diagnostics.map(toJson), io);
  } else {
    printDiagnostics(diagnostics, io);
    io.stderr.write(summary(files.length, definitions.length, diagnostics) + '\n');
  }
  return isRefused(diagnostics, strict) ? ExitCode.failed : ExitCode.ok;
}

/** The judge of state machines is loaded only where there are any. */
async function judge(
  paths: readonly string[],
  substitute: ValidateFlags['substitute'],
  io: CliIo,
): Promise<readonly Diagnostic[]> {
  const values = readSubstitutions(substitute);
  if (paths.length === 0) return [];
  const { judgeDefinition } = await import('./definition/judge-definition.ts');
  const { readDefinition } = await import('./definition/read-definition.ts');
  return paths.flatMap((path) => {
    const { value, diagnostics } = readDefinition(path, values, io);
    // Placeholders are left for the deployment, so that they are no mistake here.
    return value === undefined ? diagnostics : [...diagnostics, ...judgeDefinition(value)];
  });
}

function summary(templates: number, machines: number, diagnostics: readonly Diagnostic[]): string {
  const of = (severity: Diagnostic['severity']) => diagnostics.filter((each) => each.severity === severity).length;
  return [
    ...(templates > 0 || machines === 0 ? [count(templates, 'template')] : []),
    ...(machines > 0 ? [count(machines, 'state machine')] : []),
    count(of('error'), 'error'),
    count(of('warning'), 'warning'),
  ].join(', ');
}
