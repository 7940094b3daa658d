import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { canonicalCallable } from '../../contract/callable.ts';
import { isJsonObject, type JsonObject } from '../../json.ts';
import { count } from '../../diagnostics/wording.ts';
import { findHandlers, handlerFinder, type Handlers, resolverOf } from '../../project/index.ts';
import type { DataObject, Step, TaskTemplate } from '../../template/task-template.ts';
import { exampleValue } from '../../schema/example-value.ts';
import { ExitCode } from '../exit-code.ts';
import type { CliIo } from '../io.ts';
import { printDiagnostics } from '../print-diagnostics.ts';
import { printInvalid, printJson } from '../print-json.ts';
import { readTemplate } from '../read-template.ts';
import { handlerFile, type HandlerFlags, handlerTestFile } from './handler-file.ts';
import { checkCallable } from './new-handler.ts';
import { HANDLERS, writeNewFiles } from './write-new-files.ts';

/** Writes the handlers that a template names and that are not there, each with a test. */
export async function newHandlersFor(path: string, flags: HandlerFlags, io: CliIo): Promise<ExitCode> {
  const { value: template, diagnostics } = readTemplate(path, io);
  printDiagnostics(diagnostics, io);
  const known = existsSync(resolve(io.cwd, HANDLERS))
    ? findHandlers(HANDLERS, io.cwd)
    : { value: new Map<string, never>(), diagnostics: [] };
  // What cannot be read may hold what seems to be missing.
  printDiagnostics(known.diagnostics, io);
  if (template === undefined || known.value === undefined) {
    if (flags.json) printInvalid([...diagnostics, ...known.diagnostics], io);
    return ExitCode.failed;
  }
  const missing = missingSteps(template, known.value, io);
  for (const { handler } of missing) checkCallable(handler.callable.value);
  const files = missing.flatMap((step) => filesFor(step, template, flags));
  await writeNewFiles(files, io, flags);
  if (flags.json) printJson({ files: files.map(({ path: written }) => written) }, io);
  const { value: name } = template.name;
  io.stderr.write(
    missing.length === 0
      ? `All handlers of ${name} are there already.\n`
      : `\n${count(missing.length, 'handler')} of ${name} written, with tests.\n`,
  );
  return ExitCode.ok;
}

/** The first step of each handler that is missing. Those of a resolver that a step names are its own affair. */
function missingSteps({ steps }: TaskTemplate, known: Handlers, { cwd }: CliIo): readonly Step[] {
  const { find } = handlerFinder(known, { dir: HANDLERS, from: cwd });
  const byCallable = new Map<string, Step>();
  for (const step of steps) {
    const callable = canonicalCallable(step.handler.callable.value);
    if (byCallable.has(callable) || resolverOf(step.handler) !== undefined) continue;
    if (find(step.handler) === undefined) byCallable.set(callable, step);
  }
  return [...byCallable.values()];
}

function filesFor(step: Step, { namespace, inputSchema, steps }: TaskTemplate, flags: HandlerFlags) {
  const callable = step.handler.callable.value;
  const result = step.resultSchema && exampleObject(step.resultSchema.value);
  const settings = { callable, namespace: namespace.value, ...(result !== undefined && { result }) };
  const dependencies = step.dependencies.map(({ value }) => {
    const schema = steps.find(({ name }) => name.value === value)?.resultSchema?.value;
    return [value, exampleObject(schema)] as const;
  });
  return [
    handlerFile(settings, flags),
    handlerTestFile(
      {
        ...settings,
        step: step.name.value,
        context: exampleObject(inputSchema?.value),
        results: Object.fromEntries(dependencies),
      },
      flags,
    ),
  ];
}

function exampleObject(schema: DataObject | undefined): JsonObject {
  const value = exampleValue({ type: 'object', ...schema });
  return isJsonObject(value) ? value : {};
}
