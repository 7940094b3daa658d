import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { toJson } from '../diagnostics/to-json.ts';
import type { CliIo } from './io.ts';

/** Prints the one JSON document of a command, on stdout. */
export function printJson(value: unknown, io: CliIo): void {
  io.stdout.write(JSON.stringify(value, null, 2) + '\n');
}

/** Prints, in place of the document that was asked for, why there is none. */
export function printInvalid(diagnostics: readonly Diagnostic[], io: CliIo): void {
  printJson({ status: 'INVALID', diagnostics: diagnostics.map(toJson) }, io);
}
