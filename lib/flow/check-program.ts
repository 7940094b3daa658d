import { LEAST_REQUEST_BYTES, resultShare } from '../contract/limits.ts';
import { defineDiagnostic } from '../diagnostics/diagnostic-kind.ts';
import { count, formatNumber } from '../diagnostics/wording.ts';
import { Limit } from '../states-language/limits.ts';
import type { Report } from '../diagnostics/report.ts';
import type { Span } from '../diagnostics/source.ts';
import type { Cost } from './cost.ts';
import type { Program } from './program.ts';
import { stateSize } from './state-size.ts';

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
 * What the steps of a task leave meets in the 256 KiB of a state, the names of the steps included. Of so many steps, or of steps with such
 * long names, it does not fit even where no step returns anything. The task would end with `States.DataLimitExceeded`.
 *
 * **Fix:** split the template, or shorten the names of steps.
 *
 * @example
 * ```json
 * {"steps": 6500, "most": 5411}
 * ```
 */
export const tooManySteps = defineDiagnostic({
  code: 'too-many-steps',
  severity: 'error',
  message: ({ steps, most }: { steps: number; most: number }) =>
    `What ${count(steps, 'step')} leave does not fit the 256 KiB of a state, even where they return nothing. With names of this length, ${formatNumber(most)} ${most === 1 ? 'step fits' : 'steps fit'}.`,
  hint: () => 'Split the template in two, or shorten the names of the steps.',
});

/**
 * With exact sync, a step receives what its ancestors in other branches have left. Where each branch waits for steps of many others, so many
 * copies meet in the 256 KiB of a state that they do not fit even where no step returns anything.
 *
 * **Fix:** compile with barriers, which is the default, or split the template.
 *
 * @example
 * ```json
 * {"steps": 1000, "copies": 10844}
 * ```
 */
export const tooManyCopies = defineDiagnostic({
  code: 'too-many-copies',
  severity: 'error',
  message: ({ steps, copies }: { steps: number; copies: number }) =>
    `With exact sync, ${formatNumber(copies)} copies of what ${count(steps, 'step')} leave could meet in a state, since branches receive them from each other. They do not fit its 256 KiB.`,
  hint: () => 'Compile with barriers, which is the default, or split the template in two.',
});

/**
 * A result that is larger than its share of the 256 KiB of a state is kept in S3, and a reference takes its place. Of so many steps, or of
 * steps with such long names, not even the references fit beside each other. A task in which most results are small completes. One in which
 * most are larger than their share may end with `States.DataLimitExceeded`. References count as in an environment and a bucket with the
 * longest names.
 *
 * **Fix:** split the template, let steps return less, or shorten their names.
 *
 * @example
 * ```json
 * {"steps": 1400, "most": 794, "share": 121}
 * ```
 */
export const tooManyLargeResults = defineDiagnostic({
  code: 'too-many-large-results',
  severity: 'warning',
  message: ({ steps, most, share }: { steps: number; most: number; share: number }) =>
    `The results of ${count(steps, 'step')} fit the 256 KiB of a state while they have ${count(share, 'byte')} each on average. If all were large and kept in S3, the references to ${formatNumber(most)} would fit.`,
  hint: () => 'Split the template in two, or let most steps return little.',
});

/**
 * So many results share the 256 KiB of a state that each may have fewer than 400 bytes. Larger results may be kept in S3,
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
    `${count(steps, 'step')} share the 256 KiB of a state. A result of more than ${count(share, 'byte')} may be kept in S3.`,
  hint: () => 'Split the template in two, or accept the extra requests to S3.',
});

/** Where a share is smaller than this, many results are parked that are not large. */
const LEAST_SHARE = 400;

/** What a state holds in any case beside the entries: a small request, and where a function is called, what the step is. */
const LEAST_FIXED_BYTES = LEAST_REQUEST_BYTES + 2_048;

/** Reports the quotas that a program would break. `where` is the template's name. */
export function checkProgram(
  program: Program,
  { events }: Cost,
  where: Span,
  report: Report,
  limit: number = Limit.historyEvents,
): void {
  if (events > limit) report(historyTooLong, where, { events, limit });
  checkSize(program, where, report);
}

/** Reports entries that do not fit the state data, or not in all tasks. */
function checkSize(program: Program, where: Span, report: Report): void {
  const { steps } = program.budget;
  const { least, copies, parked, room } = stateSize(program);
  const fitting = (bytes: number, of: number) => Math.floor(steps * (Math.max(0, bytes) / of));
  const most = Limit.stateBytes - LEAST_FIXED_BYTES;
  if (least > most) return report(tooManySteps, where, { steps, most: fitting(most, least) });
  if (least + copies > most) return report(tooManyCopies, where, { steps, copies: program.copies });
  if (parked > room) {
    const share = Math.max(0, Math.floor((room - least) / steps));
    return report(tooManyLargeResults, where, { steps, most: fitting(room, parked), share });
  }
  const share = resultShare(program.budget, 0);
  if (share < LEAST_SHARE) report(payloadTooCrowded, where, { steps, share });
}
