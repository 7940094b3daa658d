import type { Severity } from './diagnostic.ts';

/** One kind of diagnostic: how grave it is and what it says, made from the params of the case at hand. */
export interface DiagnosticKind<P> {
  /** Kebab-case; explained under this name in docs/reference/diagnostics.md. */
  readonly code: string;
  readonly severity: Severity;
  /** One sentence: what is wrong, the value given, what is allowed. Users' values stand in it by `quote`. */
  readonly message: (params: P) => string;
  /** What to change. */
  readonly hint?: (params: P) => string | undefined;
}

/** Params of a kind whose message is always the same. */
export type NoParams = Readonly<Record<never, never>>;

/**
 * A kind of diagnostic; what its message takes apart are the params that a report must give. The doc comment of a kind is its
 * section of docs/reference/diagnostics.md: its meaning, a `**Fix:**`, and an `@example`, a template in YAML or params in JSON.
 */
export function defineDiagnostic<P = NoParams>(kind: DiagnosticKind<P>): DiagnosticKind<P> {
  return kind;
}
