import { catalogue, type DiagnosticCode, type ParamsOf } from './catalogue.ts';
import type { CatalogueEntry } from './catalogue/entry.ts';
import type { Diagnostic } from './diagnostic.ts';
import type { Span } from './source.ts';

/** A diagnostic in the words of the catalogue. */
export function makeDiagnostic<C extends DiagnosticCode>(
  code: C,
  span: Span,
  params: ParamsOf<C>,
  related: Diagnostic['related'] = [],
): Diagnostic {
  const entry = catalogue[code] as CatalogueEntry<ParamsOf<C>>;
  const hint = entry.hint?.(params);
  const diagnostic = { code, severity: entry.severity, message: entry.message(params), span, related };
  return hint === undefined ? diagnostic : { ...diagnostic, hint };
}
