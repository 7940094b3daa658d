import type { LanguageId } from '../../languages/index.ts';
import { sourceWriters } from '../../languages/source-writers.ts';
import { coloursFor } from '../colours.ts';
import { ExitCode } from '../exit-code.ts';
import type { CliIo } from '../io.ts';
import { printDiagnostics } from '../print-diagnostics.ts';
import { printInvalid, printJson } from '../print-json.ts';
import { readTemplate } from '../read-template.ts';
import { type TextFlags, writeText } from '../write-output.ts';
import { typedTask } from './typed-task.ts';

/** How types are asked for. */
export interface TypesFlags extends TextFlags {
  readonly language: LanguageId;
}

/** Prints the types of a template file. */
export async function printTypes(path: string, flags: TypesFlags, io: CliIo): Promise<ExitCode> {
  const { value: template, diagnostics } = readTemplate(path, io);
  printDiagnostics(diagnostics, io);
  if (template === undefined) {
    if (flags.json) printInvalid(diagnostics, io);
    return ExitCode.failed;
  }
  let types: string;
  try {
    types = await sourceWriters[flags.language].taskTypes(typedTask(template));
  } catch (error) {
    const reason = (error as Error).message;
    io.stderr.write(`${path}: ${coloursFor(io.stderr, io).red('error')}: The schemas have no types: ${reason}\n`);
    if (flags.json) printJson({ status: 'INVALID', diagnostics: [], error: reason }, io);
    return ExitCode.failed;
  }
  writeText(types, flags, 'types', io);
  return ExitCode.ok;
}
