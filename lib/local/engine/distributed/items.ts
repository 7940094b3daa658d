import type { JsonObject, JsonValue } from '../../../json.ts';
import { isArray } from '../../base/data.ts';

/** An item of a Map before it has its place. */
export interface Item {
  /** Where items that come from an object have been in it. */
  readonly key?: string;
  readonly value: JsonValue;
  /** `$$.Map.Item.Source`: the object of S3, or {@link STATE_DATA}. */
  readonly source: string;
}

/** The source of items that the state finds in its input. */
export const STATE_DATA = 'STATE_DATA';

/** The items in a list, or in the members of an object. Developer guide: "Items", "ItemsPath". */
export function toItems(found: readonly JsonValue[] | JsonObject, source: string): readonly Item[] {
  if (isArray(found)) return found.map((value) => ({ value, source }));
  return Object.entries(found).map(([key, value]) => ({ key, value, source }));
}

/** What an iteration gets when no `ItemSelector` says otherwise. */
export function inputOf({ key, value }: Item): JsonValue {
  return key === undefined ? value : { Key: key, Value: value };
}
