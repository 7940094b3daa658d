import { isDamaged, rule } from '../rule.ts';

/**
 * The list of steps is empty.
 *
 * **Fix:** add a step.
 *
 * @example
 * ```yaml
 * steps: []
 * ```
 */
export const noSteps = rule({
  code: 'no-steps',
  severity: 'error',
  message: () => 'The template has no steps: a task made from it could not run.',
  hint: () => 'Add at least one step under "steps:".',
  check(draft, report) {
    const { template, written, allStepsKnown } = draft;
    if (template.steps.length > 0 || !allStepsKnown || isDamaged(draft, template, 'steps')) return;
    const key = written.get(template)?.entries.get('steps')?.key;
    report(key?.span ?? template.name.span, {});
  },
});
