import type { JsonObject, JsonValue } from '../json.ts';
import { contentOf, markup, type Html } from './html.ts';

/**
 * Whether pages show what tasks and handlers were given and returned. `masked`: all but what looks like a secret;
 * `unmaskable`: that too, to who asks for it.
 */
export type PayloadMode = 'masked' | 'unmaskable' | 'redacted';

/** Names of what nobody should read on a page. */
const SECRET =
  /pass(word|phrase)?$|secret|token$|api[_-]?key|authorization|credential|private[_-]?key|card[_-]?number|^cvv$|^ssn$/i;

/** A payload as text that can be folded away; redacted, its size alone. Values whose names look like secrets are masked. */
export function payload(title: string, value: JsonValue | undefined, mode: PayloadMode): Html | undefined {
  if (value === undefined) return undefined;
  if (mode === 'redacted') {
    return markup`<p class="payload">${title}: redacted, ${JSON.stringify(value).length} characters</p>`;
  }
  return markup`<details><summary>${title}</summary>${payloadText(value, mode)}</details>`;
}

/** A payload as text that stands open. */
export function payloadText(value: JsonValue, mode: Exclude<PayloadMode, 'redacted'>): Html {
  const masked = textOf(maskSecrets(value));
  const whole = mode === 'masked' ? masked : textOf(value);
  return markup`<pre tabindex="0">${contentOf(masked)}</pre>${
    whole !== masked &&
    markup`<details class="secrets"><summary>Show what is masked</summary><pre tabindex="0">${contentOf(whole)}</pre></details>`
  }`;
}

function textOf(value: JsonValue): string {
  return JSON.stringify(value, null, 2);
}

/** A value with those members masked whose names look like secrets. */
export function maskSecrets(value: JsonObject): JsonObject;
export function maskSecrets(value: JsonValue): JsonValue;
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
