import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { CompiledWorkflow } from '../../compile.ts';
import { hasErrors, type Outcome } from '../../diagnostics/outcome.ts';
import { compileFiles } from '../../project/index.ts';
import type { CliIo } from '../io.ts';
import { projectOptions } from '../project-options.ts';
import { hostHandlers, type HostedHandlers } from './host-handlers.ts';
import type { LocalFlags } from './local-flags.ts';

/** Where templates are looked for when no folder is named. */
const TEMPLATES = 'templates';

/** The templates of a project, and the handlers that they name. */
export interface LoadedProject {
  readonly workflows: readonly CompiledWorkflow[];
  readonly handlers: HostedHandlers;
}

/** The files and folders of the templates that are served. */
export function templatePaths({ templates }: LocalFlags, { cwd }: CliIo): readonly string[] {
  return templates ?? (existsSync(resolve(cwd, TEMPLATES)) ? [TEMPLATES] : []);
}

/** Compiles the templates of a project and bundles their handlers. There is a value only when nothing is wrong with any. */
export function loadProject(flags: LocalFlags, io: CliIo): Outcome<LoadedProject> {
  const compiled = compileFiles(templatePaths(flags, io), projectOptions(flags, io));
  const { workflows } = compiled;
  // A project that has no templates yet is served all the same, unless a folder of them was asked for.
  const isNew = flags.templates === undefined;
  const diagnostics = compiled.diagnostics.filter(({ code }) => !(isNew && code === 'no-templates'));
  if (hasErrors(diagnostics)) return { diagnostics };
  const handlers = hostHandlers(workflows, flags, io);
  const all = [...diagnostics, ...handlers.diagnostics];
  return handlers.value === undefined
    ? { diagnostics: all }
    : { value: { workflows, handlers: handlers.value }, diagnostics: all };
}
