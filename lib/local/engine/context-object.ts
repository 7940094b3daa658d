import type { JsonObject, JsonValue } from '../../json.ts';
import type { Data, Members } from '../base/data.ts';
import { isObject, ObjectData, toData } from '../base/data.ts';
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
export type StateContext = {
  readonly Name: string;
  readonly EnteredTime: string;
  readonly RetryCount?: number;
};

/** The parts of the context object that hold for a whole execution, as data: they are printed once. */
export function executionMembers({ Execution, StateMachine }: ExecutionContext): Members {
  return { Execution: toData(Execution), StateMachine: toData(StateMachine) };
}

/** The context object, `$$`, as a state sees it. Developer guide: "Accessing execution data from the Context object". */
export function contextObject(
  execution: Members,
  state: StateContext,
  item: MapItem | undefined,
  taskToken: string | undefined,
): Data {
  const members: Record<string, Data> = Object.assign({}, execution, { State: toData(state) });
  if (item !== undefined) members.Map = toData({ Item: { ...item } });
  if (taskToken !== undefined) members.Task = toData({ Token: taskToken });
  const values: Record<string, JsonValue> = {};
  for (const name in members) values[name] = members[name]?.value ?? null;
  return new ObjectData(values, members);
}

/** An object with members of another in place of its own, at any depth. */
export function overlay(own: JsonObject, given: JsonObject): JsonObject {
  const members = Object.entries(given).map(([key, value]) => {
    const known = own[key];
    return [key, isObject(known) && isObject(value) ? overlay(known, value) : value] as const;
  });
  return { ...own, ...Object.fromEntries(members) };
}
