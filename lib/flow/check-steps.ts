import { defineDiagnostic } from '../diagnostics/diagnostic-kind.ts';
import { count, formatNumber, listOf, quote } from '../diagnostics/wording.ts';
import { readTemplateNames, STARTS_TASKS, TEMPLATE_NAME_RULE } from '../contract/started-templates.ts';
import { Limit } from '../states-language/limits.ts';
import type { Report } from '../diagnostics/report.ts';
import type { WorkflowPlan } from '../plan/workflow-plan.ts';
import { isWorker } from './choices.ts';

/** A batch worker that nobody, or nobody knows who, gives its work. */
export const workerWithoutBatchable = defineDiagnostic({
  code: 'worker-without-batchable',
  severity: 'error',
  message: ({ step, batchable }: { step: string; batchable: readonly string[] }) =>
    batchable.length === 0
      ? `The batch worker step ${quote(step)} depends on no step of type "batchable", which would give it its work.`
      : `The batch worker step ${quote(step)} depends on ${listOf(batchable, 'and')}; only one step can give it its work.`,
  hint: () => 'Let it depend on one step of type "batchable".',
});

/** A batch whose workers would have to wait for steps of other branches, or these for them. */
export const batchAtRendezvous = defineDiagnostic({
  code: 'batch-at-rendezvous',
  severity: 'error',
  message: ({ step }: { step: string }) =>
    `With exact sync the workers of ${quote(step)} would meet steps of other branches, which batches cannot yet.`,
  hint: () => 'Compile the template with barriers, which is the default.',
});

/** A list of templates to be started that has something else in it. */
export const badStartedTemplate = defineDiagnostic({
  code: 'bad-started-template',
  severity: 'error',
  message: ({ step, wrong }: { step: string; wrong: unknown }) =>
    `Step ${quote(step)} has ${quote(wrong)} in "${STARTS_TASKS}", which is the name of no template.`,
  hint: () => `Write ${TEMPLATE_NAME_RULE}.`,
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
export function checkSteps({ template: { steps }, rendezvous }: WorkflowPlan, report: Report): void {
  const batchable = new Set(steps.filter(({ type }) => type.value === 'batchable').map(({ name }) => name.value));
  const met = new Set([...rendezvous].flatMap(([waiting, others]) => [waiting, ...others]));
  for (const step of steps) {
    const name = step.name.value;
    if (isWorker(step)) {
      const sources = step.dependencies.map(({ value }) => value).filter((other) => batchable.has(other));
      if (sources.length !== 1)
        report(workerWithoutBatchable, step.name.span, { step: name, batchable: sources.sort() });
      if (met.has(name)) report(batchAtRendezvous, step.name.span, { step: name });
    }
    for (const wrong of readTemplateNames(step.handler.initialization[STARTS_TASKS]).wrong) {
      report(badStartedTemplate, step.name.span, { step: name, wrong });
    }
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
