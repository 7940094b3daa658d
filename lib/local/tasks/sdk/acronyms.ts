import type { JsonValue } from '../../../json.ts';
import { isArray, isObject } from '../../base/data.ts';
import { memberName } from '../../base/member-name.ts';
import type { SdkService } from '../aws-service.ts';

/**
 * The form of an API some of whose members begin with acronyms, which states spell as {@link memberName} does. The keys of
 * `maps` are the user's own.
 */
export function acronymForm(
  members: readonly string[],
  maps: readonly string[],
): Exclude<SdkService['sdkForm'], undefined> {
  const inStates = new Map(members.map((member) => [member, memberName(member)]));
  const inApi = new Map(members.map((member) => [memberName(member), member]));
  return { toApi: (value) => rename(value, inApi, maps), fromApi: (value) => rename(value, inStates, maps) };
}

function rename(value: JsonValue, names: ReadonlyMap<string, string>, maps: readonly string[]): JsonValue {
  if (isArray(value)) return value.map((item) => rename(item, names, maps));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [
      names.get(key) ?? key,
      maps.includes(key) ? member : rename(member, names, maps),
    ]),
  );
}
