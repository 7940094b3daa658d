import { defineDiagnostic } from '../diagnostics/diagnostic-kind.ts';
import { formatNumber } from '../diagnostics/wording.ts';
import { Limit } from '../states-language/limits.ts';
import type { Report } from '../diagnostics/report.ts';
import type { Span } from '../diagnostics/source.ts';
import type { Emitted } from './emit-program.ts';

/** A definition larger than Step Functions takes. */
export const definitionTooLarge = defineDiagnostic({
  code: 'definition-too-large',
  severity: 'error',
  message: ({ bytes, limit }: { bytes: number; limit: number; exact: boolean }) =>
    `The state machine would have ${formatNumber(bytes)} bytes; Step Functions allows ${formatNumber(limit)}.`,
  hint: ({ exact }) =>
    `Split the template in two, or shorten names and "initialization" values.${exact ? ' Without exact sync it would be smaller.' : ''}`,
});

/** Reports a definition that Step Functions would refuse for its size. `where` is the template's name. */
export function checkDefinition({ definitionBytes, hasRendezvous }: Emitted, where: Span, report: Report): void {
  if (definitionBytes <= Limit.definitionBytes) return;
  report(definitionTooLarge, where, {
    bytes: definitionBytes,
    limit: Limit.definitionBytes,
    exact: hasRendezvous,
  });
}
