import type { Rule } from '../rule.ts';

const PATTERN = /^[A-Za-z0-9_][A-Za-z0-9_. -]*$/;

/** A step's name can be the name of a state and a key in the state's data, where other characters have a meaning. */
export const badStepName: Rule = ({ template }, report) => {
  for (const { name } of template.steps) {
    if (!PATTERN.test(name.value)) report('bad-step-name', name.span, { name: name.value });
  }
};
