/** What matches every text that begins with this one. */
export function startingWith(prefix: string): RegExp {
  return new RegExp(`^${prefix.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')}`);
}

/** The pattern of another language; undefined where JavaScript cannot read it. */
export function matcherOf(pattern: string): RegExp | undefined {
  try {
    return new RegExp(
      pattern
        .replaceAll('(?P<', '(?<')
        .replaceAll('\\A', '^')
        .replace(/\\[zZ]/g, '$'),
    );
  } catch {
    return undefined;
  }
}
