import { quote } from '../../diagnostics/wording.ts';
import { isDamaged, rule } from '../rule.ts';

/**
 * A step of type `decision` decides on the result of another step, so it depends on one.
 *
 * **Fix:** add the dependency.
 *
 * @see Tasker: "Decision step must have at least one dependency".
 *
 * @example
 * ```yaml
 * steps:
 *   - { name: route, type: decision, handler: { callable: RouteHandler } }
 * ```
 */
export const decisionWithoutDependency = rule({
  code: 'decision-without-dependency',
  severity: 'error',
  message: ({ step }: { step: string }) =>
    `The decision step ${quote(step)} has no dependencies; it needs at least one.`,
  hint: () => 'Let it depend on the step whose result it decides on.',
  check(draft, report) {
    for (const step of draft.template.steps) {
      if (step.type.value !== 'decision' || step.dependencies.length > 0) continue;
      if (!isDamaged(draft, step, 'dependencies')) {
        report(step.name.span, { step: step.name.value });
      }
    }
  },
});
