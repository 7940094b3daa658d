/** Whether a text fits a pattern in which `*` stands for any characters, and `\*` and `\\` for themselves. */
export function matchesWildcard(pattern: string, text: string): boolean {
  const source = pattern.replace(/\\([*\\])|\*|[^]/gu, (part: string, escaped: string | undefined) => {
    if (escaped !== undefined) return escapeRegExp(escaped);
    return part === '*' ? '[^]*' : escapeRegExp(part);
  });
  return new RegExp(`^${source}$`).test(text);
}

function escapeRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
