import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { renderDiagnostic } from '../diagnostics/render-diagnostic.ts';
import { coloursFor } from './colours.ts';
import type { CliIo } from './io.ts';

/** Prints diagnostics as people read them, on stderr. */
export function printDiagnostics(diagnostics: readonly Diagnostic[], io: CliIo): void {
  const colours = coloursFor(io.stderr, io);
  for (const diagnostic of diagnostics) io.stderr.write(renderDiagnostic(diagnostic, colours) + '\n\n');
}
