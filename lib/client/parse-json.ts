import type { JsonValue } from '../json.ts';

/** Parses a text that may not be JSON at all: engines put plain text where others put JSON. */
export function parseJson(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}
