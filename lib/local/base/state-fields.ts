import type { MapState, State } from '../../states-language/types.ts';
import type { JsonObject, JsonValue } from '../../json.ts';
import { isObject } from './data.ts';

type FieldName<S> = S extends unknown ? keyof S : never;
type FieldValue<S, K> = S extends unknown ? (K extends keyof S ? S[K] : never) : never;

/** The fields of all types of states; a state has those of its own type. */
export type StateFields = { readonly [K in FieldName<State>]?: FieldValue<State, K> };

/** A state seen by its fields, whatever its type is. */
export function fieldsOf(state: State): StateFields {
  return state;
}

/** A value that should be an object: an empty one when it is none. */
export function objectOf(value: JsonValue | undefined): JsonObject {
  return isObject(value) ? value : {};
}

/** Whether the iterations of a Map are executions of their own. */
export function isDistributed({ ItemProcessor: processor, Iterator: iterator }: MapState): boolean {
  return (processor ?? iterator)?.ProcessorConfig?.Mode === 'DISTRIBUTED';
}
