import { FatalStatesError, StatesError } from '../base/states-error.ts';
import type { Track } from './track.ts';
import { endTrack } from './track.ts';
import type { Run } from './run.ts';
import type { Visit } from './visit.ts';

/**
 * Runs one track of a container (a Parallel or an inline Map). When the track fails, all of its siblings end at that
 * moment, before anything else can happen.
 */
export async function guardTrack<T>(
  visit: Visit,
  siblings: readonly Track[],
  track: Track,
  work: () => Promise<T>,
): Promise<T> {
  try {
    const result = await work();
    track.ended = true;
    track.scope.close();
    return result;
  } catch (error) {
    if (error instanceof StatesError && !(error instanceof FatalStatesError) && !track.ended) {
      endSiblings(visit, siblings, track);
    }
    throw error;
  }
}

/** Leaves a container: whatever still runs in it, after an error that was not a state's, must do nothing more. */
export function closeTracks(tracks: readonly Track[]): void {
  for (const track of tracks) {
    endTrack(track);
    track.scope.close();
  }
}

function endSiblings(visit: Visit, tracks: readonly Track[], failed: Track): void {
  const { previous } = failed;
  visit.track.previous = previous;
  for (const track of tracks) tellAbort(visit.run, track, track === failed, previous);
  for (const track of tracks) endTrack(track);
}

/** Adds the events that tell that a track was ended, with all that ran inside of it. */
function tellAbort(run: Run, track: Track, failed: boolean, previous: number): void {
  if (track.ended) return;
  const { iteration } = track;
  if (iteration !== undefined) {
    if (failed) run.history.add(previous, 'MapIterationFailed', { mapIterationFailedEventDetails: iteration });
    else run.history.add(previous, 'MapIterationAborted', { mapIterationAbortedEventDetails: iteration });
  }
  for (const child of track.children) tellAbort(run, child, false, previous);
  if (track.mapRun) run.history.add(previous, 'MapRunAborted');
  const { active } = track;
  // Of the abort of other states the history does not tell.
  if (active === 'Task' || active === 'Wait' || active === 'Parallel' || active === 'Map') {
    run.history.add(previous, `${active}StateAborted`);
  }
}
