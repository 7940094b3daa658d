import type { MapState, State } from '../../states-language/types.ts';
import type { JsonObject, JsonValue } from '../../contract/json.ts';
import { isObject } from './data.ts';

/** A field of any state, read by name. */
export function fieldOf(state: State, field: string): unknown {
  return (state as unknown as Readonly<Record<string, unknown>>)[field];
}

/** A value that should be an object: an empty one when it is none. */
export function objectOf(value: JsonValue | undefined): JsonObject {
  return isObject(value) ? value : {};
}

/** Whether the iterations of a Map are executions of their own. */
export function isDistributed({ ItemProcessor: processor }: MapState): boolean {
  return processor?.ProcessorConfig?.Mode === 'DISTRIBUTED';
}
