import type { Catcher, ChoiceState, MapState, State, TaskState } from '../../states-language/types.ts';
import type { JsonObject, JsonValue } from '../../json.ts';
import type { Clock } from '../base/clock/clock.ts';
import type { Data } from '../base/data.ts';
import type { Random } from '../base/random.ts';
import type { NumberField } from '../base/ranges.ts';
import type { Eventually } from './eventually.ts';
import type { Batching, Reader, Writer } from './map-fields.ts';
import type { Scope } from './scope.ts';

/** What a language needs to know of a state's turn. */
export interface Turn<S extends State = State> {
  readonly state: S;
  /** The input as the state before left it. */
  readonly raw: Data;
  /** What the execution gives. */
  readonly run: { readonly random: Random; readonly clock: Clock };
  /** The thread of control that the state runs in, with its variables. */
  readonly track: { readonly scope: Scope };
  /** The context object, `$$`, as it is now. */
  context(): Data;
}

/** What a state leaves behind. */
export interface Leaving {
  readonly output: Data;
  /** The variables that `Assign` sets. */
  readonly assigned: JsonObject | undefined;
}

/** Where control goes from a state; without `next` the machine or branch ends with the output. */
export interface Transition extends Leaving {
  readonly next: string | undefined;
}

/** Fields that hold a text, or say where to find one. */
export type TextField = 'Timestamp' | 'Error' | 'Cause';

/** How the fields of a state read and write data. A query language is one such object. States Language: "Data". */
export interface QueryLanguage {
  /** What the state works on. */
  input(turn: Turn): Data;
  /** What the state sends to its task or branches. */
  payload(turn: Turn, input: Data): Eventually<Data>;
  /** The role that the `Credentials` of a task name; undefined when it has none. */
  role(turn: Turn<TaskState>, input: Data): Eventually<string | undefined>;
  /** What a state leaves that has made a result. */
  output(turn: Turn, result: Data): Eventually<Leaving>;
  /** What a state leaves that hands on its input. */
  passOn(turn: Turn, input: Data): Eventually<Leaving>;
  /** What the state leaves where a catcher takes over. */
  caught(turn: Turn, catcher: Catcher, error: Data): Eventually<Leaving>;
  /** The number of a field; undefined when the state does not have it. */
  number(turn: Turn, input: Data, field: NumberField): Eventually<number | undefined>;
  /** The text of a field; undefined when the state does not have it. */
  text(turn: Turn, input: Data, field: TextField): Eventually<string | undefined>;
  /** Where a Choice leads, without `next` when no rule holds and there is no default. */
  choose(turn: Turn<ChoiceState>, input: Data): Eventually<Transition>;
  /** The items of a Map state that takes them from its input: a list, or in a distributed Map an object as well. */
  items(turn: Turn<MapState>, input: Data): Eventually<readonly JsonValue[] | JsonObject>;
  /** What an iteration of a Map gets as its input. */
  item(turn: Turn<MapState>, input: Data, value: JsonValue): Eventually<Data>;
  /** Where an `ItemReader` reads from. */
  reader(turn: Turn<MapState>, input: Data): Eventually<Reader>;
  /** How an `ItemBatcher` groups items. */
  batching(turn: Turn<MapState>, input: Data): Eventually<Batching>;
  /** Where and how a `ResultWriter` writes. */
  writer(turn: Turn<MapState>, input: Data): Eventually<Writer>;
}
