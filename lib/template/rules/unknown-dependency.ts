import { suggester } from '../../diagnostics/suggest.ts';
import type { Rule } from '../rule.ts';

/** Every name in `dependencies` is a step of this template. Tasker: "StepDefinition", `dependencies`. */
export const unknownDependency: Rule = ({ template, allStepsKnown }, report) => {
  if (!allStepsKnown) return;
  const names = new Set(template.steps.map(({ name }) => name.value));
  const known = [...names];
  const suggest = suggester(known);
  for (const { name: step, dependencies } of template.steps) {
    for (const { value: name, span } of dependencies) {
      if (!names.has(name)) {
        report('unknown-dependency', span, { step: step.value, name, known, suggest: suggest(name) });
      }
    }
  }
};
