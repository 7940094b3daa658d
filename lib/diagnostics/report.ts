import type { Diagnostic } from './diagnostic.ts';
import type { DiagnosticKind } from './diagnostic-kind.ts';
import { makeDiagnostic } from './make-diagnostic.ts';
import type { Span } from './source.ts';

/** Says that something is wrong at a place; a missing or misspelt param is a compile error. */
export type Report = <P>(
  kind: DiagnosticKind<P>,
  span: Span,
  params: NoInfer<P>,
  related?: Diagnostic['related'],
) => void;

/** A {@link Report} and the list that it fills. */
export function collectReports(): { readonly report: Report; readonly diagnostics: Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  const report: Report = (kind, span, params, related) => {
    diagnostics.push(makeDiagnostic(kind, span, params, related));
  };
  return { report, diagnostics };
}
