import { defineDiagnostic } from '../diagnostics/diagnostic-kind.ts';
import { formatNumber } from '../diagnostics/wording.ts';
import type { Report } from '../diagnostics/report.ts';
import type { Span } from '../diagnostics/source.ts';
import { blocksOf, type Program } from '../flow/program.ts';
import type { Emitted } from './emit-program.ts';

/**
 * A state machine would be larger than the 1 MiB that Step Functions allows, even with the task split into several executions. Either a
 * single step is too large, or there are so many steps that not even their names fit. An Express state machine cannot be split: its
 * executions start no others for which they wait.
 *
 * **Fix:** split the template, or shorten names and `initialization` values; deploy an Express one as a Standard state machine.
 *
 * @example
 * ```json
 * {"bytes": 1300000, "limit": 1048576, "exact": false, "isExpress": false}
 * ```
 */
export const definitionTooLarge = defineDiagnostic({
  code: 'definition-too-large',
  severity: 'error',
  message: ({ bytes, limit, isExpress }: TooLarge) =>
    `A state machine would have ${formatNumber(bytes)} bytes, ${isExpress ? 'and an Express execution starts no others that it waits for' : 'even with the task split into several executions'}. Step Functions allows ${formatNumber(limit)}.`,
  hint: ({ exact, isExpress }) => {
    if (isExpress) return 'Deploy it as a Standard state machine, whose tasks are split into several executions.';
    return `Split the template in two, or shorten names and "initialization" values.${exact ? ' Without exact sync it would be smaller.' : ''}`;
  },
});

interface TooLarge {
  readonly bytes: number;
  readonly limit: number;
  readonly exact: boolean;
  readonly isExpress: boolean;
}

/** What a step takes at least: its Task, and the Pass that records its failure. */
const LEAST_STEP_BYTES = 600;
/** What it takes at least to wait at a rendezvous, and to tell somebody there. */
const LEAST_AWAIT_BYTES = 1200;
const LEAST_TELL_BYTES = 1500;

/** Whether a program's definition must be too large, by the numbers of its parts alone: then it is not printed to be measured. */
export function isSurelyTooLarge({ main }: Program, limit: number): boolean {
  const steps = main.entries.size * LEAST_STEP_BYTES;
  if (steps > limit || !main.hasRendezvous) return steps > limit;
  const meets = blocksOf(main.body).filter((block) => block.kind === 'meet');
  const waiting = meets.filter(({ awaits }) => awaits !== undefined).length;
  const told = meets.reduce((sum, { tells, tellsWhen }) => sum + (tellsWhen === 'settled' ? tells.length : 0), 0);
  return steps + waiting * LEAST_AWAIT_BYTES + told * LEAST_TELL_BYTES > limit;
}

/** Reports a definition that Step Functions would refuse for its size. `where` is the template's name. */
export function checkDefinition(
  { definitionBytes, hasRendezvous, children }: Emitted,
  { limit, isExpress }: { readonly limit: number; readonly isExpress: boolean },
  where: Span,
  report: Report,
): void {
  const bytes = children.reduce((most, child) => Math.max(most, child.definitionBytes), definitionBytes);
  if (bytes > limit) report(definitionTooLarge, where, { bytes, limit, exact: hasRendezvous, isExpress });
}
