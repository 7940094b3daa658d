/**
 * A span of time for people: `250 ms`, `1.5 s`, `2 min`, `1 h 30 min`. At most two units, rounded to what matters.
 *
 * @example
 * ```ts
 * import { formatDuration } from './format-duration.ts';
 * formatDuration(90_500); // '1 min 31 s'
 * ```
 */
export function formatDuration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 59_950) return `${Number((ms / 1000).toFixed(1))} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 3600) return twoUnits(seconds, 60, 'min', 's');
  const minutes = Math.round(seconds / 60);
  if (minutes < 1440) return twoUnits(minutes, 60, 'h', 'min');
  return twoUnits(Math.round(minutes / 60), 24, 'd', 'h');
}

function twoUnits(amount: number, size: number, large: string, small: string): string {
  const rest = amount % size;
  return `${Math.floor(amount / size)} ${large}` + (rest > 0 ? ` ${rest} ${small}` : '');
}
