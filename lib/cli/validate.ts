import { resolve } from 'node:path';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { hasErrors } from '../diagnostics/outcome.ts';
import { toJson } from '../diagnostics/to-json.ts';
import { count } from '../diagnostics/wording.ts';
import { findDuplicates } from '../template/find-duplicates.ts';
import type { TaskTemplate } from '../template/task-template.ts';
import { compileQuietly } from './compile-file.ts';
import { ExitCode } from './exit-code.ts';
import { findTemplates } from './files.ts';
import type { CliIo } from './io.ts';
import { printJson } from './print-json.ts';
import { printDiagnostics } from './print-diagnostics.ts';

/** Reports every mistake in the templates that the paths stand for. */
export async function validate(
  paths: readonly string[],
  { json = false }: { readonly json?: boolean },
  io: CliIo,
): Promise<ExitCode> {
  const diagnostics: Diagnostic[] = [];
  /** As the user wrote them, by absolute path: a file that is named twice is checked once. */
  const files = new Map<string, string>();
  for (const path of paths) {
    const found = await findTemplates(path, io);
    diagnostics.push(...found.diagnostics);
    found.value?.forEach((file) => files.set(resolve(io.cwd, file), file));
  }
  const templates: TaskTemplate[] = [];
  for (const file of files.values()) {
    const outcome = await compileQuietly(file, {}, io);
    diagnostics.push(...outcome.diagnostics);
    if (outcome.value !== undefined) templates.push(outcome.value.template);
  }
  diagnostics.push(...findDuplicates(templates));

  if (json) {
    printJson(diagnostics.map(toJson), io);
  } else {
    printDiagnostics(diagnostics, io);
    io.stderr.write(summary(files.size, diagnostics) + '\n');
  }
  return hasErrors(diagnostics) ? ExitCode.failed : ExitCode.ok;
}

function summary(templates: number, diagnostics: readonly Diagnostic[]): string {
  const of = (severity: Diagnostic['severity']) => diagnostics.filter((each) => each.severity === severity).length;
  return [count(templates, 'template'), count(of('error'), 'error'), count(of('warning'), 'warning')].join(', ');
}
