import { resolve } from 'node:path';
import type { CompiledWorkflow } from '../compile.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { makeDiagnostic } from '../diagnostics/make-diagnostic.ts';
import { hasErrors } from '../diagnostics/outcome.ts';
import { toJson } from '../diagnostics/to-json.ts';
import { count } from '../diagnostics/wording.ts';
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
  const compiled: CompiledWorkflow[] = [];
  for (const file of files.values()) {
    const outcome = await compileQuietly(file, {}, io);
    diagnostics.push(...outcome.diagnostics);
    if (outcome.value !== undefined) compiled.push(outcome.value);
  }
  diagnostics.push(...duplicates(compiled));

  if (json) {
    printJson(diagnostics.map(toJson), io);
  } else {
    printDiagnostics(diagnostics, io);
    io.stderr.write(summary(files.size, diagnostics) + '\n');
  }
  return hasErrors(diagnostics) ? ExitCode.failed : ExitCode.ok;
}

/** A task is known by namespace, name and version: two templates of one identity would replace each other. */
function duplicates(compiled: readonly CompiledWorkflow[]): Diagnostic[] {
  const seen = new Map<string, CompiledWorkflow['template']>();
  return compiled.flatMap(({ template }) => {
    const identity = `${template.namespace.value}/${template.name.value} ${template.version.value}`;
    const first = seen.get(identity);
    if (first === undefined) {
      seen.set(identity, template);
      return [];
    }
    const related = [{ message: 'The same template stands here.', span: first.name.span }];
    return [makeDiagnostic('duplicate-template', template.name.span, { identity, other: first.source.path }, related)];
  });
}

function summary(templates: number, diagnostics: readonly Diagnostic[]): string {
  const of = (severity: Diagnostic['severity']) => diagnostics.filter((each) => each.severity === severity).length;
  return [count(templates, 'template'), count(of('error'), 'error'), count(of('warning'), 'warning')].join(', ');
}
