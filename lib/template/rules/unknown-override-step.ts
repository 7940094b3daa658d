import { suggester } from '../../diagnostics/suggest.ts';
import { didYouMean, quote } from '../../diagnostics/wording.ts';
import { ALL_STEPS } from '../resolve-environment.ts';
import { rule } from '../rule.ts';

/**
 * An environment overrides a step that the template does not have.
 *
 * **Fix:** correct the name; `ALL` stands for every step.
 *
 * @see Tasker: "EnvironmentOverride".
 *
 * @example
 * ```yaml
 * steps:
 *   - { name: ship, handler: { callable: ShipHandler } }
 * environments:
 *   test:
 *     steps: [{ name: shpi, timeout_seconds: 5 }]
 * ```
 */
export const unknownOverrideStep = rule({
  code: 'unknown-override-step',
  severity: 'error',
  message: ({ environment, name }: { environment: string; name: string; suggest?: string }) =>
    `Environment ${quote(environment)} overrides the step ${quote(name)}, but there is no such step.`,
  hint: ({ suggest }) => didYouMean(suggest) ?? 'Name a step of this template, or "ALL" for every step.',
  check({ template, allStepsKnown }, report) {
    if (!allStepsKnown) return;
    const known = new Set(template.steps.map(({ name }) => name.value));
    const suggest = suggester([...known, ALL_STEPS]);
    for (const { name: environment, steps } of template.environments.values()) {
      for (const { value: name, span } of steps.map((override) => override.name)) {
        if (name === ALL_STEPS || known.has(name)) continue;
        const params = { environment: environment.value, name, suggest: suggest(name) };
        report(span, params);
      }
    }
  },
});
