import { quote } from '../../diagnostics/wording.ts';
import { rule } from '../rule.ts';

/**
 * A callable that begins with `grammar:` is for Tasker's tools. No worker of Tasker runs it, and there is no handler
 * for it here.
 *
 * **Fix:** name a handler.
 *
 * @example
 * ```yaml
 * steps:
 *   - name: ship
 *     handler: { callable: 'grammar:ship' }
 * ```
 */
export const grammarCallable = rule({
  code: 'grammar-callable',
  severity: 'warning',
  message: ({ step, callable }: { step: string; callable: string }) =>
    `Step ${quote(step)} has the callable ${quote(callable)}, which no worker runs: only Tasker's tools use it.`,
  hint: () => 'Name a handler, and write what it does in code.',
  check({ template }, report) {
    for (const { name, handler } of template.steps) {
      const { value: callable, span } = handler.callable;
      if (callable.startsWith('grammar:')) report(span, { step: name.value, callable });
    }
  },
});
