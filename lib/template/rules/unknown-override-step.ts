import { suggester } from '../../diagnostics/suggest.ts';
import { ALL_STEPS } from '../resolve-environment.ts';
import type { Rule } from '../rule.ts';

/** An environment overrides steps of this template, or `ALL` of them. Tasker: "EnvironmentOverride". */
export const unknownOverrideStep: Rule = ({ template, allStepsKnown }, report) => {
  if (!allStepsKnown) return;
  const known = new Set(template.steps.map(({ name }) => name.value));
  const suggest = suggester([...known, ALL_STEPS]);
  for (const { name: environment, steps } of template.environments.values()) {
    for (const { value: name, span } of steps.map((override) => override.name)) {
      if (name === ALL_STEPS || known.has(name)) continue;
      const params = { environment: environment.value, name, suggest: suggest(name) };
      report('unknown-override-step', span, params);
    }
  }
};
