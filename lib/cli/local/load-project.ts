import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { CompiledWorkflow } from '../../compile.ts';
import { hasErrors, onePerPlace, type Outcome } from '../../diagnostics/outcome.ts';
import { compileFiles } from '../../project/index.ts';
import type { DefinitionFile } from '../definition/definition-file.ts';
import { readSubstitutions } from '../definition/definition-flags.ts';
import { readDefinitions } from '../definition/read-definitions.ts';
import { UsageError } from '../exit-code.ts';
import type { CliIo } from '../io.ts';
import { projectOptions } from '../project-options.ts';
import { hostFunctions } from './host-functions.ts';
import { hostHandlers, type HostedHandlers } from './host-handlers.ts';
import type { LocalFlags } from './local-flags.ts';

/** Where templates are looked for when no folder is named. */
const TEMPLATES = 'templates';

/** The templates of a project with the handlers that they name, and its state machines with its plain functions. */
export interface LoadedProject {
  readonly workflows: readonly CompiledWorkflow[];
  readonly machines: readonly GivenMachine[];
  readonly handlers: HostedHandlers;
}

/** A state machine as it is to be created. */
export interface GivenMachine extends DefinitionFile {
  readonly type: 'STANDARD' | 'EXPRESS';
}

function templatePaths({ templates }: LocalFlags, { cwd }: CliIo): readonly string[] {
  return templates ?? (existsSync(resolve(cwd, TEMPLATES)) ? [TEMPLATES] : []);
}

/** The files and folders that are served, of templates and of state machines. */
export function servedPaths(flags: LocalFlags, io: CliIo): readonly string[] {
  return [...templatePaths(flags, io), ...(flags.definitions ?? [])];
}

/** Compiles the templates of a project and bundles their handlers. There is a value only when nothing is wrong with any. */
export function loadProject(flags: LocalFlags, io: CliIo): Outcome<LoadedProject> {
  const compiled = compileFiles(templatePaths(flags, io), projectOptions(flags, io));
  const { workflows } = compiled;
  // A project that has no templates yet is served all the same, unless a folder of them was asked for.
  const isNew = flags.templates === undefined;
  const diagnostics = compiled.diagnostics.filter(({ code }) => !(isNew && code === 'no-templates'));
  const machines = readMachines(flags, io);
  const found = [...diagnostics, ...machines.diagnostics];
  if (hasErrors(found)) return { diagnostics: found };
  const handlers = hostHandlers(workflows, flags, io);
  const plain = hostFunctions(flags, io);
  // Both are looked for in the same folder.
  const all = [...found, ...onePerPlace([...handlers.diagnostics, ...plain.diagnostics])];
  if (handlers.value === undefined || plain.value === undefined) return { diagnostics: all };
  // A step handler goes before a plain function of its name.
  const functions = new Map([...plain.value.functions, ...handlers.value.functions]);
  const sources = [...handlers.value.sources, ...plain.value.sources];
  return {
    value: {
      workflows: handlers.value.workflows,
      machines: machines.value ?? [],
      handlers: { ...handlers.value, functions, sources },
    },
    diagnostics: all,
  };
}

/** The state machines that the flags name; nothing when one of them cannot be served. */
function readMachines({ definitions = [], express = [], substitute }: LocalFlags, io: CliIo): Outcome<GivenMachine[]> {
  const isExpress = (name: string) => express.includes(name);
  const { value = [], diagnostics } = readDefinitions(definitions, readSubstitutions(substitute), isExpress, io);
  const unknown = express.find((name) => value.every((file) => file.name !== name));
  if (unknown !== undefined) {
    throw new UsageError(`--express names "${unknown}", which is not a machine of --definitions.`);
  }
  if (hasErrors(diagnostics)) return { diagnostics };
  return {
    value: value.map((file) => ({ ...file, type: isExpress(file.name) ? 'EXPRESS' : 'STANDARD' })),
    diagnostics,
  };
}
