import { attemptsOf, delaysOf } from '../../flow/retries.ts';
import type { CompiledWorkflow } from '../../compile.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { defineDiagnostic } from '../../diagnostics/diagnostic-kind.ts';
import { collectReports } from '../../diagnostics/report.ts';
import { count, formatNumber, quote } from '../../diagnostics/wording.ts';
import type { Step } from '../../template/task-template.ts';
import { timeoutSecondsOf } from '../functions/plan-functions.ts';

/** One attempt of a step may take longer than an Express execution. */
export const expressStepTooLong = defineDiagnostic({
  code: 'express-step-too-long',
  severity: 'error',
  message: ({ step, seconds, limit }: { step: string; seconds: number; limit: number }) =>
    `Step ${quote(step)} may take ${count(seconds, 'second')}, but an Express execution ends after ${formatNumber(limit)}.`,
  hint: ({ limit }) => `Write at most "timeout_seconds: ${limit}", or deploy the template as a Standard state machine.`,
});

/** The slowest run that succeeds takes longer than an Express execution. */
export const expressTaskTooLong = defineDiagnostic({
  code: 'express-task-too-long',
  severity: 'warning',
  message: ({ seconds, limit }: { seconds: number; limit: number }) =>
    `With every retry, a task could take ${count(seconds, 'second')}; an Express execution ends after ${formatNumber(limit)}.`,
  hint: () => 'Lower "timeout_seconds" and "max_attempts", or deploy the template as a Standard state machine.',
});

/** An Express execution ends after five minutes. */
const EXPRESS_SECONDS = 300;

/** What of the template an Express state machine cannot do, or may not. */
export function checkExpress({ template, plan }: CompiledWorkflow): readonly Diagnostic[] {
  const { report, diagnostics } = collectReports();
  for (const { name, timeoutSeconds } of template.steps) {
    if (timeoutSeconds !== undefined && timeoutSeconds.value > EXPRESS_SECONDS) {
      report(expressStepTooLong, timeoutSeconds.span, {
        step: name.value,
        seconds: timeoutSeconds.value,
        limit: EXPRESS_SECONDS,
      });
    }
  }
  const seconds = longestTask(template.steps, plan.dependencies);
  if (diagnostics.length === 0 && seconds > EXPRESS_SECONDS) {
    report(expressTaskTooLong, template.name.span, { seconds, limit: EXPRESS_SECONDS });
  }
  return diagnostics;
}

/** Seconds of the longest chain of steps, each timing out on every attempt but succeeding at the end of the last. */
function longestTask(steps: readonly Step[], dependencies: ReadonlyMap<string, readonly string[]>): number {
  const byName = new Map(steps.map((step) => [step.name.value, step]));
  const ends = new Map<string, number>();
  const endOf = (name: string): number => {
    const known = ends.get(name);
    if (known !== undefined) return known;
    const start = Math.max(0, ...(dependencies.get(name) ?? []).map(endOf));
    const end = start + longestStep(byName.get(name) as Step);
    ends.set(name, end);
    return end;
  };
  return Math.max(...steps.map((step) => endOf(step.name.value)));
}

function longestStep(step: Step): number {
  const waits = delaysOf(step.retry).reduce((sum, delay) => sum + delay, 0);
  return attemptsOf(step.retry) * timeoutSecondsOf(step) + waits;
}
