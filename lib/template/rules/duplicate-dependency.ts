import type { Span } from '../../diagnostics/source.ts';
import type { Rule } from '../rule.ts';

/** A step lists each dependency once; a second time adds nothing, and may have been meant as another. */
export const duplicateDependency: Rule = ({ template }, report) => {
  for (const { name: step, dependencies } of template.steps) {
    const seen = new Map<string, Span>();
    for (const { value: name, span } of dependencies) {
      const first = seen.get(name);
      if (first === undefined) seen.set(name, span);
      else {
        const related = [{ message: 'It is listed here already.', span: first }];
        report('duplicate-dependency', span, { step: step.value, name }, related);
      }
    }
  }
};
