import { quote } from '../../diagnostics/wording.ts';
import { rule } from '../rule.ts';

/**
 * A step depends on itself and would wait for ever.
 *
 * **Fix:** remove the dependency.
 *
 * @example
 * ```yaml
 * steps:
 *   - { name: ship, handler: { callable: ShipHandler }, dependencies: [ship] }
 * ```
 */
export const selfDependency = rule({
  code: 'self-dependency',
  severity: 'error',
  message: ({ step }: { step: string }) => `Step ${quote(step)} depends on itself.`,
  hint: () => 'Remove this dependency.',
  check({ template }, report) {
    for (const { name, dependencies } of template.steps) {
      const own = dependencies.find(({ value }) => value === name.value);
      if (own !== undefined) report(own.span, { step: name.value });
    }
  },
});
