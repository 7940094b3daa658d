import { suggester } from '../../diagnostics/suggest.ts';
import { didYouMean, listOf, quote } from '../../diagnostics/wording.ts';
import { rule } from '../rule.ts';

/**
 * A step depends on a step that the template does not have.
 *
 * **Fix:** correct the name.
 *
 * @see Tasker: "StepDefinition", `dependencies`.
 *
 * @example
 * ```yaml
 * steps:
 *   - { name: pack, handler: { callable: PackHandler } }
 *   - { name: ship, handler: { callable: ShipHandler }, dependencies: [pakc] }
 * ```
 */
export const unknownDependency = rule({
  code: 'unknown-dependency',
  severity: 'error',
  message: ({ step, name }: { step: string; name: string; known: readonly string[]; suggest?: string }) =>
    `Step ${quote(step)} depends on ${quote(name)}, but there is no such step.`,
  hint: ({ known, suggest }) => didYouMean(suggest) ?? `The steps are ${listOf(known, 'and')}.`,
  check({ template, allStepsKnown }, report) {
    if (!allStepsKnown) return;
    const names = new Set(template.steps.map(({ name }) => name.value));
    const known = [...names];
    const suggest = suggester(known);
    for (const { name: step, dependencies } of template.steps) {
      for (const { value: name, span } of dependencies) {
        if (!names.has(name)) {
          report(span, { step: step.value, name, known, suggest: suggest(name) });
        }
      }
    }
  },
});
