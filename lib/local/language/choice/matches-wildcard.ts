import { EvaluationError } from '../../base/states-error.ts';

/**
 * Whether a text fits a pattern in which `*` stands for any characters, and `\*` and `\\` for themselves. Throws an
 * {@link EvaluationError} where a backslash stands before anything else.
 */
export function matchesWildcard(pattern: string, text: string): boolean {
  const source = pattern.replace(/\\([*\\])|\*|[^]/gu, (part: string, escaped: string | undefined) => {
    if (escaped !== undefined) return escapeRegExp(escaped);
    if (part === '\\') throw new EvaluationError(`The pattern '${pattern}' has a backslash that escapes nothing.`);
    return part === '*' ? '[^]*' : escapeRegExp(part);
  });
  return new RegExp(`^${source}$`).test(text);
}

function escapeRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
