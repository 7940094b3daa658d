import { defineDiagnostic } from '../diagnostics/diagnostic-kind.ts';
import { makeDiagnostic } from '../diagnostics/make-diagnostic.ts';
import type { Outcome } from '../diagnostics/outcome.ts';
import { fileStart } from '../diagnostics/source.ts';
import { suggest } from '../diagnostics/suggest.ts';
import { didYouMean, listOf, quote } from '../diagnostics/wording.ts';
import type { Step, StepOverride, TaskTemplate } from './task-template.ts';

/**
 * `--environment` names an environment that the template does not have.
 *
 * **Fix:** choose one of those in the message, or add it under `environments:`.
 *
 * @example
 * ```json
 * {"name": "prod", "allowed": ["production", "test"], "suggest": "production"}
 * ```
 */
export const unknownEnvironment = defineDiagnostic({
  code: 'unknown-environment',
  severity: 'error',
  message: ({ name, allowed }: { name: string; allowed: readonly string[]; suggest?: string }) =>
    `The template has no environment ${quote(name)}; it has ${allowed.length > 0 ? listOf(allowed, 'and') : 'none'}.`,
  hint: ({ suggest }) => didYouMean(suggest),
});

/** An override with this name is for every step. */
export const ALL_STEPS = 'ALL';

/**
 * The template as it is in one of its environments. Each override that names a step, or `ALL`, applies in file order: its
 * `initialization` is merged key by key, its `timeout_seconds` and `retry` replace the step's, and so
 * do settings of its `batch_config`, one by one. Tasker: "EnvironmentOverride".
 *
 * @example
 * ```ts
 * import { parseTemplate } from './parse-template.ts';
 * import { resolveEnvironment } from './resolve-environment.ts';
 * const { value } = parseTemplate('…', 'orders.yaml');
 * const inTest = value && resolveEnvironment(value, 'test').value;
 * ```
 */
export function resolveEnvironment(template: TaskTemplate, name: string): Outcome<TaskTemplate> {
  const environment = template.environments.get(name);
  if (environment === undefined) {
    const allowed = [...template.environments.keys()];
    const params = { name, allowed, suggest: suggest(name, allowed) };
    return { diagnostics: [makeDiagnostic(unknownEnvironment, fileStart(template.source), params)] };
  }
  const steps = template.steps.map((step) =>
    environment.steps.filter((override) => isFor(step, override)).reduce(apply, step),
  );
  return { value: { ...template, steps }, diagnostics: [] };
}

function isFor(step: Step, { name }: StepOverride): boolean {
  return name.value === step.name.value || name.value === ALL_STEPS;
}

function apply(step: Step, override: StepOverride): Step {
  const initialization = { ...step.handler.initialization, ...override.initialization };
  return {
    ...step,
    handler: { ...step.handler, initialization },
    timeoutSeconds: override.timeoutSeconds ?? step.timeoutSeconds,
    retry: override.retry ?? step.retry,
    ...(step.batchConfig !== undefined && { batchConfig: { ...step.batchConfig, ...override.batch } }),
  };
}
