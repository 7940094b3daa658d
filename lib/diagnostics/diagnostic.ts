import type { Span } from './source.ts';

/** An error stops: nothing is made of the template. A warning does not. */
export type Severity = 'error' | 'warning';

/** A mistake in a template, or something worth a warning: what, where, and how to fix it. */
export interface Diagnostic {
  /** Kebab-case; the same name as the rule and the heading in docs/reference/diagnostics.md. */
  readonly code: string;
  /** Whether it keeps the template from being used. */
  readonly severity: Severity;
  /** One sentence: what is wrong, the value given, what is allowed. */
  readonly message: string;
  /** Where the mistake is. */
  readonly span: Span;
  /** Second places that help to understand the first. */
  readonly related: readonly {
    /** What the place has to do with the mistake. */
    readonly message: string;
    /** The place. */
    readonly span: Span;
  }[];
  /** What to change. */
  readonly hint?: string;
}
