import type { Span } from '../../diagnostics/source.ts';
import type { Rule } from '../rule.ts';

/** No two steps have the same name. Tasker keeps one of them, without a word. */
export const duplicateStep: Rule = ({ template }, report) => {
  const seen = new Map<string, Span>();
  for (const { name } of template.steps) {
    const first = seen.get(name.value);
    if (first === undefined) seen.set(name.value, name.span);
    else
      report('duplicate-step', name.span, { name: name.value }, [{ message: 'The first one is here.', span: first }]);
  }
};
