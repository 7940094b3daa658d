import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { renderDiagnostic } from '../../diagnostics/render-diagnostic.ts';

/**
 * A template that cannot be deployed. Its message shows every mistake with the lines around it. It has no stack trace: the
 * mistake is in none of the places that one would name.
 */
export class TemplateError extends Error {
  /** Every mistake, with its code and its place. */
  readonly diagnostics: readonly Diagnostic[];

  constructor(diagnostics: readonly Diagnostic[]) {
    super(diagnostics.map((each) => renderDiagnostic(each)).join('\n\n'));
    this.name = 'TemplateError';
    this.diagnostics = diagnostics;
    this.stack = this.message;
  }
}
