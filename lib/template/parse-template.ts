import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { hasErrors, type Outcome } from '../diagnostics/outcome.ts';
import { collectReports } from '../diagnostics/report.ts';
import type { SourceFile } from '../diagnostics/source.ts';
import { readTemplate } from './shape/read-template.ts';
import type { TaskTemplate } from './task-template.ts';
import { validateTemplate } from './validate-template.ts';
import { readYaml } from './yaml/read-yaml.ts';

/**
 * Reads a Tasker task template: its YAML, its shape and its rules. All mistakes of the file come at once, in the order of
 * the text. There is a value when none of them is an error.
 *
 * @param path the name under which mistakes are reported.
 * @example
 * ```ts
 * import { parseTemplate } from './parse-template.ts';
 * const { value, diagnostics } = parseTemplate('name: hello', 'hello.yaml');
 * console.log(value, diagnostics.length); // undefined 3
 * ```
 */
export function parseTemplate(text: string, path: string): Outcome<TaskTemplate> {
  const source: SourceFile = { path, text };
  const yaml = readYaml(source);
  if (yaml.value === undefined) return { diagnostics: inFileOrder(yaml.diagnostics) };

  const { report, diagnostics } = collectReports();
  const draft = readTemplate(yaml.value, source, report);
  validateTemplate(draft, report);

  const all = inFileOrder([...yaml.diagnostics, ...diagnostics]);
  return hasErrors(all) ? { diagnostics: all } : { value: draft.template, diagnostics: all };
}

/** A template as far as it can be read, whatever is wrong with it: for editors. Nothing when it is no mapping of YAML. */
export function draftTemplate(text: string, path: string): TaskTemplate | undefined {
  const source: SourceFile = { path, text };
  const { value } = readYaml(source);
  return value && readTemplate(value, source, collectReports().report).template;
}

/** Sorted by place, each once: what an alias repeats is read once for each use, and is still one mistake. */
function inFileOrder(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const distinct = new Map(diagnostics.map((d) => [`${d.span.start} ${d.span.end} ${d.code} ${d.message}`, d]));
  return [...distinct.values()].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
}
