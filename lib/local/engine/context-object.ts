import type { JsonObject, JsonValue } from '../../json.ts';
import { isObject } from '../base/data.ts';
import type { MapItem } from './track.ts';

/** The parts of the context object that hold for a whole execution. */
export interface ExecutionContext {
  readonly Execution: {
    readonly Id: string;
    readonly Input: JsonValue;
    readonly StartTime: string;
    readonly Name: string;
    readonly RoleArn: string;
    /** Not of an Express execution, which cannot be redriven. */
    readonly RedriveCount?: number;
    /** Only of an execution that was redriven. */
    readonly RedriveTime?: string;
  };
  readonly StateMachine: { readonly Id: string; readonly Name: string };
}

/** The parts that belong to one visit of a state. */
export interface StateContext {
  readonly Name: string;
  readonly EnteredTime: string;
  readonly RetryCount?: number;
}

/** The context object, `$$`, as a state sees it. Developer guide: "Accessing execution data from the Context object". */
export function contextObject(
  execution: ExecutionContext,
  state: StateContext,
  item: MapItem | undefined,
  taskToken: string | undefined,
): JsonObject {
  return {
    ...execution,
    State: { ...state },
    ...(item === undefined ? {} : { Map: { Item: { ...item } } }),
    ...(taskToken === undefined ? {} : { Task: { Token: taskToken } }),
  };
}

/** An object with members of another in place of its own, at any depth. */
export function overlay(own: JsonObject, given: JsonObject): JsonObject {
  const members = Object.entries(given).map(([key, value]) => {
    const known = own[key];
    return [key, isObject(known) && isObject(value) ? overlay(known, value) : value] as const;
  });
  return { ...own, ...Object.fromEntries(members) };
}
