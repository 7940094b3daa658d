import { join } from 'node:path';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { makeDiagnostic } from '../../diagnostics/make-diagnostic.ts';
import { hasErrors } from '../../diagnostics/outcome.ts';
import { toJson } from '../../diagnostics/to-json.ts';
import { count } from '../../diagnostics/wording.ts';
import { readTextFile } from '../../project/index.ts';
import type { StateMachine } from '../../states-language/types.ts';
import { judgeDefinition } from '../definition/judge-definition.ts';
import { locatorOf } from '../definition/locate.ts';
import { readDefinition } from '../definition/read-definition.ts';
import { isDefinition, type DefinitionFile } from '../definition/definition-file.ts';
import { ExitCode, UsageError } from '../exit-code.ts';
import type { CliIo } from '../io.ts';
import { pascalCase, wordsOf } from '../../languages/names.ts';
import { HANDLERS, writeNewFiles } from '../new/write-new-files.ts';
import { printDiagnostics } from '../print-diagnostics.ts';
import { printInvalid, printJson } from '../print-json.ts';
import { importRefused, notImported } from './diagnostics.ts';
import { handlersText, type NamedStep } from './handlers-text.ts';
import { importMachine, type ImportedMachine } from './import-machine.ts';
import { ImportRefused } from './problem.ts';
import { readServerless } from './read-serverless.ts';
import { templateYaml } from './template-text.ts';

/** How an import is asked for. */
export interface ImportFlags {
  readonly from: string;
  readonly machine?: string | undefined;
  readonly json?: boolean | undefined;
}

/** What an import reads: the machine, and how to find a place of it in its file. */
interface Origin {
  readonly file: DefinitionFile;
  /** Where the machine stands in the file. */
  readonly prefix: string;
}

/** Writes a template, and its handlers, that do what a state machine does; and tells what of it they do not. */
export async function newTemplateFrom(
  target: { readonly namespace: string; readonly name: string },
  flags: ImportFlags,
  io: CliIo,
): Promise<ExitCode> {
  const { value: origin, diagnostics } = readOrigin(flags, io);
  const found =
    origin === undefined || origin.prefix !== '' ? diagnostics : [...diagnostics, ...judgeDefinition(origin.file)];
  if (origin === undefined || hasErrors(found)) return refuse(found, flags, io);
  const placeOf = locatorOf(origin.file.source);
  const machine = JSON.parse(origin.file.json) as StateMachine;
  let imported: ImportedMachine;
  try {
    imported = importMachine(machine);
  } catch (error) {
    if (!(error instanceof ImportRefused)) throw error;
    const { location, message, hint } = error.problem;
    return refuse([makeDiagnostic(importRefused, placeOf(origin.prefix + location), { message, hint })], flags, io);
  }
  const lost = imported.problems.map(({ location, message, hint }) =>
    makeDiagnostic(notImported, placeOf(origin.prefix + location), { message, hint }),
  );
  await write(target, machine, imported, lost, flags, io);
  return ExitCode.ok;
}

async function write(
  { namespace, name }: { readonly namespace: string; readonly name: string },
  machine: StateMachine,
  { steps }: ImportedMachine,
  lost: readonly Diagnostic[],
  flags: ImportFlags,
  io: CliIo,
): Promise<void> {
  const named = nameHandlers(`${pascalCase(namespace)}::${pascalCase(name)}`, steps);
  const path = join('templates', namespace, `${name}.yaml`);
  const handlers = join(HANDLERS, namespace, `${wordsOf(name).join('-')}.ts`);
  const text = templateYaml({
    namespace,
    name,
    steps: named,
    ...(machine.Comment !== undefined && { description: machine.Comment }),
    ...(machine.TimeoutSeconds !== undefined && { timeoutSeconds: machine.TimeoutSeconds }),
  });
  await writeNewFiles(
    [
      { path, text },
      { path: handlers, text: handlersText(named, flags.from) },
    ],
    io,
    flags,
  );
  printDiagnostics(lost, io);
  if (flags.json) {
    const status = lost.length === 0 ? 'WHOLE' : 'IN_PART';
    printJson(
      { status, files: [path, handlers], steps: named.map((step) => step.name), notImported: lost.map(toJson) },
      io,
    );
  }
  const rest = lost.length === 0 ? 'Nothing is missing' : `${count(lost.length, 'thing')} could not be carried over`;
  io.stderr.write(
    `\n${count(named.length, 'step')}. ${rest}. Next, write the work of the handlers, and run it:\n  npx tasker-sfn run ${path}\n`,
  );
}

/** Handlers are named after their steps, and after the template: two machines of a project may have states of one name. */
function nameHandlers(prefix: string, steps: ImportedMachine['steps']): readonly NamedStep[] {
  const taken = new Set<string>(['StepHandler', 'DecisionHandler', 'BatchableStepHandler']);
  return steps.map((step) => {
    const base = pascalCase(step.name).replace(/^(?=\d)/, 'Step') || 'Step';
    let className = `${base}Handler`;
    for (let number = 2; taken.has(className); number++) className = `${base}${number}Handler`;
    taken.add(className);
    return { ...step, className, callable: `${prefix}::${className}` };
  });
}

function readOrigin(
  { from, machine }: ImportFlags,
  io: CliIo,
): { readonly value?: Origin; readonly diagnostics: readonly Diagnostic[] } {
  const { value: source, diagnostics } = readTextFile(from, io.cwd);
  if (source === undefined) return { diagnostics };
  if (!/^stepFunctions\s*:/m.test(source.text)) {
    if (/^steps\s*:/m.test(source.text) && !isDefinition(from, source.text))
      throw new UsageError(`"${from}" is a template already. --from takes a state machine, or a serverless.yml.`);
    if (machine !== undefined)
      throw new UsageError(`"${from}" has no "stepFunctions", so --machine names nothing in it. Leave --machine out.`);
    return definitionIn(from, io);
  }
  const found = readServerless(source.text, from, machine, io.cwd);
  if (found.file !== undefined) return definitionIn(found.file, io);
  const file = { name: found.key, source, json: JSON.stringify(found.definition) };
  return { value: { file, prefix: found.location ?? '' }, diagnostics: [] };
}

function definitionIn(path: string, io: CliIo) {
  const { value, diagnostics } = readDefinition(path, new Map(), io);
  return { ...(value !== undefined && { value: { file: value, prefix: '' } }), diagnostics };
}

function refuse(diagnostics: readonly Diagnostic[], { json }: ImportFlags, io: CliIo): ExitCode {
  printDiagnostics(diagnostics, io);
  if (json) printInvalid(diagnostics, io);
  return ExitCode.failed;
}
