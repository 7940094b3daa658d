const FORM = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;

/** A timestamp of RFC 3339, with a capital T and Z as the States Language asks, in ms since 1970; else undefined. */
export function parseTimestamp(text: string): number | undefined {
  if (!FORM.test(text)) return undefined;
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : time;
}

let latest = { ms: 0, text: new Date(0).toISOString() };

/** A time in ms since 1970 as text. Many states are entered in the same moment. */
export function isoTime(ms: number): string {
  if (latest.ms !== ms) latest = { ms, text: new Date(ms).toISOString() };
  return latest.text;
}
