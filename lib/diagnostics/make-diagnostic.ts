import type { Diagnostic } from './diagnostic.ts';
import type { DiagnosticKind } from './diagnostic-kind.ts';
import type { Span } from './source.ts';

/** A diagnostic of a kind, at a place. */
export function makeDiagnostic<P>(
  { code, severity, message, hint }: DiagnosticKind<P>,
  span: Span,
  params: NoInfer<P>,
  related: Diagnostic['related'] = [],
): Diagnostic {
  const diagnostic = { code, severity, message: message(params), span, related };
  const advice = hint?.(params);
  return advice === undefined ? diagnostic : { ...diagnostic, hint: advice };
}
