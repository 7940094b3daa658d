import { quote } from '../../diagnostics/wording.ts';
import { isDamaged, rule } from '../rule.ts';

const NUMBER = '(?:0|[1-9]\\d*)';
const IDENTIFIERS = '[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*';
const SEMANTIC_VERSION = new RegExp(`^${NUMBER}\\.${NUMBER}\\.${NUMBER}(?:-${IDENTIFIERS})?(?:\\+${IDENTIFIERS})?$`);
const LONGEST = 50;

/**
 * A version is a [semantic version](https://semver.org) of at most 50 characters.
 *
 * **Fix:** write three numbers, such as `2.0.0`.
 *
 * @see Tasker: "TaskTemplate", `version`; see https:
 *
 * @example
 * ```yaml
 * version: v2
 * ```
 */
export const badVersion = rule({
  code: 'bad-version',
  severity: 'error',
  message: ({ version }: { version: string; suggest?: string }) =>
    `The version ${quote(version)} is not a semantic version such as "1.0.0".`,
  hint: ({ suggest }) => suggest && `Write ${quote(suggest)}.`,
  check(draft, report) {
    const { version } = draft.template;
    if (isDamaged(draft, draft.template, 'version')) return;
    if (version.value.length <= LONGEST && SEMANTIC_VERSION.test(version.value)) return;
    report(version.span, { version: version.value, suggest: complete(version.value) });
  },
});

/** `v1.2` as it was probably meant: `1.2.0`. */
function complete(version: string): string | undefined {
  const numbers = /^v?(\d{1,9})(?:\.(\d{1,9}))?(?:\.(\d{1,9}))?$/.exec(version.trim());
  return numbers
    ?.slice(1)
    .map((number: string | undefined) => Number(number ?? 0))
    .join('.');
}
