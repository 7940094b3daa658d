import { resultShare } from '../contract/limits.ts';
import { defineDiagnostic } from '../diagnostics/diagnostic-kind.ts';
import { count, formatNumber } from '../diagnostics/wording.ts';
import { Limit } from '../states-language/limits.ts';
import type { Report } from '../diagnostics/report.ts';
import type { Span } from '../diagnostics/source.ts';
import type { Cost } from './cost.ts';
import type { Program } from './program.ts';

/** More events than Step Functions keeps of an execution. */
export const historyTooLong = defineDiagnostic({
  code: 'history-too-long',
  severity: 'error',
  message: ({ events, limit }: { events: number; limit: number }) =>
    `With every retry, an execution could write ${count(events, 'history event')}, however the task is split into several; Step Functions allows ${formatNumber(limit)}.`,
  hint: () => 'Lower "max_attempts", or split the template in two.',
});

/** More steps than can pass results of a useful size. */
export const payloadTooCrowded = defineDiagnostic({
  code: 'payload-too-crowded',
  severity: 'warning',
  message: ({ steps, share }: { steps: number; share: number }) =>
    `${count(steps, 'step')} share the 256 KiB of a state: a result of more than ${count(share, 'byte')} must be kept elsewhere.`,
  hint: () => 'Split the template in two, or have S3 keep the results.',
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
