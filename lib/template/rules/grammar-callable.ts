import { quote } from '../../diagnostics/wording.ts';
import { rule } from '../rule.ts';

/** A callable names code that can run. Those that begin with `grammar:` are for Tasker's tools: none of its workers runs them. */
export const grammarCallable = rule({
  code: 'grammar-callable',
  severity: 'warning',
  message: ({ step, callable }: { step: string; callable: string }) =>
    `Step ${quote(step)} has the callable ${quote(callable)}, which no worker runs: it is for Tasker's tools alone.`,
  hint: () => 'Name a handler, and write what it does in code.',
  check({ template }, report) {
    for (const { name, handler } of template.steps) {
      const { value: callable, span } = handler.callable;
      if (callable.startsWith('grammar:')) report(span, { step: name.value, callable });
    }
  },
});
