import type { Diagnostic, Severity } from './diagnostic.ts';
import { positionOf } from './position.ts';
import type { Span } from './source.ts';

/** A place in a file, for programs. Lines and columns count from 1; the end column is the one after the last character. */
export interface PlaceJson {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** A diagnostic for programs: what `validate --json` prints. */
export interface DiagnosticJson extends PlaceJson {
  readonly severity: Severity;
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
  /** Second places; absent when there are none. */
  readonly related?: readonly (PlaceJson & { readonly message: string })[];
}

/** The diagnostic in the form that programs read. */
export function toJson({ severity, code, message, span, related, hint }: Diagnostic): DiagnosticJson {
  return {
    ...placeOf(span),
    severity,
    code,
    message,
    ...(hint !== undefined && { hint }),
    ...(related.length > 0 && { related: related.map((note) => ({ ...placeOf(note.span), message: note.message })) }),
  };
}

function placeOf({ file, start, end }: Span): PlaceJson {
  const from = positionOf(file, start);
  const to = positionOf(file, end);
  return { file: file.path, line: from.line, column: from.column, endLine: to.line, endColumn: to.column };
}
