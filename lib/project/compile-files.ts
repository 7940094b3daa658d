import { resolve } from 'node:path';
import type { CompiledWorkflow } from '../compile.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { findDuplicates } from '../template/find-duplicates.ts';
import { compileFile, type ProjectOptions } from './compile-file.ts';
import { findTemplates } from './find-templates.ts';

/** The templates of a project. */
export interface CompiledFiles {
  /** The files of the templates, each once, as the paths that were given spell them. */
  readonly files: readonly string[];
  /** Those templates with which nothing is wrong. */
  readonly workflows: readonly CompiledWorkflow[];
  /** What is wrong with the others, with the folders, and with templates that are the same one twice. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Compiles all templates that files and folders stand for, to be used side by side. */
export function compileFiles(paths: readonly string[], options: ProjectOptions): CompiledFiles {
  const { from } = options;
  const diagnostics: Diagnostic[] = [];
  const files = new Map<string, string>();
  for (const path of paths) {
    const found = findTemplates(path, from);
    diagnostics.push(...found.diagnostics);
    for (const file of found.files) files.set(resolve(from, file), file);
  }
  const workflows: CompiledWorkflow[] = [];
  for (const file of files.values()) {
    const compiled = compileFile(file, options);
    diagnostics.push(...(files.size > 1 ? withoutOthersSteps(compiled.diagnostics) : compiled.diagnostics));
    if (compiled.value !== undefined) workflows.push(compiled.value);
  }
  diagnostics.push(...findDuplicates(workflows.map(({ template }) => template)));
  return { files: [...files.values()], workflows, diagnostics };
}

/** Templates that share a file of durations need not have all of its steps. */
export function withoutOthersSteps(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return diagnostics.filter(({ code }) => code !== 'unknown-duration-step');
}
