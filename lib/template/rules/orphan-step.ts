import { isDamaged, type Rule } from '../rule.ts';

/**
 * In a template of several steps, each has to do with another one. Tasker: "ORPHAN_STEP". Nothing can be said while a
 * dependency is unknown or unreadable: it may be the very one that is missed.
 */
export const orphanStep: Rule = (draft, report) => {
  const { steps } = draft.template;
  if (steps.length < 2 || !draft.allStepsKnown) return;
  if (steps.some((step) => isDamaged(draft, step, 'dependencies'))) return;
  const needed = new Set(steps.flatMap(({ dependencies }) => dependencies.map(({ value }) => value)));
  const known = new Set(steps.map(({ name }) => name.value));
  if ([...needed].some((name) => !known.has(name))) return;
  for (const { name, dependencies } of steps) {
    if (dependencies.length === 0 && !needed.has(name.value)) report('orphan-step', name.span, { step: name.value });
  }
};
