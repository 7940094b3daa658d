import { isDamaged, type Rule } from '../rule.ts';

/** With the rest of a queue's name, the longest namespace that Tasker can use. */
const LONGEST = 29;
const PATTERN = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** A namespace is an identifier of at most 29 characters. Tasker: "validation.rs". */
export const badNamespace: Rule = (draft, report) => {
  const { namespace } = draft.template;
  if (isDamaged(draft, draft.template, 'namespace_name')) return;
  if (namespace.value.length > LONGEST || !PATTERN.test(namespace.value)) {
    report('bad-namespace', namespace.span, { namespace: namespace.value, longest: LONGEST });
  }
};
