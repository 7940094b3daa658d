/** A place in a source file; lines and columns count from 1. */
export interface SourceLocation {
  /** Absolute. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** What can be wrong with a handler's source. */
export type SourceProblem =
  /** The handler's name is computed, so that it cannot be known without running the code. */
  | { readonly kind: 'name-not-literal'; readonly handler: string; readonly location: SourceLocation }
  | { readonly kind: 'build-failed'; readonly reason: string; readonly location: SourceLocation };
