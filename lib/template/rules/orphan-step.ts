import { quote } from '../../diagnostics/wording.ts';
import { isDamaged, rule } from '../rule.ts';

/**
 * A step neither depends on a step nor is depended on, although there are others. It starts at once, beside them.
 *
 * **Fix:** name what it waits for. If it waits for nothing, leave it as it is.
 *
 * @see Tasker: "ORPHAN_STEP".
 *
 * @example
 * ```yaml
 * steps:
 *   - { name: pack, handler: { callable: PackHandler } }
 *   - { name: ship, handler: { callable: ShipHandler } }
 * ```
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
    // A dependency that is unknown may be the very one that is missed.
    if ([...needed].some((name) => !known.has(name))) return;
    for (const { name, dependencies } of steps) {
      if (dependencies.length === 0 && !needed.has(name.value)) report(name.span, { step: name.value });
    }
  },
});
