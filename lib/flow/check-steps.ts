import { defineDiagnostic } from '../diagnostics/diagnostic-kind.ts';
import { count, formatNumber, quote } from '../diagnostics/wording.ts';
import { Limit } from '../states-language/limits.ts';
import type { Report } from '../diagnostics/report.ts';
import type { TaskTemplate } from '../template/task-template.ts';

/** A type of step that the program has no block for. */
export const unsupportedStepType = defineDiagnostic({
  code: 'unsupported-step-type',
  severity: 'error',
  message: ({ step, type }: { step: string; type: string }) =>
    `Step ${quote(step)} is of type ${quote(type)}, which cannot be compiled yet.`,
});

/** A timeout that Lambda cannot keep. */
export const timeoutExceedsLambda = defineDiagnostic({
  code: 'timeout-exceeds-lambda',
  severity: 'warning',
  message: ({ step, seconds, limit }: { step: string; seconds: number; limit: number }) =>
    `Step ${quote(step)} may take ${count(seconds, 'second')}, but a Lambda function is stopped after ${formatNumber(limit)}.`,
  hint: ({ limit }) => `Write at most "timeout_seconds: ${limit}", and split longer work into several steps.`,
});

/** Reports what of a template's steps no program can do, and what the service would not. */
export function checkSteps({ steps }: TaskTemplate, report: Report): void {
  for (const step of steps) {
    const name = step.name.value;
    if (step.type.value !== 'standard')
      report(unsupportedStepType, step.type.span, { step: name, type: step.type.value });
    const timeout = step.timeoutSeconds;
    if (timeout !== undefined && timeout.value > Limit.lambdaSeconds) {
      report(timeoutExceedsLambda, timeout.span, {
        step: name,
        seconds: timeout.value,
        limit: Limit.lambdaSeconds,
      });
    }
  }
}
