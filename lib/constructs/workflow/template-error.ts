import { inspect } from 'node:util';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { renderDiagnostic } from '../../diagnostics/render-diagnostic.ts';

/**
 * A template that cannot be deployed. Its message shows every mistake with the lines around it, and so does Node.js when
 * nobody catches it: there is no stack trace, since the mistake is in none of the places that one would name.
 */
export class TemplateError extends Error {
  /** Every mistake, with its code and its place. */
  declare readonly diagnostics: readonly Diagnostic[];

  constructor(diagnostics: readonly Diagnostic[]) {
    super(diagnostics.map((each) => renderDiagnostic(each)).join('\n\n'));
    this.stack = this.message;
    // Node.js prints what can be enumerated of an error that nobody catches: here, whole templates.
    Object.defineProperty(this, 'name', { value: 'TemplateError' });
    Object.defineProperty(this, 'diagnostics', { value: diagnostics });
  }

  /** What Node.js prints. */
  [inspect.custom](): string {
    return this.message;
  }
}
