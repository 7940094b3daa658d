import { isJsonObject, type JsonValue } from '../../json.ts';

/** JSON with the members of every object sorted: equal data, equal text. */
export function canonicalJson(value: JsonValue): string {
  return JSON.stringify(value, (_, member: JsonValue) =>
    isJsonObject(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
      : member,
  );
}
