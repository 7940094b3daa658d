import { resultShare } from '../contract/limits.ts';
import { defineDiagnostic } from '../diagnostics/diagnostic-kind.ts';
import { count, formatNumber } from '../diagnostics/wording.ts';
import { Limit } from '../states-language/limits.ts';
import type { Report } from '../diagnostics/report.ts';
import type { Span } from '../diagnostics/source.ts';
import type { Cost } from './cost.ts';
import type { Program } from './program.ts';

/**
 * If every step used every attempt, an execution would write more than the 25,000 history events that Step Functions allows, even
 * with the task split into several executions. The service would end it. Express executions have no such limit.
 *
 * **Fix:** lower `max_attempts`, or split the template.
 *
 * @example
 * ```json
 * {"events": 31000, "limit": 25000}
 * ```
 */
export const historyTooLong = defineDiagnostic({
  code: 'history-too-long',
  severity: 'error',
  message: ({ events, limit }: { events: number; limit: number }) =>
    `With every retry, an execution could write ${count(events, 'history event')}, even with the task split into several executions. Step Functions allows ${formatNumber(limit)}.`,
  hint: () => 'Lower "max_attempts", or split the template in two.',
});

/**
 * So many results share the 256 KiB of a state that each may have fewer than 400 bytes. Larger results are kept in S3,
 * and a reference takes their place.
 *
 * **Fix:** split the template, or accept the extra requests to S3.
 *
 * @example
 * ```json
 * {"steps": 600, "share": 380}
 * ```
 */
export const payloadTooCrowded = defineDiagnostic({
  code: 'payload-too-crowded',
  severity: 'warning',
  message: ({ steps, share }: { steps: number; share: number }) =>
    `${count(steps, 'step')} share the 256 KiB of a state. A result of more than ${count(share, 'byte')} is kept in S3.`,
  hint: () => 'Split the template in two, or accept the extra requests to S3.',
});

/** A result of fewer bytes than this is not worth passing on: even a reference to a parked one needs about as much. */
const LEAST_SHARE = 400;

/** Reports the quotas that a program would break. `where` is the template's name. */
export function checkProgram(
  { budget }: Program,
  { events }: Cost,
  where: Span,
  report: Report,
  limit: number = Limit.historyEvents,
): void {
  if (events > limit) report(historyTooLong, where, { events, limit });
  const share = resultShare(budget, 0);
  if (share < LEAST_SHARE) report(payloadTooCrowded, where, { steps: budget.steps, share });
}
