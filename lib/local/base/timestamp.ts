const FORM = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;

/** A timestamp of RFC 3339, with a capital T and Z as the States Language asks, in ms since 1970; else undefined. */
export function parseTimestamp(text: string): number | undefined {
  return FORM.test(text) ? timeOf(text) : undefined;
}

const OFFSET_FORM = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/i;

/** A timestamp as a running Wait reads it, in small letters and without seconds, too; in ms since 1970, else undefined. */
export function parseOffsetDateTime(text: string): number | undefined {
  return OFFSET_FORM.test(text) ? timeOf(text.toUpperCase()) : undefined;
}

/** Undefined for a time on a day that there is not. */
function timeOf(text: string): number | undefined {
  const time = Date.parse(text);
  const day = Number(text.slice(8, 10));
  const isDay = day <= new Date(Date.UTC(Number(text.slice(0, 4)), Number(text.slice(5, 7)), 0)).getUTCDate();
  return Number.isNaN(time) || !isDay ? undefined : time;
}

let latest = { ms: 0, text: new Date(0).toISOString() };

/** A time in ms since 1970 as text. Many states are entered in the same moment. */
export function isoTime(ms: number): string {
  if (latest.ms !== ms) latest = { ms, text: new Date(ms).toISOString() };
  return latest.text;
}
