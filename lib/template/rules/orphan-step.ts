import { quote } from '../../diagnostics/wording.ts';
import { isDamaged, rule } from '../rule.ts';

/**
 * In a template of several steps, each has to do with another one. Tasker: "ORPHAN_STEP". Nothing can be said while a
 * dependency is unknown or unreadable: it may be the very one that is missed.
 */
export const orphanStep = rule({
  code: 'orphan-step',
  severity: 'warning',
  message: ({ step }: { step: string }) => `Step ${quote(step)} depends on no step, and no step depends on it.`,
  hint: () => 'If it belongs to this workflow, name what it waits for under "dependencies:".',
  check(draft, report) {
    const { steps } = draft.template;
    if (steps.length < 2 || !draft.allStepsKnown) return;
    if (steps.some((step) => isDamaged(draft, step, 'dependencies'))) return;
    const needed = new Set(steps.flatMap(({ dependencies }) => dependencies.map(({ value }) => value)));
    const known = new Set(steps.map(({ name }) => name.value));
    if ([...needed].some((name) => !known.has(name))) return;
    for (const { name, dependencies } of steps) {
      if (dependencies.length === 0 && !needed.has(name.value)) report(name.span, { step: name.value });
    }
  },
});
