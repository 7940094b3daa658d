import type { JsonValue } from '../../../../json.ts';
import { isArray, isObject } from '../../../base/data.ts';

/** How the AWS SDK integration of DynamoDB names the types of values, after the SDK for Java: the API's names for them. */
const API_NAMES: Readonly<Record<string, string>> = { Bool: 'BOOL', Nul: 'NULL', Ss: 'SS', Ns: 'NS', Bs: 'BS' };
const SDK_NAMES: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(API_NAMES).map(([sdk, api]) => [api, sdk]),
);

/** JSON of the API with the types of values named as the AWS SDK integration does. */
export function toSdkTypeNames(value: JsonValue): JsonValue {
  return rename(value, SDK_NAMES);
}

/** The other way round; types in the API's names stay as they are. */
export function toApiTypeNames(value: JsonValue): JsonValue {
  return rename(value, API_NAMES);
}

function rename(value: JsonValue, names: Readonly<Record<string, string>>): JsonValue {
  if (isArray(value)) return value.map((item) => rename(item, names));
  if (!isObject(value)) return value;
  const entries = Object.entries(value);
  return Object.fromEntries(
    entries.map(([key, member]) => {
      // An attribute may have such a name as well: its value is an object, which no value of these types is.
      const isType = entries.length === 1 && !isObject(member) && Object.hasOwn(names, key);
      return [isType ? (names[key] ?? key) : key, rename(member, names)];
    }),
  );
}
