import { longestTask } from '../../flow/longest-task.ts';
import { Limit } from '../../states-language/limits.ts';
import type { CompiledWorkflow } from '../../compile.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { defineDiagnostic } from '../../diagnostics/diagnostic-kind.ts';
import { collectReports } from '../../diagnostics/report.ts';
import { count, formatNumber, quote } from '../../diagnostics/wording.ts';

/**
 * The template is deployed as an Express state machine, whose executions end after five minutes, and a step's
 * `timeout_seconds` alone is longer.
 *
 * **Fix:** lower `timeout_seconds`, or deploy a Standard state machine.
 *
 * @example
 * ```json
 * {"step": "export", "seconds": 600, "limit": 300}
 * ```
 */
export const expressStepTooLong = defineDiagnostic({
  code: 'express-step-too-long',
  severity: 'error',
  message: ({ step, seconds, limit }: { step: string; seconds: number; limit: number }) =>
    `Step ${quote(step)} may take ${count(seconds, 'second')}, but an Express execution ends after ${formatNumber(limit)}.`,
  hint: ({ limit }) => `Write at most "timeout_seconds: ${limit}", or deploy the template as a Standard state machine.`,
});

/**
 * If every step used all its time and attempts, a task could take longer than the five minutes of an Express
 * execution.
 *
 * **Fix:** lower `timeout_seconds` and `max_attempts`, or deploy a Standard state machine.
 *
 * @example
 * ```json
 * {"seconds": 420, "limit": 300}
 * ```
 */
export const expressTaskTooLong = defineDiagnostic({
  code: 'express-task-too-long',
  severity: 'warning',
  message: ({ seconds, limit }: { seconds: number; limit: number }) =>
    `With every retry, a task could take ${count(seconds, 'second')}; an Express execution ends after ${formatNumber(limit)}.`,
  hint: () => 'Lower "timeout_seconds" and "max_attempts", or deploy the template as a Standard state machine.',
});

/** What of the template an Express state machine cannot do, or may not. */
export function checkExpress({ template, plan }: CompiledWorkflow): readonly Diagnostic[] {
  const { report, diagnostics } = collectReports();
  for (const { name, timeoutSeconds } of template.steps) {
    if (timeoutSeconds !== undefined && timeoutSeconds.value > Limit.expressSeconds) {
      report(expressStepTooLong, timeoutSeconds.span, {
        step: name.value,
        seconds: timeoutSeconds.value,
        limit: Limit.expressSeconds,
      });
    }
  }
  const seconds = longestTask(plan);
  if (diagnostics.length === 0 && seconds > Limit.expressSeconds) {
    report(expressTaskTooLong, template.name.span, { seconds, limit: Limit.expressSeconds });
  }
  return diagnostics;
}
