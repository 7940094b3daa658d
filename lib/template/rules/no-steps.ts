import { isDamaged, rule } from '../rule.ts';

/** A template has at least one step. Tasker fails such a task when it is created. */
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
