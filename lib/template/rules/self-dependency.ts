import { quote } from '../../diagnostics/wording.ts';
import { rule } from '../rule.ts';

/** No step depends on itself: it would wait for ever. */
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
