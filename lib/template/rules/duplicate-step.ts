import type { Span } from '../../diagnostics/source.ts';
import { quote } from '../../diagnostics/wording.ts';
import { rule } from '../rule.ts';

/**
 * Two steps have the same name. Tasker would keep one of them.
 *
 * **Fix:** give each step a name of its own.
 *
 * @example
 * ```yaml
 * steps:
 *   - { name: ship, handler: { callable: ShipHandler } }
 *   - { name: ship, handler: { callable: PackHandler } }
 * ```
 */
export const duplicateStep = rule({
  code: 'duplicate-step',
  severity: 'error',
  message: ({ name }: { name: string }) => `There is more than one step named ${quote(name)}.`,
  hint: () => 'Give each step a name of its own.',
  check({ template }, report) {
    const seen = new Map<string, Span>();
    for (const { name } of template.steps) {
      const first = seen.get(name.value);
      if (first === undefined) seen.set(name.value, name.span);
      else report(name.span, { name: name.value }, [{ message: 'The first one is here.', span: first }]);
    }
  },
});
