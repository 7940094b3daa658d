import type { WaitState } from '../../states-language/types.ts';
import { isJsonObject, type JsonValue } from '../../json.ts';

/** How long a Wait waits, in seconds, where its input tells: `Seconds`, or a plain `SecondsPath` such as `$.retry.seconds`. */
export function waitSeconds(wait: WaitState, input: JsonValue | undefined): number | undefined {
  if (typeof wait.Seconds === 'number') return wait.Seconds;
  const names = wait.SecondsPath?.split('.').slice(1);
  if (names === undefined || input === undefined) return undefined;
  const value = names.reduce<JsonValue | undefined>(
    (data, name) => (isJsonObject(data) ? data[name] : undefined),
    input,
  );
  return typeof value === 'number' ? value : undefined;
}
