import { inWords } from '../safely.ts';

/** A line of the log of what is no JSON: that is written as text. */
export function lineInWords(record: Readonly<Record<string, unknown>>): string {
  try {
    return JSON.stringify(record, (_key, value: unknown) => (typeof value === 'bigint' ? value.toString() : value));
  } catch {
    const fields = Object.entries(record).map(([key, value]) => [key, inWords(value)] as const);
    return JSON.stringify(Object.fromEntries(fields));
  }
}
