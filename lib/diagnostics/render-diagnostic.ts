import { codeFrame } from './code-frame.ts';
import type { Diagnostic } from './diagnostic.ts';
import { type Painter, plainPainter } from './painter.ts';
import { positionOf } from './position.ts';
import type { Span } from './source.ts';

/**
 * A diagnostic as a person reads it: place, code and message, the line in question, related places, and what to change.
 * The text ends without a line break.
 *
 * @example
 * ```text
 * orders.yaml:12:9: error[unknown-dependency]: Step "ship" depends on "pakc", but there is no such step.
 *    |
 * 12 |       - pakc
 *    |         ^^^^
 *   hint: Did you mean "pack"?
 * ```
 */
export function renderDiagnostic(diagnostic: Diagnostic, painter: Painter = plainPainter): string {
  const { code, severity, message, span, related, hint } = diagnostic;
  const paint = severity === 'error' ? painter.red : painter.yellow;
  const parts = [
    place(span, `${paint(`${severity}[${code}]`)}: ${painter.bold(message)}`),
    codeFrame(span, paint, painter),
  ];
  for (const note of related) {
    parts.push(
      place(note.span, `${painter.cyan('note')}: ${note.message}`),
      codeFrame(note.span, painter.cyan, painter),
    );
  }
  if (hint !== undefined) parts.push(`  ${painter.cyan('hint')}: ${hint}`);
  return parts.filter((part) => part !== '').join('\n');
}

function place({ file, start }: Span, text: string): string {
  const { line, column } = positionOf(file, start);
  return `${file.path}:${line}:${column}: ${text}`;
}
