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

/** The diagnostics without those that say the same of the same place. */
export function onePerPlace(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const keyOf = ({ code, span, message }: Diagnostic) => `${code} ${span.file.path} ${span.start} ${message}`;
  return [...new Map(diagnostics.map((each) => [keyOf(each), each])).values()];
}
