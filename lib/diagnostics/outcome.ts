import type { Diagnostic } from './diagnostic.ts';

/** What a phase makes of its input: a value when there is one, and everything there is to say about the input. */
export interface Outcome<T> {
  /** What came of the input; absent when there is an error. */
  readonly value?: T;
  /** Everything there is to say about the input, in the order of the file. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Whether any of the diagnostics is an error. */
export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((diagnostic) => diagnostic.severity === 'error');
}
