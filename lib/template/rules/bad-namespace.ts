import { count, quote } from '../../diagnostics/wording.ts';
import { isDamaged, rule } from '../rule.ts';

/** With the rest of a queue's name, the longest namespace that Tasker can use. */
const LONGEST = 29;
const PATTERN = /^[A-Za-z_][A-Za-z0-9_]*$/;

/**
 * A namespace has 1 to 29 letters, digits and underscores, and does not start with a digit.
 *
 * **Fix:** write what the hint says.
 *
 * @see Tasker: "validation.rs".
 *
 * @example
 * ```yaml
 * namespace_name: my-shop
 * ```
 */
export const badNamespace = rule({
  code: 'bad-namespace',
  severity: 'error',
  message: ({ namespace, longest }: { namespace: string; longest: number }) =>
    `The namespace ${quote(namespace)} must be 1 to ${longest} letters, digits and underscores, and not start with a digit.`,
  hint: ({ namespace, longest }) => {
    const better = namespace.replace(/\W+/g, '_').replace(/^(?=\d)/, '_');
    return better.length > longest
      ? `It has ${count(namespace.length, 'character')}: choose a shorter one.`
      : better !== '' && better !== namespace
        ? `Write ${quote(better)}.`
        : undefined;
  },
  check(draft, report) {
    const { namespace } = draft.template;
    if (isDamaged(draft, draft.template, 'namespace_name')) return;
    if (namespace.value.length > LONGEST || !PATTERN.test(namespace.value)) {
      report(namespace.span, { namespace: namespace.value, longest: LONGEST });
    }
  },
});
