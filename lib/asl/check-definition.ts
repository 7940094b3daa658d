import { defineDiagnostic } from '../diagnostics/diagnostic-kind.ts';
import { formatNumber } from '../diagnostics/wording.ts';
import { Limit } from '../states-language/limits.ts';
import type { Report } from '../diagnostics/report.ts';
import type { Span } from '../diagnostics/source.ts';
import type { Program } from '../flow/program.ts';
import type { Emitted } from './emit-program.ts';

/** A definition larger than Step Functions takes. */
export const definitionTooLarge = defineDiagnostic({
  code: 'definition-too-large',
  severity: 'error',
  message: ({ bytes, limit, atLeast }: { bytes: number; limit: number; exact: boolean; atLeast?: boolean }) =>
    `The state machine would have ${atLeast === true ? 'at least ' : ''}${formatNumber(bytes)} bytes; Step Functions allows ${formatNumber(limit)}.`,
  hint: ({ exact }) =>
    `Split the template in two, or shorten names and "initialization" values.${exact ? ' Without exact sync it would be smaller.' : ''}`,
});

/** What a step takes at least: its Task, and the Pass that records its failure. */
const LEAST_STEP_BYTES = 600;

/** Reports a program whose definition must be too large, by the number of its steps alone. */
export function isSurelyTooLarge({ main }: Program, where: Span, report: Report): boolean {
  const bytes = main.entries.size * LEAST_STEP_BYTES;
  if (bytes <= Limit.definitionBytes) return false;
  report(definitionTooLarge, where, {
    bytes,
    limit: Limit.definitionBytes,
    exact: main.hasRendezvous,
    atLeast: true,
  });
  return true;
}

/** Reports a definition that Step Functions would refuse for its size. `where` is the template's name. */
export function checkDefinition({ definitionBytes, hasRendezvous }: Emitted, where: Span, report: Report): void {
  if (definitionBytes <= Limit.definitionBytes) return;
  report(definitionTooLarge, where, {
    bytes: definitionBytes,
    limit: Limit.definitionBytes,
    exact: hasRendezvous,
  });
}
