import type { JsonValue } from '../../json.ts';
import type { State } from '../../states-language/types.ts';
import type { Scope } from '../language/scope.ts';
import { Stopper } from './stopper.ts';

/** Thrown in a branch whose container has ended: the branch must do nothing more. */
export class BranchAborted extends Error {
  constructor() {
    super('The branch was aborted.');
    this.name = 'BranchAborted';
  }
}

/** One for all: it says that control has left, not where. */
const ABORTED = new BranchAborted();

/** The item that an iteration of a Map works on: `$$.Map.Item`. */
export interface MapItem {
  readonly Index: number;
  /** Of an item that was a member of an object. */
  readonly Key?: string;
  readonly Value: JsonValue;
  /** Where the items come from. */
  readonly Source: string;
}

/** A thread of control: the execution's own, a branch of a Parallel, or an iteration of a Map. */
export interface Track {
  /** The event after which the next event of this track comes. */
  previous: number;
  /** The type of the state that runs, for the event that tells of its abort. */
  active: State['Type'] | undefined;
  /** Whether the active state is a distributed Map whose children run. */
  mapRun: boolean;
  /** Tracks inside of the active state. */
  children: readonly Track[];
  /** The iteration that this track runs, and the name of its Map state. */
  readonly iteration: { readonly name: string; readonly index: number } | undefined;
  readonly item: MapItem | undefined;
  readonly scope: Scope;
  /** Stops when control has left the track. */
  readonly stopper: Stopper;
  ended: boolean;
}

/** Opens a track whose first event comes after `previous`. */
export function openTrack(previous: number, scope: Scope, item?: MapItem, iteration?: Track['iteration']): Track {
  const stopper = new Stopper();
  return { previous, active: undefined, mapRun: false, children: [], iteration, item, scope, stopper, ended: false };
}

/** Ends a track and all inside of it: what still runs there is told to stop. */
export function endTrack(track: Track): void {
  if (track.ended) return;
  track.ended = true;
  for (const child of track.children) endTrack(child);
  track.stopper.stop(ABORTED);
}
