import type { JsonObject } from '../../../json.ts';
import type { Data } from '../../base/data.ts';

/** How far a thread of control had come when its execution ended. */
export type TrackEnd = CompletedTrack | StoppedTrack;

/** It had come to its end. */
export interface CompletedTrack {
  readonly kind: 'completed';
  readonly output: Data;
  /** Its last event. */
  readonly previous: number;
}

/** It had not: it goes on with the state that it was in. */
export interface StoppedTrack {
  readonly kind: 'stopped';
  /** The event after which it goes on. */
  readonly previous: number;
  /** Undefined when it had entered none. */
  readonly open: OpenState | undefined;
  readonly variables: JsonObject;
}

/** A state that was entered and not left. */
export interface OpenState {
  readonly name: string;
  readonly input: Data;
  /** The id of the event that says it was entered. */
  readonly entered: number;
  readonly enteredTime: string;
  /** What its last try had reached, for a Parallel or a Map; undefined when that does not count any more. */
  readonly attempt: ContainerAttempt | undefined;
}

/** A try of a Parallel or a Map. */
export interface ContainerAttempt {
  /** The id of the event that says it was started. */
  readonly started: number;
  /** By the number of the branch or the item; what is not here was not started. */
  readonly tracks: ReadonlyMap<number, TrackEnd>;
  /** Of a distributed Map. */
  readonly mapRunArn: string | undefined;
}
