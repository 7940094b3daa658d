import type { Rule } from '../rule.ts';

/** No step depends on itself: it would wait for ever. */
export const selfDependency: Rule = ({ template }, report) => {
  for (const { name, dependencies } of template.steps) {
    const own = dependencies.find(({ value }) => value === name.value);
    if (own !== undefined) report('self-dependency', own.span, { step: name.value });
  }
};
