import type { Span } from '../../diagnostics/source.ts';
import { quote } from '../../diagnostics/wording.ts';
import { rule } from '../rule.ts';

/**
 * A step lists a dependency twice. Perhaps another one was meant.
 *
 * **Fix:** remove or correct one of them.
 *
 * @example
 * ```yaml
 * steps:
 *   - { name: pack, handler: { callable: PackHandler } }
 *   - { name: ship, handler: { callable: ShipHandler }, dependencies: [pack, pack] }
 * ```
 */
export const duplicateDependency = rule({
  code: 'duplicate-dependency',
  severity: 'warning',
  message: ({ step, name }: { step: string; name: string }) =>
    `Step ${quote(step)} lists the dependency ${quote(name)} twice.`,
  hint: () => 'Remove one of them.',
  check({ template }, report) {
    for (const { name: step, dependencies } of template.steps) {
      const seen = new Map<string, Span>();
      for (const { value: name, span } of dependencies) {
        const first = seen.get(name);
        if (first === undefined) seen.set(name, span);
        else {
          const related = [{ message: 'It is listed here already.', span: first }];
          report(span, { step: step.value, name }, related);
        }
      }
    }
  },
});
