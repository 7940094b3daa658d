import type { NewEvent } from '../../states-language/history.ts';
import type { Run } from './run.ts';
import type { Track } from './track.ts';
import { BranchAborted } from './track.ts';

/** Adds the next event of a track to the history and returns its id. Throws a {@link BranchAborted} when the track has ended. */
export function record(run: Run, track: Track, ...event: NewEvent): number {
  if (track.ended) throw new BranchAborted();
  track.previous = run.history.add(track.previous, ...event);
  return track.previous;
}
