import type { JsonObject, JsonValue } from '../json.ts';
import { markup, type Html } from './html.ts';

/** Whether pages show what tasks and handlers were given and returned. */
export type PayloadMode = 'shown' | 'redacted';

/** Names of what nobody should read on a page. */
const SECRET =
  /pass(word|phrase)?$|secret|token$|api[_-]?key|authorization|credential|private[_-]?key|card[_-]?number|^cvv$|^ssn$/i;

/** A payload as text that can be folded away; redacted, its size alone. Values whose names look like secrets are masked. */
export function payload(title: string, value: JsonValue | undefined, mode: PayloadMode): Html | undefined {
  if (value === undefined) return undefined;
  const text = JSON.stringify(value, null, 2);
  if (mode === 'redacted') return markup`<p class="payload">${title}: redacted, ${text.length} characters</p>`;
  return markup`<details class="payload">
    <summary>${title}</summary>
    <pre>${JSON.stringify(maskSecrets(value), null, 2)}</pre>
  </details>`;
}

/** A value with those members masked whose names look like secrets. */
export function maskSecrets(value: JsonValue): JsonValue {
  if (isList(value)) return value.map(maskSecrets);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]): [string, JsonValue] => [
      key,
      SECRET.test(key) ? '••••' : maskSecrets(member),
    ]),
  ) satisfies JsonObject;
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
