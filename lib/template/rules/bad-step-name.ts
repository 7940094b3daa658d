import { quote } from '../../diagnostics/wording.ts';
import { rule } from '../rule.ts';

const PATTERN = /^[A-Za-z0-9_][A-Za-z0-9_. -]*$/;

/**
 * A step's name becomes the name of a state and a key in the state's data. It may hold letters, digits, `_`, `-`, `.`
 * and spaces, and starts with a letter, a digit or `_`.
 *
 * **Fix:** rename the step.
 *
 * @example
 * ```yaml
 * steps:
 *   - name: 'ship: order'
 *     handler: { callable: ShipHandler }
 * ```
 */
export const badStepName = rule({
  code: 'bad-step-name',
  severity: 'error',
  message: ({ name }: { name: string }) =>
    `The step name ${quote(name)} may only hold letters, digits, "_", "-", "." and spaces, and starts with a letter, digit or "_".`,
  hint: ({ name }) => {
    const better = name
      .trim()
      .replace(/(?:[^A-Za-z0-9_. -] *)+/g, '_')
      .replace(/^[^A-Za-z0-9_]+/, '');
    return better === '' ? undefined : `Write ${quote(better)}.`;
  },
  check({ template }, report) {
    for (const { name } of template.steps) {
      if (!PATTERN.test(name.value)) report(name.span, { name: name.value });
    }
  },
});
