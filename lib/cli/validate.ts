import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { toJson } from '../diagnostics/to-json.ts';
import { count } from '../diagnostics/wording.ts';
import { compileFiles } from '../project/index.ts';
import { ExitCode } from './exit-code.ts';
import type { CliIo } from './io.ts';
import { printJson } from './print-json.ts';
import { isRefused } from './is-refused.ts';
import { printDiagnostics } from './print-diagnostics.ts';
import type { ValidateFlags } from './validate-flags.ts';

/** Reports every mistake in the templates that the paths stand for. */
export async function validate(
  paths: readonly string[],
  { json, strict }: ValidateFlags,
  io: CliIo,
): Promise<ExitCode> {
  const { files, diagnostics } = compileFiles(paths, { from: io.cwd });
  if (json) {
    printJson(diagnostics.map(toJson), io);
  } else {
    printDiagnostics(diagnostics, io);
    io.stderr.write(summary(files.length, diagnostics) + '\n');
  }
  return isRefused(diagnostics, strict) ? ExitCode.failed : ExitCode.ok;
}

function summary(templates: number, diagnostics: readonly Diagnostic[]): string {
  const of = (severity: Diagnostic['severity']) => diagnostics.filter((each) => each.severity === severity).length;
  return [count(templates, 'template'), count(of('error'), 'error'), count(of('warning'), 'warning')].join(', ');
}
