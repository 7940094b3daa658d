import type { DiagnosticCode, ParamsOf } from './catalogue.ts';
import type { Diagnostic } from './diagnostic.ts';
import { makeDiagnostic } from './make-diagnostic.ts';
import type { Span } from './source.ts';

/** Says that something is wrong at a place; a missing or misspelt param is a compile error. */
export type Report = <C extends DiagnosticCode>(
  code: C,
  span: Span,
  params: ParamsOf<C>,
  related?: Diagnostic['related'],
) => void;

/** A {@link Report} and the list that it fills. */
export function collectReports(): { readonly report: Report; readonly diagnostics: Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  const report: Report = (code, span, params, related) => {
    diagnostics.push(makeDiagnostic(code, span, params, related));
  };
  return { report, diagnostics };
}
