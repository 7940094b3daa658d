import { isDamaged, type Rule } from '../rule.ts';

/** A decision step follows from some other step. Tasker: "Decision step must have at least one dependency". */
export const decisionWithoutDependency: Rule = (draft, report) => {
  for (const step of draft.template.steps) {
    if (step.type.value !== 'decision' || step.dependencies.length > 0) continue;
    if (!isDamaged(draft, step, 'dependencies')) {
      report('decision-without-dependency', step.name.span, { step: step.name.value });
    }
  }
};
