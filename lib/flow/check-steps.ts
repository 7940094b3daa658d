import { defineDiagnostic } from '../diagnostics/diagnostic-kind.ts';
import { count, formatNumber, listOf, quote } from '../diagnostics/wording.ts';
import { readTemplateNames, STARTS_TASKS, TEMPLATE_NAME_RULE } from '../contract/started-templates.ts';
import { Limit } from '../states-language/limits.ts';
import type { Report } from '../diagnostics/report.ts';
import type { WorkflowPlan } from '../plan/workflow-plan.ts';
import { isWorker } from './choices.ts';

/**
 * A step of type `batch_worker` runs once for each part of the work that a step of type `batchable` finds, so it
 * depends on one such step, and on one alone.
 *
 * **Fix:** name it in the worker's `dependencies`.
 *
 * @example
 * ```yaml
 * steps:
 *   - name: work
 *     type: batch_worker
 *     handler: { callable: WorkHandler }
 *     batch_config: { batch_size: 9, parallelism: 2, cursor_field: id, worker_template: work, failure_strategy: isolate }
 * ```
 */
export const workerWithoutBatchable = defineDiagnostic({
  code: 'worker-without-batchable',
  severity: 'error',
  message: ({ step, batchable }: { step: string; batchable: readonly string[] }) =>
    batchable.length === 0
      ? `The batch worker step ${quote(step)} depends on no step of type "batchable", so nothing gives it work.`
      : `The batch worker step ${quote(step)} depends on ${listOf(batchable, 'and')}; only one step can give it its work.`,
  hint: () => 'Let it depend on one step of type "batchable".',
});

/**
 * `starts_tasks` in a step's `initialization` lists the templates of which its handler starts tasks, and has something
 * else in it, such as a name without a namespace.
 *
 * **Fix:** write `namespace/name/version`, or `namespace/name` for version 1.0.0.
 *
 * @example
 * ```yaml
 * steps:
 *   - name: ship
 *     handler: { callable: ShipHandler, initialization: { starts_tasks: [refund] } }
 * ```
 */
export const badStartedTemplate = defineDiagnostic({
  code: 'bad-started-template',
  severity: 'error',
  message: ({ step, wrong }: { step: string; wrong: unknown }) =>
    `Step ${quote(step)} has ${quote(wrong)} in "${STARTS_TASKS}", which is not the name of a template.`,
  hint: () => `Write ${TEMPLATE_NAME_RULE}.`,
});

/**
 * `timeout_seconds` is above 900, the longest that a Lambda function may run: it is stopped before.
 *
 * **Fix:** write at most 900, and split longer work into several steps.
 *
 * @example
 * ```yaml
 * steps:
 *   - { name: ship, handler: { callable: ShipHandler }, timeout_seconds: 1200 }
 * ```
 */
export const timeoutExceedsLambda = defineDiagnostic({
  code: 'timeout-exceeds-lambda',
  severity: 'warning',
  message: ({ step, seconds, limit }: { step: string; seconds: number; limit: number }) =>
    `Step ${quote(step)} may take ${count(seconds, 'second')}, but a Lambda function is stopped after ${formatNumber(limit)}.`,
  hint: ({ limit }) => `Write at most "timeout_seconds: ${limit}", and split longer work into several steps.`,
});

/** Reports what of a template's steps no program can do, and what the service would not. */
export function checkSteps({ template: { steps } }: WorkflowPlan, report: Report): void {
  const batchable = new Set(steps.filter(({ type }) => type.value === 'batchable').map(({ name }) => name.value));
  for (const step of steps) {
    const name = step.name.value;
    if (isWorker(step)) {
      const sources = step.dependencies.map(({ value }) => value).filter((other) => batchable.has(other));
      if (sources.length !== 1)
        report(workerWithoutBatchable, step.name.span, { step: name, batchable: sources.sort() });
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
