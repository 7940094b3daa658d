import { isDamaged, type Rule } from '../rule.ts';

/** A template has at least one step. Tasker fails such a task when it is created. */
export const noSteps: Rule = (draft, report) => {
  const { template, written, allStepsKnown } = draft;
  if (template.steps.length > 0 || !allStepsKnown || isDamaged(draft, template, 'steps')) return;
  const key = written.get(template)?.entries.get('steps')?.key;
  report('no-steps', key?.span ?? template.name.span, {});
};
