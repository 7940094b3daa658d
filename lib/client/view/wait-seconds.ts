import type { WaitState } from '../../states-language/types.ts';
import type { JsonValue } from '../../json.ts';
import { isJsonObject } from '../parse-json.ts';

/** How long a Wait waits, in seconds, where its input tells: `Seconds`, or a plain `SecondsPath` such as `$.retry.used[0]`. */
export function waitSeconds(wait: WaitState, input: JsonValue | undefined): number | undefined {
  if (wait.Seconds !== undefined) return wait.Seconds;
  const names = wait.SecondsPath?.match(/[^.[\]]+/g)?.slice(1);
  if (names === undefined || input === undefined) return undefined;
  const value = names.reduce<JsonValue | undefined>(memberOf, input);
  return typeof value === 'number' ? value : undefined;
}

function memberOf(data: JsonValue | undefined, name: string): JsonValue | undefined {
  if (Array.isArray(data)) return (data as readonly JsonValue[])[Number(name)];
  return isJsonObject(data) ? data[name] : undefined;
}
