/** A length of time: milliseconds, or a text such as `500ms`, `3s`, `2m` or `1h`. */
export type Duration = number | `${number}${'ms' | 's' | 'm' | 'h'}`;

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/**
 * The milliseconds of a duration.
 *
 * @throws TypeError when the text is no duration
 */
export function millisecondsOf(duration: Duration): number {
  if (typeof duration === 'number') return duration;
  const [, amount = '', unit = ''] = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(duration) ?? [];
  const factor = UNITS[unit];
  if (factor === undefined) {
    throw new TypeError(
      `"${duration}" is not a duration. Give milliseconds, or a text such as "500ms", "3s", "2m" or "1h".`,
    );
  }
  return Number(amount) * factor;
}
