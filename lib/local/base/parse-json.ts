import type { JsonValue } from '../../json.ts';
import { parseData } from './json-text.ts';

/** Parses the JSON text of data; what is wrong with it is said as the service says it, where that is known. */
export function parseJson(
  text: string,
  parse: (text: string) => JsonValue = parseData,
): { readonly value: JsonValue } | { readonly mistake: string } {
  try {
    return { value: parse(text) };
  } catch (error) {
    return { mistake: mistakeIn(text) ?? (error as Error).message };
  }
}

function mistakeIn(text: string): string | undefined {
  const word = /^\s*([A-Za-z_$][\w$]*)/.exec(text)?.[1];
  if (word !== undefined && !['true', 'false', 'null'].includes(word)) {
    return `Unrecognized token '${word}': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')`;
  }
  const mark = /^\s*\{\s*([^"}\s])/.exec(text)?.[1];
  if (mark === undefined) return undefined;
  return `Unexpected character ('${mark}' (code ${String(mark.charCodeAt(0))})): was expecting double-quote to start field name`;
}
